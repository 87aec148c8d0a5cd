// Interceptors (msw, nock, instrumentation) replace the property `request`, which an import by name does not see.
import http, { type Agent, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'

import { agentFor } from './agent.ts'
import { isBuiltInHttp } from './built-in-http.ts'
import { connectionError, type HttpAnswer, type HttpClient, type HttpRequest } from './http-client.ts'
import { MessageBody } from './message-body.ts'

/** Methods whose requests say nothing of a body that they do not have. */
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/**
 * An `HttpClient` over `node:http(s)`: about 0.4 ms of CPU a call cheaper than `fetch`, and its agent keeps idle
 * connections, which `fetch` drops after a few seconds.
 */
export const nodeHttpClient: HttpClient = (request) => sendWith(request, agentFor(request.url.protocol))

/** A request with what only Node can be told. */
export interface NodeRequest extends Omit<HttpRequest, 'headers'> {
  /** By lower-case names; or names and values in turn, `host` among them, while `isBuiltInHttp()`. */
  readonly headers: HttpRequest['headers'] | readonly string[]
  /** Further options of `http.request`. */
  readonly options?: RequestOptions | undefined
  /** Is called before the request is sent; `answer` gives what has come. */
  readonly onOpen?: ((outgoing: ClientRequest, answer: () => NodeAnswer | undefined) => void) | undefined
}

/** An answer with what only Node knows of it. */
export interface NodeAnswer extends HttpAnswer {
  readonly statusText: string
  readonly message: IncomingMessage
}

/** As `nodeHttpClient`, over a given agent. */
export function sendWith(request: NodeRequest, agent: Agent): Promise<NodeAnswer> {
  return sendOnce(request, agent, request.resendOnStaleSocket === true)
}

function sendOnce(request: NodeRequest, agent: Agent, resend: boolean): Promise<NodeAnswer> {
  return new Promise((resolve, reject) => {
    const { signal } = request
    if (signal?.aborted) return reject(signal.reason)
    let answer: NodeAnswer | undefined
    const abort = () => {
      answer?.body.fail?.(signal?.reason)
      outgoing.destroy()
    }
    const release = () => signal?.removeEventListener('abort', abort)
    const outgoing = open(request, agent, (message) => {
      answer = new MessageAnswer(message, new MessageBody(message, release))
      resolve(answer)
    })
    const hasAnswer = resend ? watchAnswer(outgoing) : undefined
    outgoing.on('error', (error) => {
      // After the answer began, what breaks is the body's affair, and after its end nobody's.
      if (answer !== undefined) return failBody(answer, error)
      release()
      if (signal?.aborted) return reject(signal.reason)
      if (hasAnswer === undefined || !isStale(outgoing, error) || hasAnswer())
        return reject(connectionError(error))
      closeIdle(agent, request.url)
      resolve(sendOnce(request, agent, false))
    })
    signal?.addEventListener('abort', abort)
    request.onOpen?.(outgoing, () => answer)
    outgoing.end(request.body, encodingOf(request.body))
  })
}

/** Ends the body of an answer that is not whole. */
export function failBody({ message, body }: NodeAnswer, cause: Error): void {
  if (!message.complete) body.fail?.(new TypeError('terminated', { cause }))
}

/** Whether a connection broke that had been kept: the server most likely closed it while it was idle. */
function isStale(outgoing: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

/** Tells whether any byte came since the request has its connection. */
function watchAnswer(outgoing: ClientRequest): () => boolean {
  let before = 0
  outgoing.once('socket', (socket) => {
    before = socket.bytesRead
  })
  return () => (outgoing.socket?.bytesRead ?? 0) > before
}

/** Those to the same host are as old or older: the one that was used last is taken first. */
function closeIdle(agent: Agent, { hostname, port, protocol }: URL): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const start = `${host}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}:`
  for (const [name, sockets = []] of Object.entries(agent.freeSockets)) {
    // A copy: a socket that is destroyed leaves the list.
    if (name.startsWith(start)) for (const socket of sockets.slice()) socket.destroy()
  }
}

function open(
  request: NodeRequest,
  agent: Agent,
  onAnswer: (message: IncomingMessage) => void,
): ClientRequest {
  const { url, method } = request
  const { hostname, port, protocol } = url
  const { request: send } = protocol === 'http:' ? http : https
  return send(
    {
      method,
      // Brackets belong to the URL, not to the address.
      hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      port: port === '' ? undefined : Number(port),
      path: url.pathname + url.search,
      headers: headersOf(request),
      agent,
      ...request.options,
    },
    onAnswer,
  )
}

function headersOf(request: NodeRequest): string[] | Record<string, string | number> {
  const { headers, body } = request
  if (isFlat(headers)) return withLength(headers.slice(), request)
  return isBuiltInHttp() ? flatten(headers, request) : named(headers, body)
}

function isFlat(headers: NodeRequest['headers']): headers is readonly string[] {
  return Array.isArray(headers)
}

/** Names and values in turn: Node writes them as they are, where it would first make an object of others. */
function flatten(headers: HttpRequest['headers'], request: NodeRequest): string[] {
  const flat: string[] = []
  if (headers['host'] === undefined) flat.push('host', request.url.host)
  for (const name in headers) flat.push(name, headers[name] as string)
  return withLength(flat, request)
}

function withLength(flat: string[], { method, body }: NodeRequest): string[] {
  if (body !== undefined) flat.push('content-length', String(lengthOf(body)))
  else if (!WITHOUT_BODY.has(method)) flat.push('content-length', '0')
  return flat
}

function named(headers: HttpRequest['headers'], body: HttpRequest['body']): Record<string, string | number> {
  return body === undefined ? { ...headers } : { ...headers, 'content-length': lengthOf(body) }
}

function lengthOf(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}

/** A text of nothing but ASCII is the same bytes in both, and costs half as much to write as Latin-1. */
function encodingOf(body: HttpRequest['body']): 'latin1' | 'utf8' {
  return typeof body === 'string' && Buffer.byteLength(body) === body.length ? 'latin1' : 'utf8'
}

class MessageAnswer implements NodeAnswer {
  readonly status: number
  readonly body: MessageBody
  readonly message: IncomingMessage

  constructor(message: IncomingMessage, body: MessageBody) {
    this.status = message.statusCode ?? 0
    this.body = body
    this.message = message
  }

  get statusText(): string {
    return this.message.statusMessage ?? ''
  }

  header(name: string): string | undefined {
    const value = this.message.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
}
