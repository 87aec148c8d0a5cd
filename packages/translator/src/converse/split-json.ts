import { parseExact } from './exact-json.ts'

/** More calls in one than any model makes: what holds so many is no list of calls. */
const MOST_OBJECTS = 1000

/**
 * The JSON objects that follow one another in a text, e.g. `{"a":1}{"b":2}`; usually one.
 *
 * @returns `undefined` when the text holds anything but objects and whitespace between them, or more than 1,000
 */
export function splitJsonObjects(text: string): { [key: string]: unknown }[] | undefined {
  const whole = parseObject(text)
  if (whole !== undefined) return [whole]
  const objects: { [key: string]: unknown }[] = []
  let start = 0
  while (start < text.length) {
    const end = endOfObject(text, start)
    if (end === undefined) return undefined
    const object = parseObject(text.slice(start, end))
    if (object === undefined) return undefined
    objects.push(object)
    if (objects.length > MOST_OBJECTS) return undefined
    start = end
    while (/\s/.test(text[start] ?? '')) start += 1
  }
  return objects.length > 0 ? objects : undefined
}

function parseObject(text: string): { [key: string]: unknown } | undefined {
  try {
    const value = parseExact(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { [key: string]: unknown })
      : undefined
  } catch {
    return undefined
  }
}

/** Index after the brace that closes the object which starts at or after `start`. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0
  let inString = false
  for (let index = start; index < text.length; index += 1) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') depth += 1
    else if (character === '}') {
      depth -= 1
      if (depth === 0) return index + 1
    }
  }
  return undefined
}
