import { createAuthorize } from '../bedrock/authorize.ts'
import { createEndpointResolver } from '../bedrock/resolve-endpoint.ts'
import { createRegionResolver } from '../bedrock/region.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import { chooseClient } from '../transport/choose-client.ts'
import type { BedrockCall, BedrockCaller } from './services.ts'

/** Error codes of the security layer before every AWS service. */
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken'])

/** Makes the function by which one route calls Bedrock. */
export function createBedrockCaller(settings: BedrockSettings): BedrockCaller {
  const authorize = createAuthorize(settings)
  const resolveRegion = createRegionResolver(settings)
  const resolveEndpoint = createEndpointResolver(settings)
  const { transport } = settings.options
  return async (call, caller) => {
    const region = () => resolveRegion(call.model)
    const base = await resolveEndpoint(call.service, region)
    const url = new URL(base.href.replace(/\/$/, '') + call.path)
    const unsigned = { method: call.method, url, headers: createHeaders(call, settings), body: call.body }
    const { headers, refused } = await authorize(unsigned, region)
    const send = await chooseClient(
      caller,
      transport ?? 'auto',
      settings.options.client?.config.requestHandler,
    )
    const answer = await send({ ...unsigned, headers, signal: caller.signal })
    if (answer.status >= 200 && answer.status < 300) return answer
    // Most calls succeed: what reads failures is loaded with the first one.
    const { readServiceError } = await import('./service-error.ts')
    const failure = await readServiceError(answer, call.promptField)
    const renewed = EXPIRED.has(failure.details.code ?? '') && refused()
    // A 403 is final for the clients, but the next attempt would be signed with fresh credentials.
    throw renewed ? failure.with({ 'x-should-retry': 'true' }) : failure
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
    ...Object.fromEntries(extra),
  }
}
