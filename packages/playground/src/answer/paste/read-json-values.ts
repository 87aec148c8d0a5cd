import { readJson } from '../../json/read-json.ts'
import { lineAt, type Line, linesOf } from './lines.ts'
import type { PastedRange, PastedValue, PasteProblem } from './pasted-answer.ts'

/** JSON values one after another, and how they were written. */
export interface JsonValues {
  readonly kind: 'values'
  readonly form: 'JSON' | 'JSON lines' | 'a JSON array'
  readonly values: readonly PastedValue[]
}

/** Reads one JSON value, JSON lines, an array of values, or values that are printed one after another over several lines. */
export function readJsonValues(text: string): JsonValues | PasteProblem {
  const lines = linesOf(text).filter((line) => line.text.trim() !== '')
  const [first] = lines
  const isLined = first !== undefined && first.text.trim().startsWith('{') && isJson(withoutComma(first.text))
  return isLined ? readLines(lines) : readBlocks(text)
}

function readLines(lines: readonly Line[]): JsonValues | PasteProblem {
  const values: PastedValue[] = []
  for (const { text, from, to, line } of lines) {
    const read = readValue(withoutComma(text), { from, to, line })
    if ('kind' in read) return read
    values.push(read)
  }
  return { kind: 'values', form: values.length === 1 ? 'JSON' : 'JSON lines', values }
}

/** Values one after another, or in an array; each begins with a brace. */
function readBlocks(text: string): JsonValues | PasteProblem {
  const values: PastedValue[] = []
  let at = skipBlank(text, 0)
  const isArray = text[at] === '['
  if (isArray) at = skipBlank(text, at + 1)
  while (at < text.length && text[at] !== ']') {
    if (text[at] !== '{') return unexpected(text, at)
    const to = endOfObject(text, at)
    const read = readValue(text.slice(at, to), { from: at, to, line: lineAt(text, at) })
    if ('kind' in read) return read
    values.push(read)
    at = skipBlank(text, to)
  }
  if (isArray && text[at] !== ']')
    return problemAt(text, text.trimEnd().length, 'The JSON array ends too early: a ] is missing.')
  const rest = skipBlank(text, at + 1)
  if (at < text.length && (!isArray || rest < text.length)) return unexpected(text, isArray ? rest : at)
  return {
    kind: 'values',
    form: isArray ? 'a JSON array' : values.length === 1 ? 'JSON' : 'JSON lines',
    values,
  }
}

function readValue(text: string, range: PastedRange): PastedValue | PasteProblem {
  const read = readJson(text)
  if (read.ok) return { value: read.value, text, range }
  const from = range.from + read.range.from
  return {
    kind: 'problem',
    message: isPython(text)
      ? 'This is Python’s notation and no JSON: print the event by json.dumps(event).'
      : read.message,
    range: { from, to: range.from + read.range.to, line: range.line + read.line - 1 },
  }
}

/** `{'messageStart': ...}`: what `print(event)` writes. */
function isPython(text: string): boolean {
  return text.slice(1).trimStart().startsWith("'")
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Lines that were copied out of an array end with a comma. */
function withoutComma(line: string): string {
  const text = line.trimEnd()
  return text.endsWith(',') ? text.slice(0, -1) : text
}

function skipBlank(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\r\n,'.includes(text[at] as string)) at += 1
  return at
}

/** Behind the brace that closes an object, or the end of the text. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  let isText = false
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (isText) {
      if (character === '\\') at += 1
      else if (character === '"') isText = false
    } else if (character === '"') isText = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}

function unexpected(text: string, at: number): PasteProblem {
  return problemAt(text, at, `An event begins with {, not with ${JSON.stringify(text[at])}.`)
}

function problemAt(text: string, at: number, message: string): PasteProblem {
  return { kind: 'problem', message, range: { from: at, to: at + 1, line: lineAt(text, at) } }
}
