import { asConnectionFailure } from '../connection-failure.ts'
import { parseJSON } from '../internal/parse-json.ts'

/** Whether an answer says that its body is JSON. */
export function isJSONAnswer(response: Response): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')
}

/** Whether an answer says that its body is a stream of server-sent events. */
export function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
}

/** The answer's headers, less those that describe the encoding that reading it has undone. */
export function plainHeaders(response: Response): Headers {
  const headers = new Headers(Object.fromEntries(response.headers))
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  return headers
}

/** An answer with another body, otherwise as it was. */
export function withBody(response: Response, body: BodyInit): Response {
  return new Response(body, { status: response.status, headers: plainHeaders(response) })
}

/** The whole body as text. Rejects with the body's own error, which counts as a connection that failed. */
export async function readAnswerText(response: Response): Promise<string> {
  try {
    return await response.text()
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
