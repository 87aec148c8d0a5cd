import { stableHash } from '../stable-hash.ts'

/** Names of one request's tools: as the caller wrote them ⇄ as Bedrock takes them. */
export interface ToolNames {
  /** The name Bedrock gets for a caller's name. A name that is not among the request's is mapped as well. */
  readonly toBedrock: (name: string) => string
  /** Bedrock's name → the caller's, only those that differ: this is `ResponseContext.toolNames`. */
  readonly originals: ReadonlyMap<string, string>
}

const MAX_LENGTH = 64
const HASH_LENGTH = 8

/**
 * Maps the names of all tools in a request (offered, called in the history, forced by `tool_choice`) to names that
 * Bedrock takes: 1 to 64 of `a-z A-Z 0-9 _ -`. Valid names are kept; others get underscores, and a hash
 * where two would collide. The mapping depends on the set of names, not on their order.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html
 */
export function createToolNames(names: readonly string[]): ToolNames {
  return createNames(names, '')
}

/**
 * The same for other names than those of tools.
 *
 * @param more - characters that these may have beside those of tools; they stand in a character class
 */
export function createNames(names: readonly string[], more: '' | '.'): ToolNames {
  const isGood = (name: string): boolean => (more === '' ? isBedrockToolName : isPropertyName)(name)
  const sanitize = (name: string): string =>
    name.replaceAll(more === '' ? /[^a-zA-Z0-9_-]/gu : /[^a-zA-Z0-9_.-]/gu, '_') || 'tool'
  const withHash = (name: string, attempt: number): string => {
    const hash = stableHash(`${name}${'\0'.repeat(attempt)}`).slice(0, HASH_LENGTH)
    return `${sanitize(name).slice(0, MAX_LENGTH - HASH_LENGTH - 1)}_${hash}`
  }
  let given: ReadonlySet<string> | undefined
  const mapped = new Map<string, string>()
  const originals = new Map<string, string>()
  const isTaken = (candidate: string): boolean =>
    originals.has(candidate) || (given ??= new Set(names)).has(candidate)
  const assign = (name: string, shared: boolean): string => {
    let candidate = sanitize(name)
    if (shared || candidate.length > MAX_LENGTH || isTaken(candidate)) candidate = withHash(name, 0)
    for (let attempt = 1; isTaken(candidate); attempt += 1) candidate = withHash(name, attempt)
    mapped.set(name, candidate)
    originals.set(candidate, name)
    return candidate
  }
  const assignAll = (bad: readonly string[]): void => {
    const plain = new Map<string, number>()
    for (const name of bad) plain.set(sanitize(name), (plain.get(sanitize(name)) ?? 0) + 1)
    for (const name of bad) assign(name, (plain.get(sanitize(name)) ?? 0) > 1)
  }
  if (!names.every(isGood)) assignAll([...new Set(names)].filter((name) => !isGood(name)).toSorted())

  return {
    originals,
    toBedrock: (name) => {
      if (isGood(name) && !originals.has(name)) return name
      return mapped.get(name) ?? assign(name, true)
    },
  }
}

/** Whether Bedrock takes the name as it is. */
export function isBedrockToolName(name: string): boolean {
  return /^[a-zA-Z0-9_-]{1,64}$/.test(name)
}

function isPropertyName(name: string): boolean {
  return /^[a-zA-Z0-9_.-]{1,64}$/.test(name)
}
