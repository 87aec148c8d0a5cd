/**
 * JSON with integers beyond 2^53, which JavaScript's numbers cannot hold. Values stay plain JSON, with numbers that are
 * rounded; beside them the exact text is remembered, for where the value becomes text again.
 */

/** The exact text of objects that were read from JSON, those alone that hold such integers. */
const exactTexts = new WeakMap<object, string>()

/** Whether a text may hold integers beyond 2^53, which have sixteen digits or more. */
function hasLongNumber(text: string): boolean {
  return /\d{16}/.test(text)
}

/** Parses JSON. Where an object or array holds integers beyond 2^53, its exact text is remembered. */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (hasLongNumber(text) && isContainer(value) && mark(text, chooseMarker(text)) !== text)
    exactTexts.set(value, text)
  return value
}

/** The exact text of a value, where it differs from what `JSON.stringify` writes. */
export function findExactText(value: unknown): string | undefined {
  return isContainer(value) ? exactTexts.get(value) : undefined
}

/** A value as JSON, exact where it was read by `parseExact`. */
export function stringifyPart(value: unknown): string {
  return findExactText(value) ?? JSON.stringify(value)
}

/**
 * A value as JSON, whose parts that were read by `parseExact` are written exactly.
 *
 * @param parts - where in the value such parts may be: with none among them nothing is looked for
 */
export function stringifyExact(value: unknown, parts: readonly unknown[]): string {
  if (!parts.some((part) => findExactText(part) !== undefined)) return JSON.stringify(value)
  const marker = chooseMarker(JSON.stringify(value))
  const text = JSON.stringify(value, (_key, member: unknown) => {
    const exact = findExactText(member)
    return exact === undefined ? member : (JSON.parse(mark(exact, marker)) as unknown)
  })
  return unmark(text, marker)
}

/** Changes a JSON value without losing its exact integers, which the function sees as strings. */
export function mapExact(value: unknown, change: (value: unknown) => unknown): unknown {
  const text = findExactText(value)
  if (text === undefined) return change(value)
  const marker = chooseMarker(text)
  return parseExact(unmark(JSON.stringify(change(JSON.parse(mark(text, marker)))), marker))
}

/**
 * Remembers the exact text of parts of a value that was parsed by `JSON.parse`.
 *
 * @param text - the JSON that the value was read from
 * @param listParts - finds the parts in the value, and in the same order in another reading of the same text
 */
export function rememberExact(
  value: unknown,
  text: string,
  listParts: (value: unknown) => readonly unknown[],
): void {
  if (!hasLongNumber(text)) return
  const marker = chooseMarker(text)
  const marked = mark(text, marker)
  if (marked === text) return
  const parts = listParts(value)
  for (const [index, part] of listParts(JSON.parse(marked)).entries()) {
    const json = JSON.stringify(part) ?? ''
    const plain = parts[index]
    if (json.includes(marker) && isContainer(plain)) exactTexts.set(plain, unmark(json, marker))
  }
}

/** The text with every integer beyond 2^53 as a string that begins with the marker. A scan: regular expressions have limits. */
function mark(text: string, marker: string): string {
  let marked = ''
  let copied = 0
  let index = 0
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) {
      index = endOfString(text, index)
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, index)
      const token = end - index < 16 ? '' : text.slice(index, end)
      if (/^-?\d{16}/.test(token) && !/[^\d-]/.test(token) && String(Number(token)) !== token) {
        marked += `${text.slice(copied, index)}"${marker}${token}"`
        copied = end
      }
      index = end
    } else {
      index += 1
    }
  }
  return copied === 0 ? text : marked + text.slice(copied)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const MINUS = 0x2d

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Index after the quote that closes the string which starts here. */
function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) return index + 1
    index += code === BACKSLASH ? 2 : 1
  }
  return index
}

/** Index after the number that starts here: digits, signs, the point and the exponent. */
function endOfNumber(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && (isDigit(text.charCodeAt(index)) || '.eE+-'.includes(text.charAt(index))))
    index += 1
  return index
}

function unmark(text: string, marker: string): string {
  return text.replaceAll(new RegExp(`"${marker}(-?\\d+)"`, 'g'), '$1')
}

/** A marker that does not occur in the text. */
function chooseMarker(text: string): string {
  let marker = 'exact-integer:'
  while (text.includes(marker)) marker = `x-${marker}`
  return marker
}

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
