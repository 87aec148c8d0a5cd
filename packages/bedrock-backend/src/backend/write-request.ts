import type { SignableRequest } from '../bedrock/signer.ts'
import { createEndpointResolver } from '../bedrock/resolve-endpoint.ts'
import { createRegionResolver } from '../bedrock/region.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import type { BedrockCall } from './services.ts'

/** A call as a request that nothing authenticates yet. */
export interface WrittenRequest {
  readonly unsigned: SignableRequest & { readonly body: string | undefined }
  /** Asked only when there is something to sign. */
  readonly region: () => Promise<string>
}

/** Makes the function that gives the calls of one route their address and their headers. */
export function createRequestWriter(
  settings: BedrockSettings,
): (call: BedrockCall) => Promise<WrittenRequest> {
  const resolveRegion = createRegionResolver(settings)
  const resolveEndpoint = createEndpointResolver(settings)
  return async (call) => {
    const region = () => resolveRegion(call.model)
    const base = await resolveEndpoint(call.service, region)
    const url = new URL(base.href.replace(/\/$/, '') + call.path)
    return {
      unsigned: { method: call.method, url, headers: createHeaders(call, settings), body: call.body },
      region,
    }
  }
}

function createHeaders(call: BedrockCall, settings: BedrockSettings): Record<string, string> {
  const extra = Object.entries(settings.options.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ])
  return {
    'user-agent': 'patchbay',
    accept: call.accept,
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
    ...Object.fromEntries(extra),
  }
}
