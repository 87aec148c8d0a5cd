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
  const urlOf = createAddressing()
  return (call) => {
    const region = () => resolveRegion(call.model)
    const write = (base: URL): WrittenRequest => {
      const headers = createHeaders(call, extra)
      return {
        unsigned: { method: call.method, url: urlOf(base, call.path), headers, body: call.body },
        region,
      }
    }
    const base = resolveEndpoint(call.service, region)
    return base instanceof Promise ? base.then(write) : write(base)
  }
}

/** Puts paths below endpoints. The URL of the last call is kept: most calls of a route go to one model. */
function createAddressing(): (base: URL, path: string) => URL {
  let last: { readonly base: URL; readonly path: string; readonly url: URL } | undefined
  return (base, path) => {
    if (last?.base !== base || last.path !== path)
      last = { base, path, url: new URL(base.href.replace(/\/$/, '') + path) }
    return last.url
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
