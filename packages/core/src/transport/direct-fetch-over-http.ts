import { channel } from 'node:diagnostics_channel'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'

import { keepAliveOptions } from '../internal/agent-options.ts'
import { isBodiless } from '../internal/bodiless-status.ts'
import { isBuiltInHttp } from './built-in-http.ts'
import { decodeBody } from './decode-body.ts'
import type { DirectAnswer, DirectFetch, DirectRequest } from './direct-request.ts'
import { asFetchError } from './fetch-errors.ts'
import { withLimits } from './fetch-limits.ts'
import { readText, type HttpBody } from './http-client.ts'
import { type NodeAnswer, sendWith } from './node-http.ts'

/** https://undici.nodejs.org/#/docs/api/DiagnosticsChannel: OpenTelemetry, Sentry and others see requests of `fetch` by these. */
const UNDICI_CHANNELS = [
  ...['create', 'bodySent', 'bodyChunkSent', 'bodyChunkReceived', 'headers', 'trailers', 'error'].map(
    (name) => channel(`undici:request:${name}`),
  ),
  ...['sendHeaders', 'beforeConnect', 'connected', 'connectError'].map((name) =>
    channel(`undici:client:${name}`),
  ),
]

/** Headers that `fetch` refuses, replaces or treats in a way of its own. */
const SPECIAL_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'if-match',
  'if-range',
])

/** Node writes other values in the encoding of the body. */
const ASCII = /^[\t\x20-\x7e]*$/

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Ports above 1023 that `fetch` refuses, as all below but two or some more. https://fetch.spec.whatwg.org/#port-blocking */
const REFUSED_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
])

/** What undici keeps an idle connection for where the server names no time, and how long it waits. In ms. */
const LIMITS = withLimits({ connect: 10_000, silence: 300_000 })
const IDLE = 4_000

let agents: { readonly plain: http.Agent; readonly secure: https.Agent } | undefined

export const directFetch: DirectFetch = (request, isWhole) => {
  if (!canSend(request)) return undefined
  const headers = headersToSend(request)
  return headers === undefined ? undefined : send(request, headers, isWhole)
}

function canSend({ method, url, body }: DirectRequest): boolean {
  if (!METHODS.has(method) || (method === 'GET' && body !== undefined)) return false
  if (lastURL?.href !== url.href) lastURL = { href: url.href, isPlain: isPlain(url) }
  if (!lastURL.isPlain) return false
  return isBuiltInHttp() && !UNDICI_CHANNELS.some(({ hasSubscribers }) => hasSubscribers) && !usesProxy()
}

/** Most requests go to one URL. */
let lastURL: { readonly href: string; readonly isPlain: boolean } | undefined

function isPlain({ username, password, hash, port: given }: URL): boolean {
  if (username !== '' || password !== '' || hash !== '') return false
  const port = Number(given)
  return given === '' || (port < 1024 ? port === 80 || port === 443 : !REFUSED_PORTS.has(port))
}

let lastSeen: { readonly given: string; readonly usesProxy: boolean } | undefined

/** Whether Node's own requests, and so `fetch`, may go by a proxy of the environment. */
function usesProxy(): boolean {
  const { env } = globalThis.process
  const given = `${env['NODE_USE_ENV_PROXY']} ${env['NODE_OPTIONS']}`
  if (lastSeen?.given !== given) lastSeen = { given, usesProxy: keepAliveOptions().proxyEnv !== undefined }
  return lastSeen.usesProxy || hasProxy(http.globalAgent) || hasProxy(https.globalAgent)
}

function hasProxy(globalAgent: object): boolean {
  return (globalAgent as { options?: { proxyEnv?: unknown } }).options?.proxyEnv !== undefined
}

async function send(
  request: DirectRequest,
  outgoing: readonly string[],
  isWhole: (status: number, headers: Headers) => boolean,
): Promise<DirectAnswer> {
  const { signal } = request
  try {
    const { status, statusText, message, body } = await openOrAgain(request, outgoing)
    const headers = headersOf(message.rawHeaders)
    // As undici: a proxy that nobody has asked for.
    if (status === 407) throw refused(body)
    if (isBodiless(status)) {
      await readText(body)
      return { status, statusText, headers, body: null }
    }
    const encoding = headers.get('content-encoding')
    const decoded = encoding === null ? body : decodeBody(message, encoding, body)
    if (isWhole(status, headers)) return { status, statusText, headers, body: await readText(decoded) }
    return { status, statusText, headers, body: toStream(decoded, signal, () => leave(message, decoded)) }
  } catch (error) {
    throw asFetchError(error, signal)
  }
}

/** A server that was the wrong one for a connection is asked once more, on another. https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
async function openOrAgain(request: DirectRequest, headers: readonly string[]): Promise<NodeAnswer> {
  const answer = await open(request, headers)
  if (answer.status !== 421) return answer
  answer.body.cancel()
  return open(request, headers)
}

function refused(body: HttpBody): TypeError {
  body.cancel()
  return new TypeError('fetch failed')
}

function open({ method, url, body, signal }: DirectRequest, headers: readonly string[]): Promise<NodeAnswer> {
  agents ??= createAgents()
  return sendWith(
    { method, url, headers, body, signal, ...LIMITS },
    url.protocol === 'http:' ? agents.plain : agents.secure,
  )
}

function createAgents() {
  return {
    plain: new http.Agent({ ...keepAliveOptions(), timeout: IDLE }),
    secure: new https.Agent({ ...keepAliveOptions(), timeout: IDLE }),
  }
}

/** `fetch` has one only, whatever the caller says. */
const MODE = 'sec-fetch-mode'

/** What `fetch` adds where the caller says nothing, in its order. */
const ADDED: readonly (readonly [name: string, value: string])[] = [
  ['accept', '*/*'],
  ['accept-language', '*'],
  [MODE, 'cors'],
  ['user-agent', 'node'],
]

/** Names and values in turn; `undefined` where there are some that `fetch` has to send. */
function headersToSend({ url, headers, body }: DirectRequest): readonly string[] | undefined {
  const flat = ['host', url.host, 'connection', 'keep-alive']
  for (const [name, value] of headers) {
    if (SPECIAL_HEADERS.has(name) || !ASCII.test(value)) return undefined
    if (name !== MODE) flat.push(name, value)
  }
  if (typeof body === 'string' && !headers.has('content-type'))
    flat.push('content-type', 'text/plain;charset=UTF-8')
  for (const [name, value] of ADDED) if (name === MODE || !headers.has(name)) flat.push(name, value)
  if (!headers.has('accept-encoding'))
    flat.push('accept-encoding', url.protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate')
  return flat
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let index = 0; index < raw.length; index += 2)
    headers.append(raw[index] as string, raw[index + 1] as string)
  return headers
}

/** Gives a body up. What has come to its end already keeps its connection, as that of `fetch` does. */
function leave(message: IncomingMessage, body: HttpBody): void {
  if (!message.complete) return body.cancel()
  while (message.read() !== null);
}

/** Gives up what nobody can read any more, as undici does. */
const forgotten = new FinalizationRegistry<() => void>((cancel) => cancel())

/** Nothing is read before it is asked for. */
function toStream(
  body: HttpBody,
  signal: AbortSignal | undefined,
  cancel: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const bytes = await body.read()
          if (bytes === undefined) controller.close()
          else controller.enqueue(bytes as Uint8Array<ArrayBuffer>)
        } catch (error) {
          controller.error(asFetchError(error, signal))
        }
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
  forgotten.register(stream, cancel)
  return stream
}
