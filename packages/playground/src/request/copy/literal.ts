import { formatValue } from '../../json/format-value.ts'

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/

const STYLE = { width: 80, name: writeName, text: writeText, isCommaLast: true }

/** A JSON value as TypeScript writes it: names without quotes where they need none, texts in single quotes. */
export function toLiteral(value: unknown): string {
  return formatValue(value, STYLE)
}

function writeName(name: string): string {
  // By its plain name it would set the prototype.
  if (name === '__proto__') return "['__proto__']"
  return PLAIN_NAME.test(name) ? name : writeText(name)
}

const ESCAPE = /\\.|'/g

/** A text in single quotes. */
export function writeText(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1)
  return `'${inner.replaceAll(ESCAPE, (found) => (found === "'" ? "\\'" : found === '\\"' ? '"' : found))}'`
}
