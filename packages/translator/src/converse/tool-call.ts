import type { ToolUseBlock } from '@aws-sdk/client-bedrock-runtime'

import { stringifyPart } from './exact-json.ts'
import type { RequestScope } from './request-scope.ts'
import type { SharedResponseContext } from './response-context.ts'
import { splitJsonObjects } from './split-json.ts'

/** A tool call of the caller's history, whose arguments are a JSON string. */
export interface HistoryCall {
  readonly id: string
  readonly name: string
  /** The arguments as the caller sent them. */
  readonly arguments: string
  /** The caller's path of name and arguments, e.g. `messages[2].tool_calls[0].function`. */
  readonly path: string
}

/** What of a request's scope a call needs. */
type CallScope = Pick<RequestScope, 'toolNames' | 'callIds' | 'warnings'>

type JsonObject = { [key: string]: unknown }

/** A tool call as Converse takes it, its input always a JSON object. */
export type ToolUse = ToolUseBlock & { toolUseId: string; name: string }

/**
 * One call as tool uses. Blank arguments are `{}`. Several concatenated objects (seen from models that
 * stream parallel calls into one) become several tool uses, whose ids derive from the first. Arguments that are no JSON object,
 * most often because a limit cut them, become an object that holds their text, with a warning: an agent whose answer was
 * cut can go on.
 *
 * @returns tool uses with the caller's ids (not yet aliased); the first has the id of the call
 */
export function toToolUses(call: HistoryCall, { toolNames, callIds: taken, warnings }: CallScope): ToolUse[] {
  const inputs = parseArguments(call, warnings)
  const ids = [call.id]
  for (let count = 2; ids.length < inputs.length; count += 1) {
    if (!taken.has(`${call.id}_${count}`)) ids.push(`${call.id}_${count}`)
  }
  return inputs.map((input, index) => ({
    toolUseId: ids[index] ?? call.id,
    name: toolNames.toBedrock(call.name),
    input: input as NonNullable<ToolUseBlock['input']>,
  }))
}

/** The caller's own name of a tool that Bedrock names in an answer. */
export function toCallerToolName(
  name: string,
  responseContext: Pick<SharedResponseContext, 'toolNames'>,
): string {
  return responseContext.toolNames.get(name) ?? name
}

/** A tool use's input as a JSON string; a missing one is `{}`. */
export function toArguments(input: unknown): string {
  return input === undefined || input === null || input === '' ? '{}' : stringifyPart(input)
}

function parseArguments(call: HistoryCall, warnings: RequestScope['warnings']): JsonObject[] {
  if (call.arguments.trim() === '') return [{}]
  const objects = splitJsonObjects(call.arguments)
  if (objects !== undefined) return objects
  return [keepText(call.arguments, call, `${call.path}.arguments`, warnings)]
}

/**
 * The input of a call whose arguments are no JSON object: an object that holds their text, with a warning.
 *
 * @param path - the caller's path of the arguments
 */
export function keepText(
  text: string,
  { id, name }: Pick<HistoryCall, 'id' | 'name'>,
  path: string,
  warnings: RequestScope['warnings'],
): { readonly arguments: string } {
  warnings.add(
    'invalid_tool_arguments',
    path,
    `${path} of the tool call "${id}" (${name}) is not a JSON object, cut short perhaps: the model gets it as ` +
      '{ "arguments": "<the text>" }.',
  )
  return { arguments: text }
}
