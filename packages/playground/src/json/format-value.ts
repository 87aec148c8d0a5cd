/** How a value is written. */
export interface ValueStyle {
  /** The longest line that holds an object or an array whole, in characters. */
  readonly width: number
  /** Of a member's name. */
  readonly name: (name: string) => string
  readonly text: (text: string) => string
  /** A comma behind the last part of what spans lines. */
  readonly isCommaLast: boolean
}

/** Writes a JSON value with two spaces: what fits stays on one line. */
export function formatValue(value: unknown, style: ValueStyle, indent = '', before = 0): string {
  if (typeof value !== 'object' || value === null) return scalar(value, style)
  const line = onOneLine(value, style, style.width - indent.length - before)
  if (line !== undefined) return line
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((one) => formatValue(one, style, inner))
    : Object.entries(value).map(([name, one]) => {
        const key = `${style.name(name)}: `
        return key + formatValue(one, style, inner, key.length)
      })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const end = style.isCommaLast ? ',' : ''
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}${end}\n${indent}${close}`
}

function scalar(value: unknown, style: ValueStyle): string {
  return typeof value === 'string' ? style.text(value) : JSON.stringify(value)
}

/** `undefined` where it is longer. */
function onOneLine(value: object, style: ValueStyle, width: number): string | undefined {
  let left = width
  const write = (one: unknown): string | undefined => {
    if (typeof one !== 'object' || one === null) {
      const text = scalar(one, style)
      left -= text.length
      return left < 0 ? undefined : text
    }
    const parts: string[] = []
    for (const [name, member] of Object.entries(one)) {
      const key = Array.isArray(one) ? '' : `${style.name(name)}: `
      left -= key.length + 2
      const text = write(member)
      if (text === undefined) return undefined
      parts.push(key + text)
    }
    if (Array.isArray(one)) return `[${parts.join(', ')}]`
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  }
  return write(value)
}
