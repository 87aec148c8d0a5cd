const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d])
const OPENING_BRACKET = 0x5b

/**
 * Finds where JSON values end in bytes that come in pieces: objects and lists that stand one after the other, and those that are
 * the items of a list at the top. Nothing is checked.
 *
 * @returns takes the next bytes, and gives the places in them right behind a whole value
 */
export function createValueScanner(): (bytes: Uint8Array) => readonly number[] {
  let depth = 0
  let isInString = false
  let isEscaped = false
  let isList: boolean | undefined
  return (bytes) => {
    const ends: number[] = []
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] as number
      if (isInString) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isInString = false
      } else if (byte === QUOTE) isInString = true
      else if (OPENING.has(byte)) {
        isList ??= byte === OPENING_BRACKET
        depth += 1
      } else if (CLOSING.has(byte)) {
        depth -= 1
        if (depth <= (isList === true ? 1 : 0)) ends.push(index + 1)
      }
    }
    return ends
  }
}
