import { whenThere } from '@patchbay/core'

import type { SignableRequest } from '../bedrock/signer.ts'
import { createEndpointResolver } from '../bedrock/resolve-endpoint.ts'
import { createRegionResolver } from '../bedrock/region.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import type { BedrockCall } from './services.ts'

/** A call as a request that nothing authenticates yet. */
export interface WrittenRequest {
  readonly unsigned: SignableRequest & { readonly body: string | Uint8Array | undefined }
  /** Asked only when there is something to sign. */
  readonly region: () => string | Promise<string>
}

/** Makes the function that gives the calls of one route their address and their headers. */
export function createRequestWriter(
  settings: BedrockSettings,
): (call: BedrockCall) => WrittenRequest | Promise<WrittenRequest> {
  const resolveRegion = createRegionResolver(settings)
  const resolveEndpoint = createEndpointResolver(settings)
  const extra = Object.fromEntries(
    Object.entries(settings.options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const targetOf = createTargets(extra)
  return (call) => {
    const region = () => resolveRegion(call.model)
    return whenThere(resolveEndpoint(call.service, region), (base) => {
      const { method, body } = call
      const { url, headers, isRepeated } = targetOf(base, call)
      return { unsigned: { method, url, headers, body, isRepeated }, region }
    })
  }
}

/** Where a call goes, and its headers before anything authenticates it. */
interface Target {
  readonly base: URL
  readonly accept: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Whether other calls have the very same. */
  readonly isRepeated: boolean
}

/** So many paths are remembered, none of which is longer: they name models, which come with requests. */
const MOST_TARGETS = 64
const LONGEST_PATH = 300

/** Gives calls their target. Those of calls to a model, which bring no headers of their own, are remembered by path. */
function createTargets(extra: Readonly<Record<string, string>>): (base: URL, call: BedrockCall) => Target {
  const known = new Map<string, Target>()
  const create = (base: URL, call: BedrockCall, isRepeated: boolean): Target => ({
    base,
    accept: call.accept,
    url: new URL(base.href.replace(/\/$/, '') + call.path),
    headers: createHeaders(call, extra),
    isRepeated,
  })
  return (base, call) => {
    const { path, accept, body, model, headers = {} } = call
    const isPlain = body !== undefined && model !== undefined && Object.keys(headers).length === 0
    if (!isPlain || path.length > LONGEST_PATH) return create(base, call, false)
    const last = known.get(path)
    if (last?.base === base && last.accept === accept) return last
    const target = create(base, call, true)
    if (known.size >= MOST_TARGETS) known.clear()
    known.set(path, target)
    return target
  }
}

function createHeaders(
  { accept, body, headers }: BedrockCall,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const common: Record<string, string> = { 'user-agent': 'patchbay', accept }
  if (body !== undefined) common['content-type'] = 'application/json'
  return Object.assign(common, headers, extra)
}
