import { decodeBase64 } from '@patchbay/translator'

/** Bytes that were pasted as text. */
export interface PastedBytes {
  readonly bytes: Uint8Array
  /** How they were written, in words. */
  readonly form: 'base64' | 'a hex dump' | 'a Python literal' | 'a list of numbers'
}

/**
 * Reads bytes that stand in a text: base64 (of each line, or of all), hex digits, what `xxd`, `hexdump -C` and `od -t x1` print, a
 * literal of Python's, or a list of numbers.
 *
 * @returns `undefined` where the text is none of them
 */
export function readBytes(text: string): PastedBytes | undefined {
  for (const [form, read] of READERS) {
    const bytes = read(text)
    if (bytes !== undefined) return { bytes, form }
  }
  return undefined
}

const READERS: readonly (readonly [PastedBytes['form'], (text: string) => Uint8Array | undefined])[] = [
  ['a list of numbers', readNumbers],
  ['a Python literal', readPython],
  ['a hex dump', readHex],
  ['base64', readBase64],
]

/** `[0, 0, 0, 194]`, and what Node writes for a `Buffer`. */
function readNumbers(text: string): Uint8Array | undefined {
  const start = text.trimStart()[0]
  if (start !== '[' && start !== '{') return undefined
  try {
    const value: unknown = JSON.parse(text)
    const list = Array.isArray(value) ? value : (value as { data?: unknown }).data
    const isBytes = Array.isArray(list) && list.length > 0 && list.every(isByte)
    return isBytes ? Uint8Array.from(list) : undefined
  } catch {
    return undefined
  }
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, '\\': 92, "'": 39, '"': 34 }

/** `b'\x00\x00'`. https://docs.python.org/3/reference/lexical_analysis.html#bytes */
function readPython(text: string): Uint8Array | undefined {
  const literal = text.trim()
  const quote = literal[1]
  if (literal[0] !== 'b' || (quote !== "'" && quote !== '"') || !literal.endsWith(quote)) return undefined
  const bytes: number[] = []
  const end = literal.length - 1
  for (let at = 2; at < end; at += 1) {
    const code = literal.charCodeAt(at)
    if (code > 126) return undefined
    if (literal[at] !== '\\') {
      bytes.push(code)
      continue
    }
    at += 1
    const escape = literal[at] ?? ''
    const known = ESCAPES[escape]
    const hex = literal.slice(at + 1, at + 3)
    if (escape === 'x' && isHex(hex) && hex.length === 2) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else if (known === undefined) return undefined
    else bytes.push(known)
  }
  return Uint8Array.from(bytes)
}

function readHex(text: string): Uint8Array | undefined {
  let digits = ''
  for (const line of text.split('\n')) digits += hexOfLine(line).replaceAll(/\s|0x|\\x|,/g, '')
  if (digits === '' || digits.length % 2 === 1 || !isHex(digits)) return undefined
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  )
}

/** Without the offset at the beginning of a line of a dump, and without the text at its end. */
function hexOfLine(line: string): string {
  const trimmed = line.trim()
  const offset = /^[0-9a-f]{6,16}(:?)(?=\s|$)/i.exec(trimmed)
  if (offset === null) return trimmed
  const rest = trimmed.slice(offset[0].length).trimStart()
  // `xxd` has a colon, and two blanks before the text; `hexdump -C` puts the text between bars.
  if (offset[1] === ':') return rest.split('  ', 1)[0] ?? ''
  const bar = rest.indexOf('|')
  return bar === -1 ? rest : rest.slice(0, bar)
}

function isHex(text: string): boolean {
  return /^[0-9a-f]*$/i.test(text)
}

/** Padding ends a piece: several that were printed one below the other are read one by one. */
function readBase64(text: string): Uint8Array | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const isPieces = words.slice(0, -1).some((word) => word.endsWith('='))
  const parts = (isPieces ? words : [words.join('')]).map((word) => decodeBase64(word))
  const bytes: number[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    for (const byte of part) bytes.push(byte)
  }
  return bytes.length === 0 ? undefined : Uint8Array.from(bytes)
}
