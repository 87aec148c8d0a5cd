import { parseJSON } from '../internal/parse-json.ts'
import { peekBody } from '../internal/peek-body.ts'
import { isJSONAnswer, plainHeaders, readAnswerText, readJSON, withBody } from './answer.ts'

/** Makes the answer in place of one that is none. */
export type Refuse = (what: string) => Response

/** What a stream of server-sent events begins with, or JSON. */
const STREAM_START = /^(?:[[{:]|(?:data|event|id|retry|error)(?:[:\r\n]|$))/

/** As many characters as tell how a body begins. */
const ENOUGH = 'retry:'.length

/**
 * A stream that begins as JSON is none to the SDKs, whatever its type says. Of other callers a document that has an end must be whole.
 *
 * @param readsEvents whether the client is one that reads nothing but events
 */
export async function readBegun(response: Response, readsEvents: boolean, refuse: Refuse): Promise<Response> {
  const begun = await requireStream(response, refuse)
  const isDocument = isJSONAnswer(response) && response.headers.has('content-length')
  const isJudged = isDocument || readsEvents
  if (begun.status >= 400 || begun.body === null || !isJudged) return begun
  const { beginning, body } = await peekBody(begun.body, 1)
  const continued = withBody(begun, body)
  if (!/^[[{]/.test(beginning)) return continued
  const text = await readAnswerText(continued)
  if (readsEvents) return refuseDocument(continued, text, refuse)
  return isJSON(text) ? withBody(continued, text) : refuse('a text that is no JSON')
}

/**
 * JSON where the client reads events: it would find none, and take that for an empty stream. A failure keeps its status and its words.
 */
export async function refuseDocument(response: Response, text: string, refuse: Refuse): Promise<Response> {
  if (!isJSON(text)) return refuse('a text that is no JSON')
  const { withTrueStatus } = await import('../policies/reported-failure.ts')
  const { status } = response
  const headers = plainHeaders(response)
  headers.set('content-type', 'application/json')
  const document = new Response(text, { status, headers })
  const judged = await withTrueStatus(document)
  return judged.status < 400 ? refuse('JSON that is no stream') : judged
}

/** JSON that says it is something else gets its type. */
export async function requireJSON(response: Response, refuse: Refuse): Promise<Response> {
  const text = await readAnswerText(response)
  const value = parseJSON(text)
  if (typeof value !== 'object' || value === null)
    return refuse(text.trim() === '' ? 'nothing' : 'a text that is no JSON')
  const headers = plainHeaders(response)
  headers.set('content-type', 'application/json')
  return new Response(text, { status: response.status, headers })
}

/** Many servers send events as plain text or without a type, so the beginning of the body decides. */
export async function requireStream(response: Response, refuse: Refuse): Promise<Response> {
  if (response.body === null) return refuse('nothing')
  const { beginning, isOver, body } = await peekBody(response.body, ENOUGH)
  if (STREAM_START.test(beginning)) return withBody(response, body)
  body.cancel().catch(() => undefined)
  const what = beginning === '' && isOver ? 'nothing' : 'a text that is no stream'
  return refuse(beginning.startsWith('<') ? 'an HTML page' : what)
}

function isJSON(text: string): boolean {
  return readJSON(text) !== undefined
}
