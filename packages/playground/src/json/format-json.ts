import { formatValue } from './format-value.ts'

const STYLE = {
  width: 76,
  name: (name: string) => JSON.stringify(name),
  text: (text: string) => JSON.stringify(text),
  isCommaLast: false,
}

/** A JSON value as text: as `JSON.stringify` with two spaces, but what fits stays on one line. `undefined` becomes an empty text. */
export function formatJson(value: unknown): string {
  const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value))
  return plain === undefined ? '' : formatValue(plain, STYLE)
}
