// Interceptors (msw, nock, instrumentation) replace the property `request`, which an import by name does not see.
import http, { type Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { toSearch } from '../request.ts'
import type { HttpRequest, HttpResponse } from '../smithy.ts'
import type { SignalLike } from './call-options.ts'

/** What comes with one request. */
export interface SendOptions {
  readonly agent: Agent
  readonly abortSignal?: SignalLike | undefined
  /** How long nothing may arrive, in milliseconds. 0 or nothing: for ever. */
  readonly requestTimeout?: number | undefined
}

/** What the SDK's own handlers call a timeout, so that the SDK sends the request again. */
const TIMEOUT_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/**
 * Sends a request of the SDK over HTTP/1.1, as the SDK's `NodeHttpHandler` does, and fails with the same errors. It
 * exists because the SDK's default uses HTTP/2 only, which gateways often do not.
 */
export function sendOverHttp1(
  request: HttpRequest,
  options: SendOptions,
): Promise<{ response: HttpResponse }> {
  return new Promise((resolve, reject) => {
    const { abortSignal, requestTimeout } = options
    if (abortSignal?.aborted === true) return reject(abortError(abortSignal))
    const outgoing = open(request, options.agent)
    let answer: IncomingMessage | undefined
    const abort = (): void => {
      const error = abortError(abortSignal)
      answer?.destroy(error)
      outgoing.destroy(error)
    }
    const forget = onAbort(abortSignal, abort)
    outgoing.once('close', forget)
    outgoing.on('error', (error) => reject(named(error)))
    outgoing.once('response', (message) => {
      answer = message
      resolve({ response: toHttpResponse(message) })
    })
    if (requestTimeout !== undefined && requestTimeout > 0) {
      outgoing.setTimeout(requestTimeout, () => outgoing.destroy(timeoutError(requestTimeout)))
    }
    write(outgoing, request.body)
    return undefined
  })
}

function open(request: HttpRequest, agent: Agent): ClientRequest {
  const { request: send } = request.protocol === 'http:' ? http : https
  return send({
    method: request.method,
    // Brackets belong to the URL, not to the address.
    hostname: request.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: request.port,
    path: request.path + toSearch(request.query),
    headers: request.headers,
    agent,
  })
}

function write(outgoing: ClientRequest, body: unknown): void {
  if (body instanceof Readable) {
    body.once('error', (error) => outgoing.destroy(error))
    body.pipe(outgoing)
  } else if (typeof body === 'string' || body instanceof Uint8Array) outgoing.end(body)
  else if (body instanceof ArrayBuffer) outgoing.end(new Uint8Array(body))
  else outgoing.end()
}

function toHttpResponse(message: IncomingMessage): HttpResponse {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { statusCode: message.statusCode ?? 0, reason: message.statusMessage, headers, body: message }
}

/** Returns what takes the listener away again. */
function onAbort(signal: SignalLike | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => undefined
  if (signal.addEventListener === undefined) {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's own signal knows no other way
    signal.onabort = listener
    return () => undefined
  }
  signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener?.('abort', listener)
}

/** As the SDK's handlers word it, whatever the reason is. */
function abortError(signal: SignalLike | undefined): Error {
  const reason: unknown = signal?.reason
  const error = new Error('Request aborted', reason instanceof Error ? { cause: reason } : undefined)
  error.name = 'AbortError'
  return error
}

function timeoutError(milliseconds: number): Error {
  const error = new Error(`The gateway sent nothing for ${milliseconds} ms.`)
  error.name = 'TimeoutError'
  return error
}

function named(error: Error): Error {
  const code: unknown = 'code' in error ? error.code : undefined
  if (typeof code === 'string' && TIMEOUT_CODES.has(code)) error.name = 'TimeoutError'
  return error
}
