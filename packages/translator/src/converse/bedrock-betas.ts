import type { WarningCollector } from '../context.ts'

/**
 * Beta flags of Anthropic's own API that Bedrock refuses ("invalid beta flag") or has under another name, and what a request's
 * fields need there. Others go on as they are. Facts as of 2026-11, from
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool (the flag's name by provider)
 * https://github.com/vercel/ai/pull/17179 (eager_input_streaming, tried on InvokeModel)
 * https://github.com/BerriAI/litellm/pull/19712 (structured-outputs)
 * https://github.com/anthropics/claude-code/issues/63532 (token counting)
 */

/** What becomes of a flag, by the name that stands before its date. `undefined`: dropped. */
const BETA_FLAGS: Readonly<Record<string, readonly string[] | undefined>> = {
  'advanced-tool-use': ['tool-search-tool-2025-10-19'],
  'code-execution': undefined,
  'fast-mode': undefined,
  'files-api': undefined,
  'mcp-client': undefined,
  'mcp-servers': undefined,
  'prompt-caching-scope': undefined,
  skills: undefined,
  'structured-output': undefined,
  'structured-outputs': undefined,
  'thinking-token-count': undefined,
  'token-counting': undefined,
  'web-fetch': undefined,
  'web-search': undefined,
}

/** Flags that Bedrock takes, by the names before their dates: what is left where it refuses one of a request's without saying which. */
const TAKEN: ReadonlySet<string> = new Set([
  'claude-code',
  'compact',
  'computer-use',
  'context-1m',
  'context-management',
  'dev-full-thinking',
  'effort',
  'fine-grained-tool-streaming',
  'interleaved-thinking',
  'mid-conversation-system',
  'output-128k',
  'thinking-binding-controls',
  'token-efficient-tools',
  'tool-examples',
  'tool-search-tool',
])

/** Whether a beta flag is one that Bedrock is known to take, or to have under another name. */
export function isKnownBeta(flag: string): boolean {
  const name = toName(flag)
  return TAKEN.has(name) || Object.hasOwn(BETA_FLAGS, name)
}

/** A flag without its date: `-2025-05-14`, or `-20250219` as the oldest have it. */
function toName(flag: string): string {
  return flag.replace(/-\d{4}-?\d{2}-?\d{2}$/, '')
}

/** Members of a tool that Bedrock refuses, with the flag that asks for the same. */
export const TOOL_MEMBERS: Readonly<Record<string, string | undefined>> = {
  eager_input_streaming: 'fine-grained-tool-streaming-2025-05-14',
}

/** Members of a tool that Bedrock takes only beside a flag, which Anthropic's own API has in `advanced-tool-use`. */
export const MEMBER_FLAGS: Readonly<Record<string, string>> = {
  input_examples: 'tool-examples-2025-10-29',
}

/** The characters of `metadata.user_id`. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const USER_ID = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/

/**
 * A beta flag as Bedrock takes it: itself, its other name there, or nothing; the latter two with a warning.
 *
 * @param field - the caller's field that has it
 */
export function toBedrockBeta(flag: string, field: string, warnings: WarningCollector): readonly string[] {
  const name = toName(flag)
  if (!Object.hasOwn(BETA_FLAGS, name)) return [flag]
  const others = BETA_FLAGS[name]
  if (others === undefined) {
    warnings.add('unsupported_parameter', field, `Bedrock refuses the beta flag ${flag}; it was left out.`)
    return []
  }
  warnings.add('beta_flag_renamed', field, `On Bedrock the beta flag ${flag} is called ${others.join(', ')}.`)
  return others
}
