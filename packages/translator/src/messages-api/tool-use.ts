import type { ToolUseBlock as ConverseToolUse } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../context.ts'
import { ANSWER_WARNINGS } from '../converse/answer-warnings.ts'
import { warnOfInexactIntegers } from '../converse/inexact-integers.ts'
import type { SharedResponseContext } from '../converse/response-context.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { splitJsonObjects } from '../converse/split-json.ts'
import { keepText, toCallerToolName } from '../converse/tool-call.ts'
import { expectString, isAbsent, isObject, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { ToolUseBlock } from './message-types.ts'

/**
 * Anthropic → Converse: a call of the history, its id still the caller's own.
 *
 * @throws TranslationError (400) for an input that is neither an object nor a text
 */
export function toToolUse(block: JsonObject, path: string, scope: RequestScope): ConverseToolUse {
  const input = toObjectInput(block, path, scope.warnings)
  if (!isObject(input)) return reject(`${path}.input`, `${path}.input must be an object.`)
  warnOfInexactIntegers(input, `${path}.input`, scope.warnings)
  return {
    toolUseId: expectString(block['id'], `${path}.id`),
    name: scope.toolNames.toBedrock(expectString(block['name'], `${path}.name`)),
    input: input as NonNullable<ConverseToolUse['input']>,
  }
}

/**
 * The input of a call of the history. Where clients send a text, most often JSON that a limit cut, it is the object that the text
 * holds, else one that holds the text, with a warning.
 *
 * @returns what is neither absent nor a text as it came
 */
export function toObjectInput(block: JsonObject, path: string, warnings: WarningCollector): unknown {
  const { input, id, name } = block
  if (isAbsent(input) || (typeof input === 'string' && input.trim() === '')) return {}
  if (typeof input !== 'string') return input
  const objects = splitJsonObjects(input)
  if (objects?.length === 1) return objects[0]
  return keepText(input, { id: String(id), name: String(name) }, `${path}.input`, warnings)
}

/** Converse → Anthropic: a call of an answer, its name the caller's own again. */
export function toToolUseBlock(
  { toolUseId, name, input }: Partial<ConverseToolUse>,
  responseContext: Pick<SharedResponseContext, 'toolNames'>,
): ToolUseBlock {
  return {
    type: 'tool_use',
    id: toolUseId ?? '',
    name: toCallerToolName(name ?? '', responseContext),
    input: input ?? {},
    caller: { type: 'direct' },
  }
}

/** Whether the caller must not see a call: the service's own, or one that `tool_choice` forbids. Either is a warning. */
export function isHiddenCall(
  { name, type }: Pick<Partial<ConverseToolUse>, 'name' | 'type'>,
  { suppressToolCalls }: Pick<SharedResponseContext, 'suppressToolCalls'>,
  warnings: WarningCollector,
): boolean {
  if (type === 'server_tool_use') ANSWER_WARNINGS.serverTool(name, warnings)
  else if (suppressToolCalls) ANSWER_WARNINGS.suppressedCall(name, warnings)
  else return false
  return true
}
