/**
 * JSON with integers beyond 2^53, which JavaScript's numbers cannot hold. Values stay plain JSON, with numbers that are
 * rounded; beside them the exact text is remembered, for where the value becomes text again.
 */

import type { WarningCollector } from '../context.ts'

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

/** Whether a value holds integers that may have been rounded: a JavaScript number beyond 2^53 is no longer exact. */
export function holdsInexactInteger(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  return isContainer(value) && Object.values(value).some(holdsInexactInteger)
}

/**
 * Warns of integers that a caller hands over as JavaScript numbers. A value whose exact text is known is written exactly.
 *
 * @param path - the caller's path of the value
 */
export function warnOfInexactIntegers(value: unknown, path: string, warnings: WarningCollector): void {
  if (findExactText(value) === undefined) warnOfRoundedIntegers(value, path, warnings)
}

/** The same for a value that a caller is handed as JavaScript numbers, whatever is known of its text. */
export function warnOfRoundedIntegers(value: unknown, path: string, warnings: WarningCollector): void {
  if (!holdsInexactInteger(value)) return
  warnings.add(
    'inexact_integer',
    path,
    `${path} holds an integer beyond 2^53 as a JavaScript number, which cannot hold it exactly. Use a string for such an id.`,
  )
}

/** The text with every integer beyond 2^53 as a string that begins with the marker. */
function mark(text: string, marker: string): string {
  return text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs, (token) =>
    /^-?\d{16,}$/.test(token) && String(Number(token)) !== token ? `"${marker}${token}"` : token,
  )
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

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
