import { concatenateBytes } from '../internal/concatenate-bytes.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { createEventSplitter } from '../sse/event-splitter.ts'
import type { Filter } from './body-filter.ts'
import { mayReport, reportsFailure } from './reports-failure.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Takes secrets out of the events of a stream that report a failure. An event is handed on as a whole: a key may be cut in two. */
export function createEventFilter(redactor: Redactor): Filter {
  const splitter = createEventSplitter()
  return (bytes) => {
    const ready = bytes === undefined ? splitter.rest() : splitter.push(bytes)
    if (ready.length === 0) return ready
    const all = concatenateBytes([...ready])
    const text = decode(all)
    if (text === undefined || !(mayReport(text) || hasTextEvent(text)) || redactor.text(text) === text)
      return ready
    return splitter.split(all).map((event) => redactEvent(event, redactor))
  }
}

/** Bytes that are no text are nothing that a failure is told in. Readers take a byte order mark off, and so does this. */
function decode(bytes: Bytes): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Data that begins as neither JSON nor `[DONE]`: the SDKs' errors quote it. */
function hasTextEvent(text: string): boolean {
  return /^data: *[^\s{["\d]/m.test(text)
}

function redactEvent(event: Bytes, redactor: Redactor): Bytes {
  const text = decode(event)
  if (text === undefined || !eventReportsFailure(text)) return event
  const redacted = redactEventText(text, redactor)
  return redacted === text ? event : new TextEncoder().encode(redacted)
}

/** JSON in one line stays JSON. Data of several lines is redacted as a text. */
function redactEventText(text: string, redactor: Redactor): string {
  const lines = text.split(/(\r\n|\n|\r)/)
  const data = lines.filter((line) => line.startsWith('data:'))
  if (data.length > 1) return redactor.text(text)
  return lines
    .map((line) => {
      const [, field, value] = /^([\w-]*: ?)(.*)$/.exec(line) ?? []
      return field === undefined || value === undefined ? redactor.text(line) : field + redactor.json(value)
    })
    .join('')
}

/** llama.cpp has a field `error` of its own; `data` may stand in several lines. */
function eventReportsFailure(event: string): boolean {
  const lines = event.split(/\r\n|\n|\r/)
  if (lines.some((line) => /^(?:error:|event: *error\s*$)/.test(line))) return true
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length))
  if (data.length === 0) return false
  const value = parseJSON(data.join('\n'))
  return value === undefined ? data.join('').trim() !== '[DONE]' : reportsFailure(value)
}
