import { clientProtocol } from './client-protocol.ts'
import { errorResponse } from './errors/error-response.ts'
import { PatchbayError } from './errors/patchbay-error.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Observation } from './hooks/observation.ts'
import type { Route } from './route.ts'
import { createRouteRequest, type FetchCall } from './route-request.ts'

/**
 * Sends one `fetch` call by a route.
 *
 * Rejects only as a `fetch` does: with the signal's reason as soon as the call is aborted, whether or not the
 * route heeds the signal, and with connection failures, which the SDKs turn into their own errors and retry. Anything else
 * that a route throws is a fault of the route: it is answered with a 500 that no client retries, because a rejection
 * would be retried and then shown as a connection error. The call is never sent anywhere else.
 *
 * @param observation what hooks are told of it, where the route is not one that tells them itself
 */
export async function dispatch(
  route: Route,
  call: FetchCall,
  client: ClientFacts,
  observation?: Observation,
): Promise<Response> {
  const signal = call.init.signal ?? undefined
  signal?.throwIfAborted()
  try {
    const request = createRouteRequest(call, client)
    const answer = route.serve(observation === undefined ? request : { ...request, observation })
    // A route of somebody's own may return anything.
    const response = await untilAborted(Promise.resolve(answer), signal)
    const { status } = response ?? {}
    if (typeof status === 'number')
      return status < 400 ? response : await inClientProtocol(response, call, client)
    throw new TypeError('it did not return a Response')
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason
    const { isConnectionFailure } = await import('./connection-failure.ts')
    if (isConnectionFailure(error)) throw error
    return inClientProtocol(toFaultResponse(route, error), call, client)
  }
}

/** Routes report failures in OpenAI's envelope; Anthropic's clients read another one. */
async function inClientProtocol(response: Response, call: FetchCall, client: ClientFacts): Promise<Response> {
  if (response.status < 400 || clientProtocol(call.url, client, call.init.headers) === 'openai')
    return response
  const { toAnthropicFailure } = await import('./errors/anthropic-error.ts')
  return toAnthropicFailure(response)
}

/** The answer, or a rejection as soon as `signal` fires. An answer that arrives later is cancelled. */
function untilAborted(answer: Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  if (signal === undefined) return answer
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason)
      answer.then((late) => late.body?.cancel(signal.reason)).catch(() => undefined)
    }
    // It may have fired while the route was being called.
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    answer.then(
      (response) => {
        signal.removeEventListener('abort', onAbort)
        resolve(response)
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort)
        reject(error)
      },
    )
  })
}

function toFaultResponse(route: Route, error: unknown): Response {
  const code = PatchbayError.is(error) ? error.code : 'route_failed'
  const message = `The route "${route.name}" failed on this request, which was sent nowhere else: ${describeFault(error)}`
  return errorResponse(500, { message, type: 'server_error', code }, { 'x-should-retry': 'false' })
}

/** What a route threw, in words. `Headers` quotes the value it refuses, which may be a key: that text is left out. */
function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'it threw something that is not an Error'
  if (/\bheader\b/i.test(error.message) && !PatchbayError.is(error))
    return `${error.name}: a header is not valid`
  return `${error.name}: ${error.message}`
}
