import { stableHash } from '../stable-hash.ts'

/** Ids of one request's tool calls: the caller's → Bedrock's. The same id gives the same alias on call and result. */
export interface ToolIds {
  readonly toBedrock: (id: string) => string
}

/** Who takes which ids: Converse; Anthropic's Messages, by whichever path; Mistral, on Converse. */
const PATTERNS = {
  /** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolUseBlock.html */
  converse: /^[a-zA-Z0-9_.:-]{1,64}$/,
  messages: /^[a-zA-Z0-9_-]{1,64}$/,
  'nine-characters': /^[a-zA-Z0-9]{9}$/,
} as const

/**
 * Valid ids are kept; others get an alias that depends on the id only.
 *
 * @param ids - all tool call ids of the request, so that no alias collides with a valid id
 */
export function createToolIds(ids: Iterable<string>, form: keyof typeof PATTERNS): ToolIds {
  let aliases: Aliases | undefined
  return {
    toBedrock: (id) => (PATTERNS[form].test(id) ? id : (aliases ??= createAliases(ids, form))(id)),
  }
}

type Aliases = (id: string) => string

function createAliases(ids: Iterable<string>, form: keyof typeof PATTERNS): Aliases {
  const pattern = PATTERNS[form]
  const nineCharacters = form === 'nine-characters'
  const taken = new Set<string>()
  const faulty = new Set<string>()
  for (const id of ids) (pattern.test(id) ? taken : faulty).add(id)
  const aliases = new Map<string, string>()
  const assign = (id: string): string => {
    let alias = toAlias(id, nineCharacters)
    for (let attempt = 1; taken.has(alias); attempt += 1) {
      alias = toAlias(`${id}${'\0'.repeat(attempt)}`, nineCharacters)
    }
    taken.add(alias)
    aliases.set(id, alias)
    return alias
  }
  for (const id of [...faulty].toSorted()) assign(id)
  return (id) => aliases.get(id) ?? assign(id)
}

function toAlias(id: string, nineCharacters: boolean): string {
  return nineCharacters ? stableHash(id).slice(0, 9) : `call_${stableHash(id)}`
}
