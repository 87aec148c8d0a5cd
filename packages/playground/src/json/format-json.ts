import { formatValue } from './format-value.ts'

const STYLE = {
  width: 76,
  name: (name: string) => JSON.stringify(name),
  text: (text: string) => JSON.stringify(text),
  isCommaLast: false,
}

/**
 * A JSON value as text: as `JSON.stringify` with two spaces, but what fits stays on one line. `undefined` becomes an empty text. A value
 * that is nested thousands of levels deep is written without line breaks, or named in place of its text.
 */
export function formatJson(value: unknown): string {
  for (const write of [writeLines, writeCompactly]) {
    try {
      return write(value)
    } catch (error) {
      // Of the stack: how much it holds is the browser's.
      if (!(error instanceof RangeError)) throw error
    }
  }
  return '"(nested too deeply to be shown)"'
}

function writeLines(value: unknown): string {
  const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value))
  return plain === undefined ? '' : formatValue(plain, STYLE)
}

function writeCompactly(value: unknown): string {
  return JSON.stringify(value)
}
