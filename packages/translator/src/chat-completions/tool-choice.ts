import type { ToolChoice } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionToolChoiceOption } from 'openai/resources/chat/completions'

import type { RequestFields } from '../converse/request-table.ts'
import { readStated, type Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import { isObject, reject, type JsonObject } from '../json-shape.ts'

const UNSAID = { name: undefined, allowed: undefined, implicit: false } as const

/**
 * Chat completions → hub: `tool_choice`, or the legacy `function_call`.
 *
 * @throws TranslationError (400) for a choice of a custom tool, or of a form that OpenAI does not have
 */
export function readToolChoice(request: RequestFields): WantedToolChoice {
  const choice = readStated(request, 'tool_choice')
  if (choice !== undefined) return readChoice(choice)
  const legacy = readStated(request, 'function_call')
  return legacy === undefined
    ? { ...UNSAID, mode: 'auto', path: 'tool_choice', implicit: true }
    : readLegacyChoice(legacy)
}

function readChoice({ value, path }: Stated): WantedToolChoice {
  if (value === 'auto' || value === 'none' || value === 'required') return { ...UNSAID, mode: value, path }
  const read = isObject(value) ? readObjectChoice(value) : undefined
  if (read !== undefined) return { ...UNSAID, ...read, path }
  return reject(
    path,
    `${path} must be "auto", "none", "required", a function or allowed_tools. Custom tools have no counterpart on Bedrock.`,
  )
}

function readLegacyChoice({ value, path }: Stated): WantedToolChoice {
  if (value === 'auto' || value === 'none') return { ...UNSAID, mode: value, path }
  if (isObject(value) && typeof value['name'] === 'string')
    return { ...UNSAID, mode: 'named', name: value['name'], path }
  return reject(path, `${path} must be "auto", "none" or an object with a name.`)
}

/**
 * Converse → chat completions.
 *
 * @param toCaller - Bedrock's tool name → the caller's
 */
export function toToolChoiceOption(
  choice: ToolChoice | undefined,
  toCaller: (name: string) => string,
): ChatCompletionToolChoiceOption | undefined {
  if (choice?.auto !== undefined) return 'auto'
  if (choice?.any !== undefined) return 'required'
  if (choice?.tool !== undefined) {
    return { type: 'function', function: { name: toCaller(choice.tool.name ?? '') } }
  }
  return undefined
}

/** `{ type: 'function', function: { name } }`, or `allowed_tools` with a mode and a list of such. */
function readObjectChoice(
  choice: JsonObject,
): Pick<WantedToolChoice, 'mode' | 'name' | 'allowed'> | undefined {
  if (choice['type'] === 'function') {
    const name = findName(choice)
    return name === undefined ? undefined : { mode: 'named', name, allowed: undefined }
  }
  const allowed = choice['type'] === 'allowed_tools' ? choice['allowed_tools'] : undefined
  if (!isObject(allowed) || !Array.isArray(allowed['tools'])) return undefined
  const mode = allowed['mode'] === 'required' ? 'required' : 'auto'
  const names = allowed['tools'].map((tool: unknown) => (isObject(tool) ? findName(tool) : undefined))
  return { mode, name: undefined, allowed: new Set(names.filter((name) => name !== undefined)) }
}

/** The name is nested; a flat one, as in the Responses API, is tolerated. */
function findName(tool: JsonObject): string | undefined {
  const nested = tool['function']
  const name = isObject(nested) ? nested['name'] : tool['name']
  return typeof name === 'string' ? name : undefined
}
