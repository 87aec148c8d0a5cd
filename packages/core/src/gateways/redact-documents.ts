import { concatenateBytes } from '../internal/concatenate-bytes.ts'
import { createValueScanner } from '../internal/json-values.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Filter } from './body-filter.ts'
import { mayReport, reportsFailure } from './reports-failure.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A whole JSON text without the secrets in what reports a failure; of a list these are single items. */
export function redactDocument(text: string, redactor: Redactor): string {
  if (!mayReport(text)) return text
  // Parsing costs less than looking for secrets in a long text.
  if (!/^\s*\[/.test(text)) return reportsFailure(parseJSON(text)) ? redactor.json(text) : text
  if (redactor.text(text) === text) return text
  const filter = createDocumentFilter(redactor)
  return decode([...filter(new TextEncoder().encode(text)), ...filter()])
}

/**
 * Takes secrets out of documents that report a failure. They come alone, one after the other (JSON lines), or as the items of a
 * list, which may be a stream of its own: each is handed on when it is whole. What is left at the end was cut, and the SDKs' errors
 * quote what they cannot parse.
 */
export function createDocumentFilter(redactor: Redactor): Filter {
  const scan = createValueScanner()
  let held: Bytes[] = []
  let isFirst = true
  return (bytes) => {
    if (bytes === undefined) {
      const text = decode(held)
      const redacted = /[^\s\],]/.test(text) ? redactor.json(text) : text
      return redacted === text ? held : [encode(redacted)]
    }
    const ends = scan(bytes)
    const end = ends.at(-1)
    if (end === undefined) {
      held.push(bytes)
      return []
    }
    const ready = [...held, bytes]
    // What stands between two values waits for nothing.
    const rest = bytes.subarray(end)
    const isBetween = rest.every(isSeparator)
    held = isBetween || rest.length === 0 ? [] : [rest]
    const whole = isBetween ? ready : [...ready.slice(0, -1), bytes.subarray(0, end)]
    const before = ready.slice(0, -1).reduce((length, { length: more }) => length + more, 0)
    const handedOn = redactValues(
      whole,
      ends.map((place) => before + place),
      isFirst,
      redactor,
    )
    isFirst = false
    return handedOn
  }
}

const SEPARATORS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5d])

function isSeparator(byte: number): boolean {
  return SEPARATORS.has(byte)
}

function redactValues(
  parts: readonly Bytes[],
  ends: readonly number[],
  isFirst: boolean,
  redactor: Redactor,
): readonly Bytes[] {
  const text = decode(parts)
  if (!mayReport(text) || redactor.text(text) === text) return parts
  const all = concatenateBytes([...parts])
  const edges = [0, ...ends, all.length]
  return edges.slice(1).map((edge, index) => {
    const bytes = all.subarray(edges[index], edge)
    return redactSegment(bytes, isFirst && index === 0, redactor)
  })
}

/** A value and what stands before it: the beginning of the list, a comma, a line end. */
function redactSegment(bytes: Bytes, isFirst: boolean, redactor: Redactor): Bytes {
  const text = decode([bytes])
  const before = /^[\s,\uFEFF]*/.exec(text)?.[0] ?? ''
  const value = text.slice(before.length)
  const isOpening = isFirst && value.startsWith('[') && parseJSON(value) === undefined
  const own = isOpening ? value.slice(1) : value
  if (!reportsFailure(parseJSON(own))) return bytes
  return encode(before + (isOpening ? '[' : '') + redactor.json(own))
}

function decode(bytes: readonly Bytes[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return bytes.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text)
}
