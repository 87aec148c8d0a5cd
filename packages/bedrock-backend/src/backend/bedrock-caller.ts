import type { RouteRequest } from '@patchbay/core'

import { createAuthorize } from '../bedrock/authorize.ts'
import { createEndpointResolver } from '../bedrock/resolve-endpoint.ts'
import type { BedrockService } from '../bedrock/endpoint.ts'
import { createRegionResolver } from '../bedrock/region.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import { chooseClient } from '../transport/choose-client.ts'
import type { HttpAnswer } from '../transport/http-client.ts'
import { readServiceError } from './service-error.ts'

/** One request to one of Bedrock's services. */
interface BedrockCall {
  readonly service: BedrockService
  readonly method: 'GET' | 'POST'
  /** Below the endpoint, percent-encoded, e.g. `/model/amazon.nova-lite-v1%3A0/converse`. */
  readonly path: string
  readonly accept: string
  /** JSON. */
  readonly body?: string
  /** The model the call is for: its ARN may be the only thing that names a region. */
  readonly model?: string
}

/** What the caller's request lends to the calls that are made for it. */
export type Caller = Pick<RouteRequest, 'client' | 'signal'> & Partial<Pick<RouteRequest, 'init'>>

/**
 * Authorizes and sends a call, and waits for its status. An answer that reports a failure rejects with a
 * `RequestFailure`; a broken connection and an abort reject as the transport words them.
 */
export type BedrockCaller = (call: BedrockCall, caller: Caller) => Promise<HttpAnswer>

/** Of the security layer before every AWS service. */
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken'])

/** The calls of one route. */
export function createBedrockCaller(settings: BedrockSettings): BedrockCaller {
  const authorize = createAuthorize(settings)
  const regionOf = createRegionResolver(settings)
  const endpointOf = createEndpointResolver(settings)
  const { transport } = settings.options
  return async (call, caller) => {
    const region = () => regionOf(call.model)
    const base = await endpointOf(call.service, region)
    const url = new URL(base.href.replace(/\/$/, '') + call.path)
    const unsigned = { method: call.method, url, headers: headersOf(call, settings), body: call.body }
    const { headers, refused } = await authorize(unsigned, region)
    const send = await chooseClient(
      caller,
      transport ?? 'auto',
      settings.options.client?.config.requestHandler,
    )
    const answer = await send({ ...unsigned, headers, signal: caller.signal })
    if (answer.status >= 200 && answer.status < 300) return answer
    const failure = await readServiceError(answer)
    const renewed = EXPIRED.has(failure.details.code ?? '') && refused()
    // A 403 is final for the clients, but the next attempt would be signed with fresh credentials.
    throw renewed ? failure.with({ 'x-should-retry': 'true' }) : failure
  }
}

function headersOf(call: BedrockCall, settings: BedrockSettings): Record<string, string> {
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
