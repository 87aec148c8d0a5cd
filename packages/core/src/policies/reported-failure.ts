import { asConnectionFailure } from '../connection-failure.ts'
import { errorResponse } from '../errors/error-response.ts'
import { isEventStream, isJSONAnswer, plainHeaders, readAnswerText } from '../gateways/answer.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { toWebStream } from '../internal/web-stream.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * An answer with the status that its body deserves. Gateways report failures with status 200: `{ "error": ... }` in place of an
 * answer, as the first event of a stream, or no JSON at all. Whatever is none of these is handed on with the same bytes; a stream
 * is looked into no further than the bytes that come first.
 */
export async function withTrueStatus(response: Response): Promise<Response> {
  if (response.status >= 400 || response.body === null) return response
  if (isJSONAnswer(response)) return readWhole(response)
  return isEventStream(response) ? peek(response, response.body) : response
}

async function readWhole(response: Response): Promise<Response> {
  const text = await readAnswerText(response)
  const body = /"error"/.test(text) || !looksLikeJSON(text) ? parseJSON(text) : undefined
  if (body === undefined && !looksLikeJSON(text)) return toFailure({ message: NO_JSON }, response)
  return failureIn(body, response) ?? rebuilt(response, text)
}

const NO_JSON = 'The answer has status 200 and the content type of JSON, but is none.'

/** A guess by its ends: parsing a list of embeddings for this alone would take longer than the rest. */
function looksLikeJSON(text: string): boolean {
  return /^\s*[[{"\dtfn-]/.test(text)
}

async function peek(response: Response, body: ReadableStream<Bytes>): Promise<Response> {
  const reader = toWebStream(body).getReader()
  const first = await readFirst(reader)
  const failure = first.done ? undefined : failureIn(firstEvent(first.value), response)
  if (failure === undefined) return rebuilt(response, resumed(reader, first))
  reader.cancel().catch(() => undefined)
  return failure
}

async function readFirst(
  reader: ReadableStreamDefaultReader<Bytes>,
): Promise<ReadableStreamReadResult<Bytes>> {
  try {
    return await reader.read()
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

/** The JSON of the event that the bytes begin with; heartbeats before it count for nothing. */
function firstEvent(bytes: Bytes): unknown {
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/)
  const line = lines.find((candidate) => /^(?:data|error):/.test(candidate))
  if (line === undefined || lines.at(-1) === line) return undefined
  const value = parseJSON(line.slice(line.indexOf(':') + 1))
  const isNamed =
    line.startsWith('error:') || lines.some((candidate) => /^event:\s*error\s*$/.test(candidate))
  return isNamed && isRecord(value) && value['error'] === undefined ? { error: value } : value
}

function resumed(
  reader: ReadableStreamDefaultReader<Bytes>,
  first: ReadableStreamReadResult<Bytes>,
): ReadableStream<Bytes> {
  let ready: ReadableStreamReadResult<Bytes> | undefined = first
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = ready ?? (await reader.read())
        ready = undefined
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function rebuilt(response: Response, body: string | ReadableStream<Bytes>): Response {
  const { status, statusText, url } = response
  const copy = new Response(body, { status, statusText, headers: plainHeaders(response) })
  return Object.defineProperty(copy, 'url', { value: url, configurable: true })
}

/** `{ error }` (most gateways), `{ object: 'error' }` (vLLM), `{ type: 'error' }` (Anthropic), and nothing of an answer beside it. */
function failureIn(body: unknown, response: Response): Response | undefined {
  if (!isRecord(body)) return undefined
  const { error, object, type, choices, output, data } = body
  const isAnswer = [choices, output, data].some((list) => Array.isArray(list) && list.length > 0)
  if (isAnswer || object === 'response') return undefined
  if (isRecord(error)) return toFailure(error, response)
  if (typeof error === 'string' && error.trim() !== '')
    return toFailure({ ...body, message: error }, response)
  return object === 'error' || type === 'error' ? toFailure(body, response) : undefined
}

function toFailure(error: Readonly<Record<string, unknown>>, response: Response): Response {
  const { message, code, type, param, error: _text, object: _object, ...rest } = error
  const headers = Object.fromEntries(plainHeaders(response))
  return errorResponse(
    statusOf(error),
    {
      ...rest,
      message: typeof message === 'string' && message !== '' ? message : 'The answer reports a failure.',
      type: typeof type === 'string' && type !== 'error' ? type : undefined,
      code: typeof code === 'string' || typeof code === 'number' ? String(code) : null,
      param: typeof param === 'string' ? param : null,
    },
    { ...headers, 'content-type': 'application/json' },
  )
}

/** Error types of OpenAI and Anthropic that say which status they belong to. */
const STATUS_BY_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  overloaded_error: 529,
}

/** The status that the failure names, as a number or as text, else the one of its type, else that of a bad gateway. */
function statusOf({ status, code, type }: Readonly<Record<string, unknown>>): number {
  const named = [status, code]
    .map(Number)
    .find((value) => Number.isInteger(value) && value >= 400 && value < 600)
  if (named !== undefined) return named
  const words = [type, code].filter((word) => typeof word === 'string')
  return words.map((word) => STATUS_BY_TYPE[word]).find((value) => value !== undefined) ?? 502
}
