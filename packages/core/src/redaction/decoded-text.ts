/** A text with layers of escapes taken off. */
export interface DecodedText {
  readonly text: string
  /** Where each unit of `text` began in the original, and where the last one ended; `undefined`: the text is the original. */
  readonly starts: Uint32Array | undefined
}

const BACKSLASH = String.raw`\\(?:u(?<unicode>[\da-f]{4})|x(?<byte>[\da-f]{2})|(?<letter>[^ux]))`
const PERCENT = String.raw`%(?<percent>[0-7][\da-f])`
const ENTITY = String.raw`&(?:#(?<decimal>\d{1,7})|#x(?<hexadecimal>[\da-f]{1,6})|(?<entity>quot|amp|lt|gt|apos));`

/** Escapes of JSON and of source texts, of URLs (those of ASCII), and of HTML: all at once, and those of one kind alone. */
const ESCAPES = [`${BACKSLASH}|${PERCENT}|${ENTITY}`, BACKSLASH, PERCENT, ENTITY].map(
  (pattern) => new RegExp(pattern, 'gi'),
)

const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" }

/** More layers than any answer has: an error that quotes JSON that quotes JSON has three. */
const MOST_LAYERS = 6

/**
 * A text as it is, and with one, two, three ... layers of escapes taken off, for as long as there are any. What reads as an escape of
 * one kind may stand for itself in another, so that each kind is also taken off without the others.
 */
export function* decodedTexts(text: string): Generator<DecodedText, void> {
  const original: DecodedText = { text, starts: undefined }
  yield original
  if (!/[\\%&]/.test(text)) return
  for (const escape of ESCAPES) {
    let layer = withoutEscapes(original, escape)
    for (let depth = 1; layer !== undefined && depth <= MOST_LAYERS; depth += 1) {
      yield layer
      layer = withoutEscapes(layer, escape)
    }
  }
}

/** The original's part that a part of a decoded text stands for. */
export function originalRange(
  { starts }: DecodedText,
  start: number,
  end: number,
): readonly [number, number] {
  return starts === undefined ? [start, end] : [starts[start] ?? start, starts[end] ?? end]
}

function withoutEscapes({ text, starts }: DecodedText, escape: RegExp): DecodedText | undefined {
  const parts: string[] = []
  const mapped = new Uint32Array(text.length + 1)
  let length = 0
  let read = 0
  const copyUntil = (end: number): void => {
    for (let index = read; index < end; index += 1) mapped[length++] = starts?.[index] ?? index
    parts.push(text.slice(read, end))
  }
  for (const match of text.matchAll(escape)) {
    copyUntil(match.index)
    const decoded = decodeEscape(match)
    for (let unit = 0; unit < decoded.length; unit += 1)
      mapped[length++] = starts?.[match.index] ?? match.index
    parts.push(decoded)
    read = match.index + match[0].length
  }
  if (read === 0) return undefined
  copyUntil(text.length)
  mapped[length] = starts?.[text.length] ?? text.length
  return { text: parts.join(''), starts: mapped.subarray(0, length + 1) }
}

function decodeEscape({ 0: whole, groups = {} }: RegExpExecArray): string {
  const { letter, entity, decimal, unicode, byte, percent, hexadecimal } = groups
  if (letter !== undefined) return LETTERS[letter] ?? letter
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? whole
  const code =
    decimal === undefined
      ? Number.parseInt(unicode ?? byte ?? percent ?? hexadecimal ?? '', 16)
      : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
