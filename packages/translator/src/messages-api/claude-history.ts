import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import { toObjectInput } from './tool-use.ts'

/**
 * The messages of a conversation that goes on with Claude, less what only answers of other models hold: thinking without a
 * signature or data, and the `caller` of a call. An input that is a text becomes an object. A message of which nothing is left is left out.
 */
export function cleanHistory(messages: readonly unknown[], warnings: WarningCollector): unknown[] {
  return messages.flatMap((message, index) => {
    if (!isObject(message) || !Array.isArray(message['content'])) return [message]
    const given: readonly unknown[] = message['content']
    const content = given.flatMap((block, at) =>
      cleanBlock(block, `messages[${index}].content[${at}]`, warnings),
    )
    return content.length === 0 && given.length > 0 ? [] : [{ ...message, content }]
  })
}

function cleanBlock(block: unknown, path: string, warnings: WarningCollector): unknown[] {
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
  if (block['type'] !== 'tool_use') return [block]
  const call = 'caller' in block ? withoutCaller(block, path, warnings) : block
  return [typeof call['input'] === 'string' ? { ...call, input: toObjectInput(call, path, warnings) } : call]
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
