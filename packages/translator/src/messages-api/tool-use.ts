import type { ToolUseBlock as ConverseToolUse } from '@aws-sdk/client-bedrock-runtime'

import type { Recall } from '../chat-completions/recall.ts'
import type { RequestScope } from '../chat-completions/request-scope.ts'
import { toCallerToolName } from '../chat-completions/tool-call.ts'
import { expectString, isAbsent, isObject, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { ToolUseBlock } from './message-types.ts'

/**
 * Anthropic → Converse: a call of the history, its id still the caller's own.
 *
 * @throws TranslationError (400) for an input that is no object
 */
export function toToolUse(block: JsonObject, path: string, scope: RequestScope): ConverseToolUse {
  const input = isAbsent(block['input']) ? {} : block['input']
  if (!isObject(input)) return reject(`${path}.input`, `${path}.input must be an object.`)
  return {
    toolUseId: expectString(block['id'], `${path}.id`),
    name: scope.toolNames.toBedrock(expectString(block['name'], `${path}.name`)),
    input: input as NonNullable<ConverseToolUse['input']>,
  }
}

/** Converse → Anthropic: a call of an answer, its name the caller's own again. */
export function toToolUseBlock(
  { toolUseId, name, input }: Partial<ConverseToolUse>,
  recall: Pick<Recall, 'toolNames'>,
): ToolUseBlock {
  return {
    type: 'tool_use',
    id: toolUseId ?? '',
    name: toCallerToolName(name ?? '', recall),
    input: input ?? {},
    caller: { type: 'direct' },
  }
}
