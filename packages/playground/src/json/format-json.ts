/** The longest line that holds an object or an array whole, in characters. */
const WIDTH = 76

/** A JSON value as text: as `JSON.stringify` with two spaces, but what fits stays on one line. `undefined` becomes an empty text. */
export function formatJson(value: unknown): string {
  const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value))
  return plain === undefined ? '' : format(plain, '', 0)
}

function format(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const line = onOneLine(value, WIDTH - indent.length - before)
  if (line !== undefined) return line
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((one) => format(one, inner, 0))
    : Object.entries(value).map(([name, one]) => {
        const key = `${JSON.stringify(name)}: `
        return key + format(one, inner, key.length)
      })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`
}

/** `undefined` where it is longer. */
function onOneLine(value: object, width: number): string | undefined {
  let room = width
  const write = (one: unknown): string | undefined => {
    if (typeof one !== 'object' || one === null) {
      const text = JSON.stringify(one)
      room -= text.length
      return room < 0 ? undefined : text
    }
    const parts: string[] = []
    for (const [name, member] of Object.entries(one)) {
      const key = Array.isArray(one) ? '' : `${JSON.stringify(name)}: `
      room -= key.length + 2
      const text = write(member)
      if (text === undefined) return undefined
      parts.push(key + text)
    }
    if (Array.isArray(one)) return `[${parts.join(', ')}]`
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  }
  return write(value)
}
