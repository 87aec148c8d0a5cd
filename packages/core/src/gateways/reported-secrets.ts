import { loadOnce } from '../internal/load-once.ts'
import { toWebStream } from '../internal/web-stream.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { isEventStream, isJSONAnswer, textOfWhole, withBody } from './answer.ts'
import type { WaitingFilter } from './body-filter.ts'
import { createEventFilter } from './redact-events.ts'
import { mayReport } from './reports-failure.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The event that reports a stream which is none. */
type NoAnswerEvent = (what: string) => string | Promise<string>

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
): Response | Promise<Response> {
  const text = textOfWhole(given)
  const response = withHeaders(given, redactor)
  if (!mayReportFailure(response)) return response
  if (text !== undefined) return mayReport(text) ? redactWhole(response, text, redactor) : response
  if (response.body === null) return response
  return withBody(response, filter(toWebStream(response.body), createFilter(response, redactor, noAnswer)))
}

async function redactWhole(response: Response, text: string, redactor: Redactor): Promise<Response> {
  const { redactDocument } = await loadDocuments()
  const redacted = redactDocument(text, redactor)
  return redacted === text ? response : withBody(response, redacted)
}

/** What reads documents is loaded with the first that may report a failure. */
const loadDocuments = loadOnce(() => import('./redact-documents.ts'))

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

function filter(body: ReadableStream<Bytes>, next: WaitingFilter): ReadableStream<Bytes> {
  const reader = body.getReader()
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read()
          const given = next(value)
          const ready = given instanceof Promise ? await given : given
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
function createFilter(
  response: Response,
  redactor: Redactor,
  noAnswer: NoAnswerEvent | undefined,
): WaitingFilter {
  const announced = isEventStream(response)
  let chosen: WaitingFilter | undefined
  const chooseDocuments = async (bytes: Bytes): Promise<readonly Bytes[]> => {
    const documents = (await loadDocuments()).createDocumentFilter(redactor)
    chosen = documents
    return documents(bytes)
  }
  return (bytes) => {
    if (chosen !== undefined) return chosen(bytes)
    // Nothing but white space came.
    if (bytes === undefined) return noAnswer === undefined ? [] : encoded(noAnswer('nothing'))
    const first = /[^\s\uFEFF]/.exec(new TextDecoder().decode(bytes))?.[0]
    if (first === undefined) return [bytes]
    if (first === '<' && noAnswer !== undefined) chosen = createPageFilter(noAnswer)
    else if (!announced && '{['.includes(first)) return chooseDocuments(bytes)
    else chosen = createEventFilter(redactor)
    return chosen(bytes)
  }
}

/** All of a page becomes one event. */
function createPageFilter(noAnswer: NoAnswerEvent): WaitingFilter {
  return (bytes) => (bytes === undefined ? encoded(noAnswer('an HTML page')) : [])
}

async function encoded(text: string | Promise<string>): Promise<readonly Bytes[]> {
  return [new TextEncoder().encode(await text)]
}
