import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import { toObjectInput } from './tool-use.ts'

/**
 * The messages of a conversation that goes on with Claude, less what only answers of other models hold: thinking without a
 * signature or data, or of another family, and the `caller` of a call. An input that is a text becomes an object. A message of which nothing is left is left out.
 */
export function cleanHistory(
  messages: readonly unknown[],
  isForeign: (proof: string) => boolean,
  warnings: WarningCollector,
): unknown[] {
  return messages.flatMap((message, index) => {
    if (!isObject(message) || !Array.isArray(message['content'])) return [message]
    const given: readonly unknown[] = message['content']
    const content = given.flatMap((block, at) =>
      cleanBlock(block, `messages[${index}].content[${at}]`, isForeign, warnings),
    )
    return content.length === 0 && given.length > 0 ? [] : [{ ...message, content }]
  })
}

function cleanBlock(
  block: unknown,
  path: string,
  isForeign: (proof: string) => boolean,
  warnings: WarningCollector,
): unknown[] {
  if (!isObject(block)) return [block]
  if (block['type'] === 'thinking' && (isAbsent(block['signature']) || block['signature'] === '')) {
    warnings.add(
      'reasoning_dropped',
      path,
      'Reasoning without a signature is of another model, or incomplete: Claude refuses it; it was left out.',
    )
    return []
  }
  if (block['type'] === 'redacted_thinking' && (isAbsent(block['data']) || block['data'] === '')) {
    warnings.add('reasoning_dropped', path, 'Encrypted reasoning without its data was left out.')
    return []
  }
  if (block['type'] === 'thinking' || block['type'] === 'redacted_thinking') {
    const proof = block['type'] === 'thinking' ? block['signature'] : block['data']
    if (typeof proof !== 'string' || !isForeign(proof)) return [block]
    warnings.add(
      'reasoning_dropped',
      path,
      'Reasoning of an earlier turn was left out: a model of another family gave it, and no other takes it back.',
    )
    return []
  }
  if (block['type'] !== 'tool_use') return [block]
  const call = 'caller' in block ? withoutCaller(block, path, warnings) : block
  return [typeof call['input'] === 'string' ? { ...call, input: toObjectInput(call, path, warnings) } : call]
}

/**
 * Whether a thinking budget would be refused: in the current tool loop, the first turn that calls tools does not begin with its
 * thinking. https://docs.claude.com/en/docs/build-with-claude/extended-thinking (tool use)
 */
export function lacksThinking({ thinking, messages }: JsonObject): boolean {
  if (!isObject(thinking) || thinking['type'] !== 'enabled' || !Array.isArray(messages)) return false
  const start = messages.findLastIndex(
    (message) => isObject(message) && message['role'] === 'user' && !holds(message, 'tool_result'),
  )
  const first: unknown = messages
    .slice(start + 1)
    .find((message) => isObject(message) && message['role'] === 'assistant' && holds(message, 'tool_use'))
  const content = isObject(first) ? first['content'] : undefined
  const block: unknown = Array.isArray(content) ? content[0] : undefined
  return isObject(block) && block['type'] !== 'thinking' && block['type'] !== 'redacted_thinking'
}

function holds({ content }: JsonObject, type: string): boolean {
  return Array.isArray(content) && content.some((block) => isObject(block) && block['type'] === type)
}

function withoutCaller(
  { caller, ...rest }: JsonObject,
  path: string,
  warnings: WarningCollector,
): JsonObject {
  if (!isAbsent(caller)) {
    warnings.add(
      'unsupported_parameter',
      `${path}.caller`,
      'Bedrock refuses the caller of a tool use; it was left out.',
    )
  }
  return rest
}
