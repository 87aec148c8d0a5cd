import { isPlainObject } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { decodedTexts, originalRange } from './decoded-text.ts'
import { type SecretForm, secretForms } from './secret-forms.ts'

/** What stands in place of a secret. */
export const REDACTED = '[redacted]'

/** Takes secrets out of what a service says, before anybody reads it. */
export interface Redactor {
  /** Any text, escapes and all. */
  text(text: string): string
  /** A parsed value, names of fields included; the same one where nothing was found. */
  value(value: unknown): unknown
  /** A text that may be JSON: it stays JSON, and keeps its bytes where nothing was found. */
  json(text: string): string
  /** Headers; the same object where nothing was found. */
  headers(headers: Headers): Headers
}

/** Deeper values are left out as a whole. */
const DEEPEST = 200

/**
 * A redactor of these secrets. It finds them as they are, with escapes of JSON, URLs and HTML in any number of layers, and in
 * Base64; those of fewer than 8 characters only where they stand alone.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  let known: readonly SecretForm[] | undefined
  const forms = (): readonly SecretForm[] => (known ??= [...new Set(secrets)].flatMap(secretForms))
  const text = (given: string): string => redactText(given, forms())
  const isLong = ({ kind }: SecretForm): boolean => kind !== 'word'
  const long = (given: string): string => redactText(given, forms().filter(isLong))
  const value = (given: unknown): unknown =>
    redactValue(given, { text, name: long, headers: (item) => redactor.headers(item), seen: new Map() })
  const redactor: Redactor = {
    text,
    value,
    json(given) {
      const parsed = parseJSON(given)
      if (parsed === undefined) return text(given)
      const changed = value(parsed)
      // A field that stands twice in an object was parsed once.
      return changed === parsed && long(given) === given ? given : JSON.stringify(changed)
    },
    headers(given) {
      const entries = [...given]
      const all = entries.map(([, item]) => item).join('\n')
      if (text(all) === all) return given
      const copy = new Headers()
      for (const [name, item] of entries) copy.append(name, text(item))
      return copy
    },
  }
  return secrets.length === 0 ? NOTHING_TO_REDACT : redactor
}

const NOTHING_TO_REDACT: Redactor = {
  text: (text) => text,
  value: (value) => value,
  json: (text) => text,
  headers: (headers) => headers,
}

type Range = readonly [start: number, end: number]

function redactText(text: string, forms: readonly SecretForm[]): string {
  const ranges: Range[] = []
  for (const layer of decodedTexts(text))
    for (const form of forms)
      for (const [start, end] of findForm(layer.text, form)) ranges.push(originalRange(layer, start, end))
  return ranges.length === 0 ? text : withoutRanges(text, ranges)
}

function withoutRanges(text: string, ranges: Range[]): string {
  let result = ''
  let read = 0
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    // What overlaps is one secret in two forms.
    if (start >= read) result += text.slice(read, start) + REDACTED
    read = Math.max(read, end)
  }
  return result + text.slice(read)
}

function* findForm(text: string, { text: secret, kind }: SecretForm): Generator<Range, void> {
  let from = 0
  for (;;) {
    const start = text.indexOf(secret, from)
    if (start === -1) return
    const end = start + secret.length
    const range: Range = kind === 'base64' ? wholeBase64(text, start, end) : [start, end]
    if (kind !== 'word' || standsAlone(text, start, end)) yield range
    from = range[1]
  }
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !WORD.test(text.charAt(start - 1)) && !WORD.test(text.charAt(end))
}

const WORD = /[\w-]/
const BASE64 = /[\w+/=-]/

/** The characters beside a secret in Base64 hold bits of its first and last one. */
function wholeBase64(text: string, start: number, end: number): Range {
  let from = start
  let to = end
  while (from > 0 && BASE64.test(text.charAt(from - 1))) from -= 1
  while (to < text.length && BASE64.test(text.charAt(to))) to += 1
  return [from, to]
}

/** What is done to texts, to names of fields, and to objects that were seen before. */
interface ValueRedaction {
  readonly text: (text: string) => string
  readonly name: (text: string) => string
  readonly headers: (headers: Headers) => Headers
  readonly seen: Map<object, unknown>
}

function redactValue(value: unknown, how: ValueRedaction, depth = 0): unknown {
  if (typeof value === 'string') return how.text(value)
  if (typeof value === 'number') return how.text(String(value)) === String(value) ? value : REDACTED
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) return REDACTED
  // Members of errors may refer to each other.
  if (how.seen.has(value)) return how.seen.get(value)
  how.seen.set(value, value)
  const redacted = redactObject(value, how, depth)
  how.seen.set(value, redacted)
  return redacted
}

/** Data only: other instances, such as a client or a socket, are nothing that a service said. */
function redactObject(value: object, how: ValueRedaction, depth: number): unknown {
  if (value instanceof Headers) return how.headers(value)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => redactValue(item, how, depth + 1))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  if (!isPlainObject(value)) return value
  let isChanged = false
  const entries = Object.entries(value).map(([field, item]: [string, unknown]) => {
    const entry = [how.name(field), redactValue(item, how, depth + 1)] as const
    isChanged ||= entry[0] !== field || entry[1] !== item
    return entry
  })
  return isChanged ? Object.fromEntries(entries) : value
}
