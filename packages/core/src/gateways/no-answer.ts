import { asConnectionFailure } from '../connection-failure.ts'
import { clientProtocol } from '../client-protocol.ts'
import { toAnthropicError } from '../errors/anthropic-error.ts'
import { errorResponse } from '../errors/error-response.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { peekBody } from '../internal/peek-body.ts'
import type { RouteRequest } from '../route-request.ts'
import {
  isEventStream,
  isJSONAnswer,
  keepValue,
  plainHeaders,
  readAnswerText,
  readWhole,
  textOfWhole,
  withBody,
} from './answer.ts'

/** Endpoints whose answers are JSON, or a stream where the request asks for one. Files, speech and transcriptions may be anything. */
const JSON_ENDPOINT =
  /^(?:\/(?:chat\/completions|completions|embeddings|responses|messages|messages\/count_tokens|moderations|models|images\/\w+))?$/

/** Endpoints that hand out files. */
const FILE_ENDPOINT = /\/(?:content|results)$/

/** What a stream of server-sent events begins with, or JSON. */
const STREAM_START = /^(?:[[{:]|(?:data|event|id|retry|error)(?:[:\r\n]|$))/

/** As many characters as tell how a body begins. */
const ENOUGH = 'retry:'.length

/** JSON of more characters is judged by its ends: parsing a list of embeddings for this alone would take longer than the rest. */
const LONGEST_PARSED = 262_144

/**
 * A success that is none becomes a 502, before a policy decides: an HTML page (a proxy's, a login's, that of a wrong address), or
 * no JSON where the client reads JSON. JSON that says it is something else gets its content type: the SDKs would hand out a text.
 *
 * Whole JSON is read here: one that is cut is a connection that failed, which clients try again.
 */
export async function refuseNoAnswer(
  response: Response,
  request: RouteRequest,
  gateway: string,
): Promise<Response> {
  const { status } = response
  if (!hasBody(response, request)) return response
  const type = response.headers.get('content-type') ?? ''
  if (/^\s*(?:text\/html|application\/xhtml)/i.test(type) && !request.endpoint.endsWith('/content')) {
    release(response)
    return noAnswer(status, gateway, 'an HTML page')
  }
  if (isStrict(request) && response.headers.get('content-length') === '0')
    return noAnswer(status, gateway, 'nothing')
  if (isEventStream(response) || asksForStream(request)) return response
  if (isJSONAnswer(response)) return FILE_ENDPOINT.test(request.endpoint) ? response : readUncut(response)
  return isStrict(request) ? requireJSON(response, gateway) : response
}

/** The same of what a definition has made of the answer: JSON that is none, and a stream that is none. */
export async function refuseUnreadable(
  response: Response,
  request: RouteRequest,
  gateway: string,
): Promise<Response> {
  if (!hasBody(response, request) || FILE_ENDPOINT.test(request.endpoint)) return response
  if (isUnaskedStream(response, request)) return requireStream(response, gateway)
  const text = textOfWhole(response)
  if (text === undefined) return canPeek(response, request) ? readBegun(response, request, gateway) : response
  if (readsEvents(response, request)) return refuseDocument(response, text, gateway)
  const isBlank = text.trim() === ''
  const value = readJSON(text)
  const isRead = value !== undefined
  if (isStrict(request) ? isRead && /^\s*[[{]/.test(text) : isBlank || isRead) {
    if (request.observation !== undefined && typeof value === 'object') keepValue(response, value)
    return response
  }
  return noAnswer(response.status, gateway, isBlank ? 'nothing' : 'a text that is no JSON')
}

/** A stream that begins as JSON is none to the SDKs, whatever its type says. Of other callers a document that has an end must be whole. */
async function readBegun(response: Response, request: RouteRequest, gateway: string): Promise<Response> {
  const begun = await requireStream(response, gateway)
  const isDocument = isJSONAnswer(response) && response.headers.has('content-length')
  const isJudged = isDocument || readsEvents(response, request)
  if (begun.status >= 400 || begun.body === null || !isJudged) return begun
  const { beginning, body } = await peekBody(begun.body, 1)
  const continued = withBody(begun, body)
  if (!/^[[{]/.test(beginning)) return continued
  const text = await readAnswerText(continued)
  if (readsEvents(response, request)) return refuseDocument(continued, text, gateway)
  return isJSON(text)
    ? withBody(continued, text)
    : noAnswer(response.status, gateway, 'a text that is no JSON')
}

/**
 * JSON where the client reads events: it would find none, and take that for an empty stream. A failure keeps its status and its words.
 */
async function refuseDocument(response: Response, text: string, gateway: string): Promise<Response> {
  if (!isJSON(text)) return noAnswer(response.status, gateway, 'a text that is no JSON')
  const { withTrueStatus } = await import('../policies/reported-failure.ts')
  const { status } = response
  const headers = plainHeaders(response)
  headers.set('content-type', 'application/json')
  const document = new Response(text, { status, headers })
  const judged = await withTrueStatus(document)
  return judged.status < 400 ? noAnswer(status, gateway, 'JSON that is no stream') : judged
}

/** The callers of `createFetch` and `query` read JSON in place of a stream by themselves. */
function readsEvents(response: Response, request: RouteRequest): boolean {
  return (
    request.client.kind !== 'fetch' && isStrict(request) && asksForStream(request) && !isEventStream(response)
  )
}

/** The SDKs would hand it out as a text, a page that calls itself so as well. An upload may ask for a stream by a field of its form. */
function isUnaskedStream(response: Response, request: RouteRequest): boolean {
  if (request.client.kind === 'fetch' || request.method !== 'POST' || !isStrict(request)) return false
  return isEventStream(response) && isRecord(request.json()) && !asksForStream(request)
}

/** Not every runtime's `fetch` notices that a compressed body was cut: what is there then begins as JSON and does not end. */
async function readUncut(response: Response): Promise<Response> {
  const whole = await readWhole(response)
  const text = textOfWhole(whole) ?? ''
  const isCompressed = response.headers.has('content-encoding')
  if (isCompressed && /^\s*(?:[[{]|$)/.test(text) && !isJSON(text))
    throw asConnectionFailure(new TypeError('The compressed answer is not complete.'))
  return whole === response ? withoutLength(whole, text, isCompressed) : whole
}

function withoutLength(response: Response, text: string, isCompressed: boolean): Response {
  if (isCompressed) return withBody(response, text)
  const { headers } = response
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  return response
}

/** Whether an answer is read as a whole before it is handed on: JSON where no stream was requested, and no file. */
export function isReadWhole(status: number, headers: Headers, request: RouteRequest): boolean {
  return (
    isJSONAnswer({ headers }) &&
    hasBody({ status }, request) &&
    !asksForStream(request) &&
    !FILE_ENDPOINT.test(request.endpoint)
  )
}

function hasBody({ status }: Pick<Response, 'status'>, { method }: RouteRequest): boolean {
  return status >= 200 && status < 300 && status !== 204 && status !== 205 && method !== 'HEAD'
}

function isStrict({ endpoint, method }: RouteRequest): boolean {
  return JSON_ENDPOINT.test(endpoint) && (method === 'POST' || (method === 'GET' && endpoint !== ''))
}

async function requireJSON(response: Response, gateway: string): Promise<Response> {
  const text = await readAnswerText(response)
  const value = parseJSON(text)
  if (typeof value !== 'object' || value === null)
    return noAnswer(response.status, gateway, text.trim() === '' ? 'nothing' : 'a text that is no JSON')
  const headers = plainHeaders(response)
  headers.set('content-type', 'application/json')
  return new Response(text, { status: response.status, headers })
}

/** Many servers send events as plain text or without a type, so the beginning of the body decides. */
async function requireStream(response: Response, gateway: string): Promise<Response> {
  if (response.body === null) return noAnswer(response.status, gateway, 'nothing')
  const { beginning, isOver, body } = await peekBody(response.body, ENOUGH)
  if (STREAM_START.test(beginning)) return withBody(response, body)
  body.cancel().catch(() => undefined)
  const what = beginning === '' && isOver ? 'nothing' : 'a text that is no stream'
  return noAnswer(response.status, gateway, beginning.startsWith('<') ? 'an HTML page' : what)
}

/** What was announced as a stream is handed on before its first byte has come, unless it is said to have an end, or to be JSON. */
function canPeek(response: Response, request: RouteRequest): boolean {
  if (!isStrict(request) || !asksForStream(request)) return false
  if (readsEvents(response, request)) return true
  return response.headers.has('content-length') || !(isEventStream(response) || isJSONAnswer(response))
}

function isJSON(text: string): boolean {
  return readJSON(text) !== undefined
}

/** What a JSON text says, or of a long one that it is JSON; `undefined` of what is none. */
function readJSON(text: string): unknown {
  if (text.length <= LONGEST_PARSED) return parseJSON(text)
  return /^\s*[[{"]/.test(text) && /[\]}"]$/.test(text.slice(-100).trimEnd()) ? true : undefined
}

function asksForStream(request: RouteRequest): boolean {
  const body = request.json()
  return isRecord(body) && body['stream'] === true
}

/** Not awaited, and not there on node-fetch's streams. */
function release(response: Response): void {
  response.body?.cancel?.().catch(() => undefined)
}

/**
 * What a stream says that was announced as one and is none: the event of a failure, as the client of the request reads it.
 * `undefined` where no stream was requested.
 */
export function eventFor(request: RouteRequest, gateway: string): ((what: string) => string) | undefined {
  if (!isStrict(request) || !asksForStream(request)) return undefined
  return (what) => {
    const error = {
      message: noAnswerMessage(200, gateway, what),
      type: 'server_error',
      code: 'gateway_no_answer',
      param: null,
    }
    return clientProtocol(request.url, request.client) === 'anthropic'
      ? `event: error\ndata: ${JSON.stringify(toAnthropicError(502, { error }, null))}\n\n`
      : `data: ${JSON.stringify({ error })}\n\n`
  }
}

/** Nothing of a page is quoted: it may be a login's, with whatever that knows. */
function noAnswer(status: number, gateway: string, what: string): Response {
  return errorResponse(502, {
    message: noAnswerMessage(status, gateway, what),
    code: 'gateway_no_answer',
  })
}

/** What is said of a success that is none. */
function noAnswerMessage(status: number, gateway: string, what: string): string {
  return (
    `The gateway "${gateway}" answered with status ${status} and ${what} in place of an answer. Its address may be wrong, ` +
    'or something stands in front of it.'
  )
}
