import { parseJSON } from '@patchbay/core'

import { rememberLongTexts } from './long-texts.ts'

/** Characters from which on a string is taken out of a text before that is parsed. */
const LONG = 16_384
/** Quotes within one string that are looked at. Where there are more of them, taking it out saves nothing. */
const MOST_QUOTES = 2000
/** How the data URL of a file goes on after its media type, which is short. */
const MARK = ';base64,'
const LONGEST_MEDIA_TYPE = 200
/** Stands for a string until the rest is parsed. Beside it stands the number of the string. */
const PLACEHOLDER = 'a-long-string:'
/** What has another meaning in a string of JSON than itself, and then what there is no place for in it. */
const NOT_PLAIN = ['\\', ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code))]
/** Those of them that may be in base64. */
const NOT_PLAIN_IN_FILES = ['\\', '\n', '\r', '\t', '\v', '\f']

/**
 * As `parseJSON`. Strings that hold long files as data URLs become parts of the text, which costs next to nothing; `JSON.parse` would
 * look at each character and copy them: 1.6 ms for a megabyte. Of other long strings is remembered how they are written, for where
 * they are written again, which takes three times as long as to read them. See `longTextsOf`.
 */
export function parseLongJSON(text: string): unknown {
  const strings = new Map<string, string>()
  const written = new Map<string, string>()
  try {
    const rest = takeOut(text, strings, written)
    if (strings.size === 0 || rest.split(PLACEHOLDER).length !== strings.size + 1) return parseJSON(text)
    const value: unknown = JSON.parse(rest)
    if (putBack(value, strings) !== strings.size) return parseJSON(text)
    if (written.size > 0) rememberLongTexts(value, written)
    return value
  } catch {
    // No JSON, or what looked like a string was what stands between two of them.
    return parseJSON(text)
  }
}

/**
 * The text with a placeholder in the place of each long string.
 *
 * @param strings takes what placeholders stand for
 * @param written takes how each of these strings is written that is no file
 * @throws SyntaxError where one of them is no string of JSON
 */
function takeOut(text: string, strings: Map<string, string>, written: Map<string, string>): string {
  let rest = ''
  let copied = 0
  // A long string has at least one of these places within.
  for (let place = LONG; place < text.length; place += LONG) {
    const { index: end, isEscaped: isSkipped } = quoteFrom(text, place)
    if (end < 0) break
    // Of a string whose end was not found the rest comes next: no quote is looked at more often than once from either side.
    const start = isSkipped ? 0 : quoteBefore(text, place) + 1
    if (start > 0 && end - start >= LONG) {
      const content = text.slice(start, end)
      const placeholder = `${PLACEHOLDER}${strings.size}`
      if (isPlainFile(content)) strings.set(placeholder, content)
      else {
        const value = hasNone(NOT_PLAIN, content) ? content : (JSON.parse(`"${content}"`) as string)
        strings.set(placeholder, value)
        written.set(value, content)
      }
      rest += text.slice(copied, start) + placeholder
      copied = end
    }
    place = end
  }
  return rest + text.slice(copied)
}

/** The last quote before a place that begins or ends a string; -1 where there is none, or too many that do not. */
function quoteBefore(text: string, place: number): number {
  let quote = text.lastIndexOf('"', place - 1)
  for (let quotes = 0; quote > 0 && isEscaped(text, quote); quotes += 1)
    quote = quotes < MOST_QUOTES ? text.lastIndexOf('"', quote - 1) : -1
  return quote
}

/** The next one from a place on, at -1 where there is none; an escaped one where too many of these come before it. */
function quoteFrom(text: string, place: number): { readonly index: number; readonly isEscaped: boolean } {
  let index = text.indexOf('"', place)
  for (let quotes = 0; index >= 0 && isEscaped(text, index); quotes += 1) {
    if (quotes === MOST_QUOTES) return { index, isEscaped: true }
    index = text.indexOf('"', index + 1)
  }
  return { index, isEscaped: false }
}

function isEscaped(text: string, index: number): boolean {
  let start = index
  while (text[start - 1] === '\\') start -= 1
  return (index - start) % 2 === 1
}

function isPlainFile(content: string): boolean {
  return content.slice(0, LONGEST_MEDIA_TYPE).includes(MARK) && hasNone(NOT_PLAIN_IN_FILES, content)
}

/** A search for one character is many times faster than one for any of them. */
function hasNone(characters: readonly string[], content: string): boolean {
  return !characters.some((character) => content.includes(character))
}

/** Puts strings where their placeholders are values; says how many. Without recursion: values may be nested deeper than the stack. */
function putBack(value: unknown, strings: ReadonlyMap<string, string>): number {
  let found = 0
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const holder = waiting.pop()
    if (typeof holder !== 'object' || holder === null) continue
    for (const [name, member] of Object.entries(holder)) {
      const string = typeof member === 'string' ? strings.get(member) : undefined
      if (string !== undefined) {
        Reflect.set(holder, name, string)
        found += 1
      } else if (typeof member === 'object') waiting.push(member)
    }
  }
  return found
}
