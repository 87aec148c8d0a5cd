import { parseJSON } from '@patchbay/core'

/** Characters from which on a file in base64 is taken out of a text before it is parsed. */
const LONG_FILE = 16_384
/** How the data URL of a file goes on after its media type. */
const MARK = ';base64,'
/** Stands for a file until the rest is parsed. Beside it stands the number of the file. */
const PLACEHOLDER = 'a-long-file-in-base64:'
/** What a string of JSON has no place for, or has another meaning in it than itself; as far as it may be in base64. */
const NOT_PLAIN = ['\\', '\n', '\r', '\t', '\v', '\f']

/**
 * As `parseJSON`. Strings that hold long files as data URLs become parts of the text, which costs next to nothing; `JSON.parse` would
 * look at each character and copy them: 1.6 ms for a megabyte.
 */
export function parseLongJSON(text: string): unknown {
  const files = new Map<string, string>()
  const rest = takeOut(text, files)
  if (files.size === 0 || rest.split(PLACEHOLDER).length !== files.size + 1) return parseJSON(text)
  const value = parseJSON(rest)
  return putBack(value, files) === files.size ? value : parseJSON(text)
}

/** The text with a placeholder in the place of each file. */
function takeOut(text: string, files: Map<string, string>): string {
  let rest = ''
  let copied = 0
  let mark = text.indexOf(MARK)
  while (mark !== -1) {
    const start = text.lastIndexOf('"', mark) + 1
    const end = text.indexOf('"', mark)
    if (end === -1) break
    const content = text.slice(start, end)
    if (content.length >= LONG_FILE && text[start - 2] !== '\\' && isPlain(content)) {
      const placeholder = `${PLACEHOLDER}${files.size}`
      files.set(placeholder, content)
      rest += text.slice(copied, start) + placeholder
      copied = end
    }
    mark = text.indexOf(MARK, end)
  }
  return rest + text.slice(copied)
}

function isPlain(content: string): boolean {
  return !NOT_PLAIN.some((character) => content.includes(character))
}

/** Puts files where their placeholders are values; says how many. Without recursion: values may be nested deeper than the stack. */
function putBack(value: unknown, files: ReadonlyMap<string, string>): number {
  let found = 0
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const holder = waiting.pop()
    if (typeof holder !== 'object' || holder === null) continue
    for (const [name, member] of Object.entries(holder)) {
      const file = typeof member === 'string' ? files.get(member) : undefined
      if (file !== undefined) {
        Reflect.set(holder, name, file)
        found += 1
      } else if (typeof member === 'object') waiting.push(member)
    }
  }
  return found
}
