import { asConnectionFailure } from '../connection-failure.ts'
import { parseJSON } from '../internal/parse-json.ts'

/** Whether an answer says that its body is JSON. */
export function isJSONAnswer(response: Pick<Response, 'headers'>): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')
}

/** Whether an answer says that its body is a stream of server-sent events. */
export function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
}

/** The answer's headers, less those that describe the encoding that reading it has undone. */
export function plainHeaders(response: Response): Headers {
  const headers = new Headers([...response.headers])
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  return headers
}

/** The text of answers that were read and can be read again. */
const texts = new WeakMap<Response, string>()

/** An answer with another body, otherwise as it was. */
export function withBody(response: Response, body: BodyInit | null): Response {
  const { status, statusText, url } = response
  const copy = new Response(body, { status, statusText, headers: plainHeaders(response) })
  if (typeof body === 'string') keepText(copy, body)
  return Object.defineProperty(copy, 'url', { value: url, configurable: true })
}

/** Keeps the text of an answer whose body can still be read. */
export function keepText(response: Response, text: string): void {
  texts.set(response, text)
}

/** The whole body as text. Rejects with the body's own error, which counts as a connection that failed. */
export async function readAnswerText(response: Response): Promise<string> {
  try {
    return texts.get(response) ?? (await response.text())
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

/** JSON of more characters is judged by its ends: parsing a list of embeddings for this alone would take longer than the rest. */
const LONGEST_PARSED = 262_144

/** What a JSON text says, or of a long one that it is JSON; `undefined` of what is none. */
export function readJSON(text: string): unknown {
  if (text.length <= LONGEST_PARSED) return parseJSON(text)
  return /^\s*[[{"]/.test(text) && /[\]}"]$/.test(text.slice(-100).trimEnd()) ? true : undefined
}

/** What was parsed of answers that hooks are told of. */
const values = new WeakMap<Response, unknown>()

/** Keeps what the JSON of an answer says, for hooks: it is not parsed for them again. */
export function keepValue(response: Response, value: unknown): void {
  values.set(response, value)
}

/** The parsed JSON of an answer whose text is in memory; `undefined` where it is none. */
export function valueOfWhole(response: Response, text: string): unknown {
  return values.has(response) ? values.get(response) : parseJSON(text)
}

/** The text of an answer whose body is in memory; `undefined` of any other. */
export function textOfWhole(response: Response): string | undefined {
  return texts.get(response)
}

/**
 * The same answer with its whole body in memory, byte by byte: an answer that is cut is a connection that failed, which clients try
 * again, only until they have got an answer.
 */
export async function readWhole(response: Response): Promise<Response> {
  if (texts.has(response)) return response
  try {
    const bytes = await response.arrayBuffer()
    const whole = withBody(response, bytes)
    texts.set(whole, new TextDecoder().decode(bytes))
    return whole
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

/** A JSON answer that was read, and the same answer to hand on, with its own bytes. */
export interface JSONAnswer {
  /** The parsed body; `undefined` where the answer is not JSON, a stream for one. */
  readonly body: unknown
  /** The answer as it came, not read yet. */
  readonly response: Response
}

/**
 * Reads an answer where it is JSON, for `answer` of a gateway's definition. What is not JSON is left alone: streams are
 * not collected. Use the `response` that comes back: the given one is read.
 */
export async function readJSONAnswer(response: Response): Promise<JSONAnswer> {
  if (!isJSONAnswer(response)) return { body: undefined, response }
  const text = await readAnswerText(response)
  return { body: parseJSON(text), response: withBody(response, text) }
}

/** Lets `change` see a JSON answer. Where it returns the same value the answer keeps its own bytes. */
export async function mapJSONAnswer(
  response: Response,
  change: (body: unknown) => unknown,
): Promise<Response> {
  const text = await readAnswerText(response)
  const before = parseJSON(text)
  const after = change(before)
  return withBody(response, after === before ? text : JSON.stringify(after))
}
