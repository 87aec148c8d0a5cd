import { isObject } from '../../is-object.ts'
import { hasUnknownFlag } from '../beta-flags.ts'
import { isOwnRedactedReasoning, signReasoning } from '../reasoning-signature.ts'
import { invalid, type Rejection } from '../service-error.ts'

const USER_ID = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/
const TOOL_ID = /^[a-zA-Z0-9_-]+$/

/** Tools that Anthropic runs, and connections to other servers: not on Bedrock. */
const HOSTED_TOOL = /^(?:web_search|web_fetch|code_execution|mcp_)/

/** What the service refuses of a Messages body that Anthropic's own API takes, as far as it has been seen. */
export function refusedOfClaude(body: Record<string, unknown>): Rejection | undefined {
  const { anthropic_beta: betas, metadata, tools, system, messages } = body
  if (hasUnknownFlag(betas)) return invalid('invalid beta flag')
  const user = isObject(metadata) ? metadata['user_id'] : undefined
  if (typeof user === 'string' && !USER_ID.test(user))
    return invalid("metadata.user_id: String should match pattern '^[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}$'")
  for (const [index, tool] of list(tools).entries()) {
    if (isObject(tool) && 'eager_input_streaming' in tool)
      return invalid(`tools.${index}.custom.eager_input_streaming: Extra inputs are not permitted`)
    const type = isObject(tool) ? tool['type'] : undefined
    if (typeof type === 'string' && HOSTED_TOOL.test(type)) {
      return invalid(
        `tools.${index}: Input tag '${type}' found using 'type' does not match any of the expected tags`,
      )
    }
  }
  return (
    refusedBlocks(tools, 'tools') ??
    refusedBlocks(system, 'system') ??
    list(messages)
      .map((message, index) =>
        isObject(message) ? refusedBlocks(message['content'], `messages.${index}.content`) : undefined,
      )
      .find((rejection) => rejection !== undefined)
  )
}

function refusedBlocks(blocks: unknown, path: string): Rejection | undefined {
  return list(blocks)
    .map((block, index) => (isObject(block) ? refusedBlock(block, `${path}.${index}`) : undefined))
    .find((rejection) => rejection !== undefined)
}

function refusedBlock(block: Record<string, unknown>, path: string): Rejection | undefined {
  const { type, cache_control: mark, signature, id, tool_use_id: answered } = block
  if (isObject(mark) && 'scope' in mark)
    return invalid(`${path}.cache_control.ephemeral.scope: Extra inputs are not permitted`)
  if (type === 'thinking' && signature === undefined)
    return invalid(`${path}.thinking.signature: Field required`)
  if (type === 'thinking' && signature !== signReasoning(String(block['thinking'])))
    return invalid(`${path}: Invalid \`signature\` in \`thinking\` block`)
  if (type === 'redacted_thinking' && !isOwnRedactedReasoning(String(block['data'])))
    return invalid(`${path}: Invalid \`data\` in \`redacted_thinking\` block`)
  if (type === 'tool_use' && !isObject(block['input']))
    return invalid(`${path}.tool_use.input: Input should be a valid dictionary`)
  if (type !== 'tool_use' && type !== 'tool_result') return undefined
  if (type === 'tool_use' && 'caller' in block)
    return invalid(`${path}.tool_use.caller: Extra inputs are not permitted`)
  const [member, value] = type === 'tool_use' ? ['id', id] : ['tool_use_id', answered]
  return typeof value === 'string' && !TOOL_ID.test(value)
    ? invalid(`${path}.${type}.${member}: String should match pattern '^[a-zA-Z0-9_-]+$'`)
    : undefined
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
