import {
  type BedrockCommand,
  type BedrockRefusal,
  PatchbayRequestError,
  readBasicTime,
  refusalTime,
} from '@patchbay/core'

import { RequestFailure } from '../request-failure.ts'
import { type Authorize, createAuthorize } from './authorize.ts'
import { createHostClock } from './host-clock.ts'
import { createRegionResolver } from './region.ts'
import { createEndpointResolver } from './resolve-endpoint.ts'
import type { BedrockSettings } from './settings.ts'

/** Written by the AWS SDK for its own signature and its own retries. */
const NOT_SIGNED = /^(?:authorization|x-amz-(?:date|content-sha256|security-token))$/

/** Finds the endpoint of a command, and signs. */
export interface Forwarder {
  url(command: BedrockCommand): Promise<string>
  headers(command: BedrockCommand, url: string): Promise<Headers>
  /** Whether the time of a signature was refused that the next one has right. */
  corrects(refusal: BedrockRefusal): boolean
}

/**
 * Makes the forwarder of a route.
 *
 * @param given authenticates in place of the route's identity
 */
export function createForwarder(settings: BedrockSettings, given?: Authorize): Forwarder {
  const clock = createHostClock()
  const authorize = given ?? createAuthorize(settings, clock)
  const resolveRegion = createRegionResolver(settings)
  const resolveEndpoint = createEndpointResolver(settings)
  return {
    url: ({ path, search, model }) =>
      refusing(async () => {
        const base = await resolveEndpoint('bedrock-runtime', () => resolveRegion(model))
        return base.href.replace(/\/$/, '') + path + search
      }),
    headers: (command, url) =>
      refusing(async () => {
        const own = [...command.headers].filter(([name]) => !NOT_SIGNED.test(name))
        const further = Object.entries(settings.options.headers ?? {}).map(([name, value]) => [
          name.toLowerCase(),
          value,
        ])
        const headers = Object.fromEntries([...own, ...further]) as Record<string, string>
        const request = { method: command.method, url: new URL(url), headers, body: command.body }
        const signed = await authorize(request, () => resolveRegion(command.model))
        return new Headers(signed.headers)
      }),
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
