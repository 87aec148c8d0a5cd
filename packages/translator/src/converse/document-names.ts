/** Gives each document of one request a name that Bedrock takes and no other document has. */
export interface DocumentNames {
  /** @param fileName - the caller's file name, if any */
  readonly next: (fileName: string | undefined) => string
}

const MAX_LENGTH = 200
const FALLBACK = 'document'

/**
 * Names are made of the file name and the order in the request alone, so that the same history gives the same
 * names and prompt caches stay warm.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html (name: letters, digits,
 * single spaces, hyphens, parentheses, square brackets, at most 200)
 */
export function createDocumentNames(): DocumentNames {
  let taken: Set<string> | undefined
  return {
    next: (fileName) => {
      taken ??= new Set()
      const base = toDocumentName(fileName ?? '')
      let name = base
      for (let count = 2; taken.has(name); count += 1) name = withSuffix(base, ` (${count})`)
      taken.add(name)
      return name
    },
  }
}

/** A file name as a document name: without folders and extension, other characters as hyphens, never empty. */
export function toDocumentName(fileName: string): string {
  const name = fileName
    .replace(/^.*[/\\](?=.)/s, '')
    .replace(/(?<=.)\.[a-zA-Z0-9]{1,8}$/, '')
    .replaceAll(/[^a-zA-Z0-9\s()[\]-]+/g, '-')
    .replaceAll(/\s+/g, ' ')
  const trimmed = name
    .replace(/^[\s-]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/(?<![\s-])[\s-]+$/, '')
  return trimmed || FALLBACK
}

function withSuffix(base: string, suffix: string): string {
  return `${base.slice(0, MAX_LENGTH - suffix.length).trimEnd()}${suffix}`
}
