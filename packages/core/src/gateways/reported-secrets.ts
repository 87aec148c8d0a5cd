import { toWebStream } from '../internal/web-stream.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { isEventStream, isJSONAnswer, textOfWhole, withBody } from './answer.ts'
import type { Filter } from './body-filter.ts'
import { createDocumentFilter, redactDocument } from './redact-documents.ts'
import { createEventFilter } from './redact-events.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The event that reports a stream which is none. */
type NoAnswerEvent = (what: string) => string

/**
 * A successful answer in which failures quote no secret: gateways also report them with status 200, as `{ "error": ... }` in place
 * of an answer or as an event of a stream. Everything else keeps its bytes, and nothing is read before the client reads. Headers
 * quote none either: errors of the SDKs bring them along.
 *
 * @param noAnswer the event that takes the place of a stream that is empty or a page. Default: such streams stay as they are
 */
export function redactReportedFailures(
  given: Response,
  redactor: Redactor,
  noAnswer?: NoAnswerEvent,
): Response {
  const text = textOfWhole(given)
  const response = withHeaders(given, redactor)
  if (!mayReportFailure(response)) return response
  if (text !== undefined) {
    const redacted = redactDocument(text, redactor)
    return redacted === text ? response : withBody(response, redacted)
  }
  if (response.body === null) return response
  return withBody(response, filter(toWebStream(response.body), createFilter(response, redactor, noAnswer)))
}

function withHeaders(response: Response, redactor: Redactor): Response {
  const headers = redactor.headers(response.headers)
  if (headers === response.headers) return response
  const { body, status, statusText, url } = response
  const copy = new Response(body === null ? null : toWebStream(body), { status, statusText, headers })
  return Object.defineProperty(copy, 'url', { value: url, configurable: true })
}

/** Many servers send events as plain text or without a type. */
function mayReportFailure(response: Response): boolean {
  const { status, headers } = response
  if (status < 200 || status >= 300 || status === 204 || status === 205) return false
  if (headers.get('content-length') === '0') return false
  const type = headers.get('content-type') ?? ''
  return isEventStream(response) || isJSONAnswer(response) || /^\s*(?:$|text\/plain)/i.test(type)
}

function filter(body: ReadableStream<Bytes>, next: Filter): ReadableStream<Bytes> {
  const reader = body.getReader()
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read()
          const ready = next(value)
          for (const bytes of ready) if (bytes.length > 0) controller.enqueue(bytes)
          if (done) controller.close()
          if (done || ready.some((bytes) => bytes.length > 0)) return
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** The beginning of a body tells what it is: a stream of events may be announced as JSON, and a page as a stream. */
function createFilter(response: Response, redactor: Redactor, noAnswer: NoAnswerEvent | undefined): Filter {
  const announced = isEventStream(response)
  let chosen: Filter | undefined
  return (bytes) => {
    if (chosen !== undefined) return chosen(bytes)
    // Nothing but white space came.
    if (bytes === undefined) return noAnswer === undefined ? [] : [encode(noAnswer('nothing'))]
    const first = /[^\s\uFEFF]/.exec(new TextDecoder().decode(bytes))?.[0]
    if (first === undefined) return [bytes]
    if (first === '<' && noAnswer !== undefined) chosen = createPageFilter(noAnswer)
    else if (!announced && '{['.includes(first)) chosen = createDocumentFilter(redactor)
    else chosen = createEventFilter(redactor)
    return chosen(bytes)
  }
}

/** All of a page becomes one event. */
function createPageFilter(noAnswer: NoAnswerEvent): Filter {
  return (bytes) => (bytes === undefined ? [encode(noAnswer('an HTML page'))] : [])
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text)
}
