import { asConnectionFailure } from '../connection-failure.ts'
import { clientProtocol } from '../client-protocol.ts'
import { errorResponse } from '../errors/error-response.ts'
import { isRecord } from '../internal/is-record.ts'
import { loadOnce } from '../internal/load-once.ts'
import type { RouteRequest } from '../route-request.ts'
import {
  isEventStream,
  isJSONAnswer,
  keepValue,
  readJSON,
  readWhole,
  textOfWhole,
  withBody,
} from './answer.ts'
import type { Refuse } from './judge-answer.ts'

/** Endpoints whose answers are JSON, or a stream where the request asks for one. Files, speech and transcriptions may be anything. */
const JSON_ENDPOINT =
  /^(?:\/(?:chat\/completions|completions|embeddings|responses|messages|messages\/count_tokens|moderations|models|images\/\w+))?$/

/** Endpoints that hand out files. */
const FILE_ENDPOINT = /\/(?:content|results)$/

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
  if (!isStrict(request)) return response
  return (await loadJudgement()).requireJSON(response, refusal(response, gateway))
}

/** What looks further at an answer that is not what it should be. */
const loadJudgement = loadOnce(() => import('./judge-answer.ts'))

/** The same of what a definition has made of the answer: JSON that is none, and a stream that is none. */
export async function refuseUnreadable(
  response: Response,
  request: RouteRequest,
  gateway: string,
): Promise<Response> {
  if (!hasBody(response, request) || FILE_ENDPOINT.test(request.endpoint)) return response
  const refuse = refusal(response, gateway)
  if (isUnaskedStream(response, request)) return (await loadJudgement()).requireStream(response, refuse)
  const text = textOfWhole(response)
  const isRefused = readsEvents(response, request)
  if (text === undefined)
    return canPeek(response, request)
      ? (await loadJudgement()).readBegun(response, isRefused, refuse)
      : response
  if (isRefused) return (await loadJudgement()).refuseDocument(response, text, refuse)
  const isBlank = text.trim() === ''
  const value = readJSON(text)
  const isRead = value !== undefined
  if (isStrict(request) ? isRead && /^\s*[[{]/.test(text) : isBlank || isRead) {
    if (request.observation !== undefined && typeof value === 'object') keepValue(response, value)
    return response
  }
  return refuse(isBlank ? 'nothing' : 'a text that is no JSON')
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
  if (isCompressed && /^\s*(?:[[{]|$)/.test(text) && readJSON(text) === undefined)
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

/** What was announced as a stream is handed on before its first byte has come, unless it is said to have an end, or to be JSON. */
function canPeek(response: Response, request: RouteRequest): boolean {
  if (!isStrict(request) || !asksForStream(request)) return false
  if (readsEvents(response, request)) return true
  return response.headers.has('content-length') || !(isEventStream(response) || isJSONAnswer(response))
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
export function eventFor(
  request: RouteRequest,
  gateway: string,
): ((what: string) => Promise<string>) | undefined {
  if (!isStrict(request) || !asksForStream(request)) return undefined
  return async (what) => {
    const error = {
      message: noAnswerMessage(200, gateway, what),
      type: 'server_error',
      code: 'gateway_no_answer',
      param: null,
    }
    if (clientProtocol(request.url, request.client) === 'openai')
      return `data: ${JSON.stringify({ error })}\n\n`
    const { toAnthropicError } = await import('../errors/anthropic-error.ts')
    return `event: error\ndata: ${JSON.stringify(toAnthropicError(502, { error }, null))}\n\n`
  }
}

/** The same, of one answer. */
function refusal({ status }: Response, gateway: string): Refuse {
  return (what) => noAnswer(status, gateway, what)
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
