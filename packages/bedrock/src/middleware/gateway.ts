import { type Addressed, type Call, readCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import { orRejection } from '../rejection.ts'
import { toQuery, withHost } from '../request.ts'
import type { Arguments, HttpRequest, HttpResponse, Middleware, Next, Result } from '../smithy.ts'
import { copyMessage } from '../smithy.ts'
import type { CallOptions } from '../transport/call-options.ts'
import { takeOverSending, takeOverTransport } from '../transport/request-handler-interceptor.ts'

/** The statuses of a signature that is refused. */
const REFUSED = new Set([400, 401, 403])

/**
 * Stands next to the request handler: whatever other middleware has done to a request, it leaves for the gateway, or
 * not at all. What comes back is read here, before the SDK's deserializer sees it.
 */
export function createGatewayMiddleware(): Middleware {
  return (next) => (args) => pass(args, next)
}

async function pass(args: Arguments, next: Next): Promise<Result> {
  const call = readCall(args)
  if (call === undefined) return next(args)
  if (call.answer !== undefined) return { response: call.answer }
  if (call.addressed === undefined)
    throw new Error(`A request on the route "${call.route}" has no address. It was not sent.`)
  const { addressed } = call
  const first = await send(args, call, addressed, next)
  if (first.sent === undefined) return first.result
  let last: Sending = first
  if (call.gateway.corrects !== undefined && REFUSED.has(responseOf(first.result).statusCode)) {
    const { readRefusal } = await import('./read-refusal.ts')
    const { response, again } = await readRefusal(responseOf(first.result), call, addressed, first.sent)
    last = again
      ? await send(args, call, addressed, next)
      : { ...first, result: { ...first.result, response } }
  }
  if (last.sent === undefined) return last.result
  const { readAnswer } = await import('../read-answer.ts')
  return {
    ...last.result,
    response: await readAnswer(responseOf(last.result), call, addressed.command, last.sent),
  }
}

/** What a request was sent with, and its result. Without `sent` nothing was, and the result says why. */
interface Sending {
  readonly result: Result
  readonly sent?: Headers
}

/** Sends the request once. */
async function send(args: Arguments, call: Call, addressed: Addressed, next: Next): Promise<Sending> {
  const out = await orRejection(() => prepareOutgoing(args.request as HttpRequest, call, addressed))
  if ('status' in out) return { result: { response: errorAnswer(out.status, out.message) } }
  const { request, sent } = out
  const signal = call.attempt?.signal
  const told = (options: CallOptions): void => call.observed?.abortsWith(signal ?? options.abortSignal)
  if (call.ownTransport) takeOverTransport(request, signal, told)
  else takeOverSending(request, signal, told)
  return { result: await next({ ...args, request }), sent }
}

function responseOf({ response }: Result): HttpResponse {
  return response as HttpResponse
}

/** Gateways are told the context that the attempt belongs to, whatever was signed; AWS is not. */
function addTelemetry(sent: Headers, { observed }: Call): void {
  for (const [name, value] of Object.entries(observed?.observation.headers ?? {})) sent.set(name, value)
}

/** The request as it leaves: the signed one's headers and the gateway's, at the gateway's address. */
async function prepareOutgoing(
  signed: HttpRequest,
  call: Call,
  { command, url }: Addressed,
): Promise<{ request: HttpRequest; sent: Headers }> {
  const target = new URL(url)
  // The caller's headers for the gateway, which the signature left out, and everything that was signed or added since.
  const headers = new Headers([...command.headers].filter(([name]) => call.gateway.isOwnHeader(name)))
  for (const [name, value] of Object.entries(signed.headers)) {
    if (name !== ':authority' && name.toLowerCase() !== 'host') headers.set(name, value)
  }
  const sent = await call.gateway.headers({ ...command, headers }, url)
  if (call.gateway.service === undefined) addTelemetry(sent, call)
  const request = copyMessage(signed, {
    path: target.pathname,
    query: toQuery(target),
    headers: Object.fromEntries(sent),
  })
  return { request: withHost(request, target), sent }
}
