import { asConnectionFailure } from '../connection-failure.ts'
import { errorResponse } from '../errors/error-response.ts'
import { isEventStream, isJSONAnswer, plainHeaders, readAnswerText } from '../gateways/answer.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { toWebStream } from '../internal/web-stream.ts'
import { isBeats } from './body-progress.ts'
import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import { failedAnswerOf } from './failed-body.ts'
import type { StreamStart, StreamStartReader } from './stream-start.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Read = ReadableStreamReadResult<Bytes>
type Reader = ReadableStreamDefaultReader<Bytes>

/**
 * An answer with the status that its body deserves. Gateways report failures with status 200: `{ "error": ... }` in place of an
 * answer, as an event at the beginning of a stream, or no JSON at all. Whatever is none of these is handed on with the same bytes.
 * Of a stream the beginning is looked at until its first content: heartbeats, and events that only open the answer, are held
 * back until then, for 10 seconds and 64 KiB at most.
 */
export async function withTrueStatus(response: Response, clock: Clock = SYSTEM_CLOCK): Promise<Response> {
  if (response.status >= 400 || response.body === null) return response
  if (isJSONAnswer(response)) return readWhole(response)
  return isEventStream(response) || isBeats(response) ? peek(response, response.body, clock) : response
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

/** The bytes of an opening that are held at most, and how long after the first of them. */
const LONGEST_OPENING = 65_536
const LONGEST_LOOK = 10_000

async function peek(response: Response, body: ReadableStream<Bytes>, clock: Clock): Promise<Response> {
  const { createStreamStartReader } = await import('./stream-start.ts')
  const reader = toWebStream(body).getReader()
  const read = await createStreamStartReader(response)
  try {
    const { held, start } = await readStart(reader, read, clock)
    if (start === undefined || start === 'content') return rebuilt(response, resumed(reader, held))
    free(reader)
    return toReportedFailure(start.failure, response) ?? rebuilt(response, resumed(reader, held))
  } catch (error) {
    free(reader)
    const answer = failedAnswerOf(error)
    if (answer !== undefined) return answer
    throw asConnectionFailure(error)
  }
}

interface Opening {
  /** What has been read, and may be on its way. */
  readonly held: Promise<Read>[]
  readonly start: StreamStart
}

/** Reads up to the first content or failure, up to the end, or as far as the limits allow. */
async function readStart(reader: Reader, look: StreamStartReader, clock: Clock): Promise<Opening> {
  const held: Promise<Read>[] = []
  let isLate: Promise<void> | undefined
  let stop = (): void => undefined
  let size = 0
  try {
    for (;;) {
      const next = reader.read()
      held.push(next)
      const read = await (isLate === undefined ? next : Promise.race([next, isLate]))
      if (read === undefined) {
        // It is for whoever reads on, if anybody does.
        next.catch(() => undefined)
        return { held, start: undefined }
      }
      const start = look(read.value)
      size += read.value?.length ?? 0
      if (read.done || start !== undefined || size > LONGEST_OPENING) return { held, start }
      isLate ??= new Promise((resolve) => (stop = clock.after(LONGEST_LOOK, resolve)))
    }
  } finally {
    stop()
  }
}

function free(reader: Reader): void {
  reader.cancel().catch(() => undefined)
}

function resumed(reader: Reader, held: Promise<Read>[]): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await (held.shift() ?? reader.read())
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

/** A failure in place of an answer. One beside an answer, even a part of one, is for the caller to read; an empty list is none. */
function failureIn(body: unknown, response: Response): Response | undefined {
  if (!isRecord(body)) return undefined
  const { object, choices, output, data } = body
  const isAnswer = [choices, output, data].some((list) => Array.isArray(list) && list.length > 0)
  return isAnswer || object === 'response' ? undefined : toReportedFailure(body, response)
}

/** `{ error }` (most gateways), `{ object: 'error' }` (vLLM), `{ type: 'error' }` (Anthropic). */
function toReportedFailure(
  body: Readonly<Record<string, unknown>>,
  response: Response,
): Response | undefined {
  const { error, object, type } = body
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
