import {
  type BedrockCommand,
  type BedrockGateway,
  type BedrockRefusal,
  loadOnce,
  PatchbayRequestError,
  readBasicTime,
  refusalTime,
} from '@patchbay/core'

import { RequestFailure } from '../request-failure.ts'
import type { BedrockSettings } from './settings.ts'
import { resolveAlias } from './alias.ts'

/** Written by the AWS SDK for its own signature and its own retries. */
const NOT_SIGNED = /^(?:authorization|x-amz-(?:date|content-sha256|security-token))$/

/** Finds the endpoint of a command, and signs. */
interface Forwarder {
  url(command: BedrockCommand): Promise<string>
  sign(command: BedrockCommand, url: string): Promise<Record<string, string>>
  /** Whether the time of a signature was refused that the next one has right. */
  corrects(refusal: BedrockRefusal): boolean
}

/**
 * Sends requests of Bedrock clients to the route's own region, account or endpoint, signed by the route's own identity:
 * the client needs neither credentials nor a region. What signs is loaded at the first request.
 */
export function commandForwarding(settings: BedrockSettings): BedrockGateway {
  const { model, models } = settings.options
  const forwarder = loadOnce(() => createForwarder(settings))
  return {
    signing: 'none',
    namesProvider: false,
    isGateway: () => false,
    isOwnHeader: () => false,
    mapModel: (name) => model ?? resolveAlias(name, models),
    translates: async (name) => (await import('./needs-translation.ts')).needsTranslation(name, settings),
    url: (command) => refusing(async () => (await forwarder()).url(command)),
    headers: (command, url) =>
      refusing(async () => new Headers(await (await forwarder()).sign(command, url))),
    answer: async (response) => response,
    corrects: async (refusal) => (await forwarder()).corrects(refusal),
  }
}

async function createForwarder(settings: BedrockSettings): Promise<Forwarder> {
  const [{ createAuthorize }, { createRegionResolver }, { createEndpointResolver }, { createHostClock }] =
    await Promise.all([
      import('./authorize.ts'),
      import('./region.ts'),
      import('./resolve-endpoint.ts'),
      import('./host-clock.ts'),
    ])
  const clock = createHostClock()
  const authorize = createAuthorize(settings, clock)
  const resolveRegion = createRegionResolver(settings)
  const resolveEndpoint = createEndpointResolver(settings)
  return {
    async url({ path, search, model }) {
      const base = await resolveEndpoint('bedrock-runtime', () => resolveRegion(model))
      return base.href.replace(/\/$/, '') + path + search
    },
    async sign(command, url) {
      const own = [...command.headers].filter(([name]) => !NOT_SIGNED.test(name))
      const further = Object.entries(settings.options.headers ?? {}).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ])
      const headers = Object.fromEntries([...own, ...further]) as Record<string, string>
      const request = { method: command.method, url: new URL(url), headers, body: command.body }
      return (await authorize(request, () => resolveRegion(command.model))).headers
    },
    corrects({ sent, url, ...refusal }) {
      const signed = readBasicTime(sent.get('x-amz-date') ?? '')
      const service = refusalTime(refusal)
      return (
        signed !== undefined && service !== undefined && clock.correct(new URL(url).host, signed, service)
      )
    },
  }
}

/** A failure before anything was sent, in the form that every client package knows. */
async function refusing<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error
    const { status, code } = error.details
    throw new PatchbayRequestError(error.message, { status, code: code ?? undefined, cause: error })
  }
}
