import { parseJSON } from '../internal/parse-json.ts'
import { toWebStream } from '../internal/web-stream.ts'
import { createEventSplitter } from '../sse/event-splitter.ts'
import { concatenateBytes } from '../internal/concatenate-bytes.ts'
import { isRecord } from '../internal/is-record.ts'
import { isEventStream, isJSONAnswer } from './answer.ts'
import { redact } from './secret-headers.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Takes the bytes of a body as they come, and gives what may be handed on. Without bytes: the body has ended. */
type Filter = (bytes?: Bytes) => readonly Bytes[]

/** Beyond it a document is an answer: failures are short. In bytes. */
const LONGEST_FAILURE = 1_048_576

/**
 * A successful answer in which failures quote no key: gateways also report them with status 200, as `{ "error": ... }` in place of
 * an answer or as an event of a stream. Everything else keeps its bytes, and nothing is read before the client reads.
 *
 * @param secrets the values to take out, called for answers that speak of an error only
 */
export function redactReportedFailures(response: Response, secrets: () => readonly string[]): Response {
  const { body, status, statusText, url } = response
  if (body === null || !mayReportFailure(response)) return response
  const headers = new Headers(response.headers)
  // Without a key the text has another length.
  headers.delete('content-length')
  const filtered = filter(toWebStream(body), createFilter(isEventStream(response), secrets))
  const copy = new Response(filtered, { status, statusText, headers })
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

/** The beginning of a body tells whether it is a document, where the content type does not say that it is a stream. */
function createFilter(isStream: boolean, secrets: () => readonly string[]): Filter {
  let chosen: Filter | undefined = isStream ? createEventFilter(secrets) : undefined
  return (bytes) => {
    if (chosen === undefined && bytes !== undefined) {
      const first = /\S/.exec(new TextDecoder().decode(bytes))?.[0]
      if (first === undefined) return [bytes]
      // A list may be a stream of its items.
      if (first === '[') chosen = (part) => (part === undefined ? [] : [part])
      else chosen = first === '{' ? createDocumentFilter(secrets) : createEventFilter(secrets)
    }
    return chosen?.(bytes) ?? []
  }
}

function createDocumentFilter(secrets: () => readonly string[]): Filter {
  const held: Bytes[] = []
  let length = 0
  return (bytes) => {
    if (bytes !== undefined) held.push(bytes)
    length += bytes?.length ?? 0
    if (length > LONGEST_FAILURE) return held.splice(0)
    if (bytes !== undefined && !isWholeLine(held)) return []
    length = 0
    const all = held.splice(0)
    const text = textWithSecret(all, secrets)
    return text !== undefined && reportsFailure(parseLines(text)) ? [encode(redact(text, secrets()))] : all
  }
}

/** Values that come line by line, each with its own JSON, are not collected. */
function isWholeLine(held: readonly Bytes[]): boolean {
  const [brace, end] = held.at(-1)?.slice(-2) ?? []
  return brace === 0x7d && end === 0x0a && parseLines(decode(held)) !== undefined
}

/** The value of a JSON text, or those of its lines. */
function parseLines(text: string): unknown {
  const whole = parseJSON(text)
  if (whole !== undefined) return whole
  const values = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJSON)
  return values.includes(undefined) ? undefined : values
}

/** An event is handed on as a whole: a key may be cut in two. */
function createEventFilter(secrets: () => readonly string[]): Filter {
  const splitter = createEventSplitter()
  return (bytes) => {
    const ready = bytes === undefined ? splitter.rest() : splitter.push(bytes)
    if (textWithSecret(ready, secrets) === undefined) return ready
    return splitter.split(concatenateBytes(ready)).map((event) => {
      const text = textWithSecret([event], secrets)
      return text !== undefined && eventReportsFailure(text) ? encode(redact(text, secrets())) : event
    })
  }
}

/** The text of the bytes where it may be a failure that quotes a key. */
function textWithSecret(bytes: readonly Bytes[], secrets: () => readonly string[]): string | undefined {
  const text = decode(bytes)
  return text.includes('error') && secrets().some((secret) => text.includes(secret)) ? text : undefined
}

function decode(bytes: readonly Bytes[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return bytes.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text)
}

/** llama.cpp has a field `error` of its own; `data` may stand in several lines. */
function eventReportsFailure(event: string): boolean {
  const lines = event.split(/\r\n|\n|\r/)
  if (lines.some((line) => /^(?:error:|event: *error\s*$)/.test(line))) return true
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length))
  return reportsFailure(parseJSON(data.join('\n')))
}

/**
 * `{ error }` (most gateways), `{ errors }` (Cloudflare), `{ object: 'error' }` (vLLM), `{ type: 'error' }` (Anthropic), an `error` of
 * a choice (OpenRouter) or of a response that failed (OpenAI's Responses API), or a list of these.
 */
function reportsFailure(body: unknown): boolean {
  if (Array.isArray(body)) return body.some(reportsFailure)
  if (!isRecord(body)) return false
  const { error, errors, object, type, choices, response } = body
  if (isReason(error) || isReason(errors) || object === 'error' || type === 'error') return true
  return reportsFailure(choices) || (isRecord(response) && isReason(response['error']))
}

function isReason(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) || typeof value === 'string'
}
