import type { Warning } from '@patchbay/core'

/** Longer headers are refused by some servers and clients: Node's own limit is 16 KB for all of them. */
const LIMIT = 4096

/**
 * The value of `x-patchbay-warnings`: a JSON array in ASCII, as many whole warnings as fit into 4 KB. When some did
 * not fit, a last one says how many.
 */
export function warningsHeader(warnings: readonly Warning[]): string {
  const parts: string[] = []
  let length = 2
  for (const [index, warning] of warnings.entries()) {
    const part = asciiJson(warning)
    const left = warnings.length - index
    const more = asciiJson({ code: 'more_warnings', field: '', message: `${left} more.` })
    const reserve = left > 1 ? more.length + 1 : 0
    if (length + part.length + 1 + reserve > LIMIT) {
      parts.push(more)
      break
    }
    parts.push(part)
    length += part.length + 1
  }
  return `[${parts.join(',')}]`
}

/** Header values hold visible ASCII only: JSON has an escape for everything else. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
