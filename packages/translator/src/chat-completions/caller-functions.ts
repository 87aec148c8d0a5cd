import type {
  ChatCompletionCreateParams,
  ChatCompletionFunctionTool,
} from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject, kindOf, reject, type JsonObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'

/** A function of the caller, from `tools` or the legacy `functions`. */
export interface CallerFunction {
  readonly name: string
  readonly description: string | undefined
  readonly parameters: unknown
  readonly strict: boolean
  /** The caller's path, e.g. `tools[0]`. */
  readonly path: string
  /** The whole of it as the caller wrote it: cache marks stand there. */
  readonly source: JsonObject
}

/**
 * The functions that the request offers, whichever form they have. Those that `allowed_tools` leaves out are gone,
 * and of two with one name the first stays.
 *
 * @throws TranslationError (400) for tools that are no functions
 */
export function readFunctions(
  body: ChatCompletionCreateParams,
  wanted: WantedToolChoice,
  warnings: WarningCollector,
): CallerFunction[] {
  return selectFunctions([...readTools(body), ...readLegacyFunctions(body)], wanted, warnings)
}

/** Those that `allowed_tools` does not leave out; of two with one name the first. */
export function selectFunctions(
  functions: readonly CallerFunction[],
  wanted: WantedToolChoice,
  warnings: WarningCollector,
): CallerFunction[] {
  const seen = new Set<string>()
  return functions.filter(({ name, path }) => {
    if (wanted.allowed !== undefined && !wanted.allowed.has(name)) return false
    if (!seen.has(name)) return seen.add(name) !== undefined
    warnings.add('duplicate_tool', path, `A second tool named "${name}" was left out.`)
    return false
  })
}

function readTools(body: ChatCompletionCreateParams): CallerFunction[] {
  return (body.tools ?? []).map((tool, index) => {
    const path = `tools[${index}]`
    if (tool.type !== 'function' || !isObject(tool.function)) {
      throw new TranslationError(
        `${path}.type must be "function": custom and hosted tools have no counterpart on Bedrock.`,
        { param: `${path}.type` },
      )
    }
    return toCallerFunction(tool.function, path, { ...tool })
  })
}

function readLegacyFunctions(body: ChatCompletionCreateParams): CallerFunction[] {
  return (body.functions ?? []).map((definition, index) =>
    toCallerFunction(definition, `functions[${index}]`, { ...definition }),
  )
}

/**
 * One function, its members checked.
 *
 * @param source - the whole of it as the caller wrote it
 * @throws TranslationError (400) without a name, or with parameters that are no schema
 */
export function toCallerFunction(
  definition: { readonly [Member in keyof ChatCompletionFunctionTool['function']]: unknown },
  path: string,
  source: JsonObject,
): CallerFunction {
  const { name, description, parameters, strict } = definition
  if (typeof name !== 'string' || name === '') {
    throw new TranslationError(`${path} needs a name.`, { param: path })
  }
  if (!isAbsent(parameters) && !isObject(parameters)) {
    reject(
      `${path}.parameters`,
      `The parameters of the tool "${name}" must be a JSON Schema, not ${kindOf(parameters)}.`,
    )
  }
  const blank = typeof description !== 'string' || description.trim() === ''
  return {
    name,
    description: blank ? undefined : description,
    parameters,
    strict: strict === true,
    path,
    source,
  }
}

/** The names of all tools that were called in the history, each once. */
export function readHistoryNames(body: ChatCompletionCreateParams): string[] {
  const names = new Set<string>()
  for (const message of body.messages ?? []) {
    if (message?.role !== 'assistant') continue
    for (const call of message.tool_calls ?? []) {
      if (call?.type === 'function' && call.function?.name) names.add(call.function.name)
    }
    if (message.function_call?.name) names.add(message.function_call.name)
  }
  return [...names]
}
