import type { ToolChoice } from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionCreateParams,
  ChatCompletionToolChoiceOption,
} from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { isObject, reject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/** What the caller wants of the tools, whichever of OpenAI's forms it had. Names are the caller's own. */
export interface WantedToolChoice {
  readonly mode: 'auto' | 'none' | 'required' | 'named'
  /** The tool of mode `named`. */
  readonly name: string | undefined
  /** Only these tools may be called (`allowed_tools`). */
  readonly allowed: ReadonlySet<string> | undefined
  /** The caller's field, for messages. */
  readonly field: 'tool_choice' | 'function_call'
  /** Nothing was said. */
  readonly implicit: boolean
}

/**
 * Reads `tool_choice`, or the legacy `function_call`.
 *
 * @throws TranslationError (400) for a choice of a custom tool, or of a form that OpenAI does not have
 */
export function readToolChoice(body: ChatCompletionCreateParams): WantedToolChoice {
  const base = { name: undefined, allowed: undefined, implicit: false } as const
  const choice = body.tool_choice ?? undefined
  if (choice === undefined) {
    const legacy = body.function_call ?? undefined
    const field = 'function_call'
    if (legacy === undefined) return { ...base, mode: 'auto', field: 'tool_choice', implicit: true }
    if (legacy === 'auto' || legacy === 'none') return { ...base, mode: legacy, field }
    if (isObject(legacy) && typeof legacy.name === 'string')
      return { ...base, mode: 'named', name: legacy.name, field }
    return reject(field, 'function_call must be "auto", "none" or an object with a name.')
  }
  const field = 'tool_choice'
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { ...base, mode: choice, field }
  const read = isObject(choice) ? readObjectChoice(choice) : undefined
  if (read !== undefined) return { ...base, ...read, field }
  return reject(
    field,
    'tool_choice must be "auto", "none", "required", a function or allowed_tools. Custom tools have no counterpart on Bedrock.',
  )
}

/**
 * OpenAI → Converse. A choice that the model does not know becomes `auto`, with a warning.
 *
 * `any` and `tool` per family: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html
 *
 * @param thinking - the model thinks in this request, and then cannot be forced
 * @param toBedrock - the caller's tool name → Bedrock's
 * @returns `undefined` where nothing needs to be said: `auto` is the service's default
 */
export function toToolChoice(
  wanted: WantedToolChoice,
  capabilities: Pick<ModelCapabilities, 'toolChoice'>,
  thinking: boolean,
  toBedrock: (name: string) => string,
  warnings: WarningCollector,
): ToolChoice | undefined {
  const known = capabilities.toolChoice
  const auto: ToolChoice | undefined = known.any || known.tool ? { auto: {} } : undefined
  if (wanted.mode === 'auto' || wanted.mode === 'none') return wanted.implicit ? undefined : auto
  if (thinking) {
    warnings.add(
      'tool_choice_not_forced',
      wanted.field,
      `A model that thinks cannot be forced to call a tool: ${wanted.field} became "auto". Leave reasoning out to force it.`,
    )
    return auto
  }
  if (wanted.mode === 'required' && known.any) return { any: {} }
  if (wanted.mode === 'named' && known.tool) return { tool: { name: toBedrock(wanted.name ?? '') } }
  warnings.add(
    'tool_choice_not_forced',
    wanted.field,
    `This model cannot be forced to call ${wanted.mode === 'named' ? 'a certain tool' : 'a tool'}: ${wanted.field} became "auto".`,
  )
  return auto
}

/**
 * Converse → OpenAI.
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

/** The same choice in Anthropic's own form, which can also forbid parallel calls. */
export function toAnthropicToolChoice(choice: ToolChoice | undefined): { [field: string]: string | boolean } {
  const disable = { disable_parallel_tool_use: true }
  if (choice?.any !== undefined) return { type: 'any', ...disable }
  if (choice?.tool !== undefined) return { type: 'tool', name: choice.tool.name ?? '', ...disable }
  return { type: 'auto', ...disable }
}

/** `{ type: 'function', function: { name } }`, or `allowed_tools` with a mode and a list of such. */
function readObjectChoice(
  choice: JsonObject,
): Pick<WantedToolChoice, 'mode' | 'name' | 'allowed'> | undefined {
  if (choice['type'] === 'function') {
    const name = nameOf(choice)
    return name === undefined ? undefined : { mode: 'named', name, allowed: undefined }
  }
  const allowed = choice['type'] === 'allowed_tools' ? choice['allowed_tools'] : undefined
  if (!isObject(allowed) || !Array.isArray(allowed['tools'])) return undefined
  const mode = allowed['mode'] === 'required' ? 'required' : 'auto'
  const names = allowed['tools'].map((tool: unknown) => (isObject(tool) ? nameOf(tool) : undefined))
  return { mode, name: undefined, allowed: new Set(names.filter((name) => name !== undefined)) }
}

/** Chat completions nest the name, the responses API does not. */
function nameOf(tool: JsonObject): string | undefined {
  const nested = tool['function']
  const name = isObject(nested) ? nested['name'] : tool['name']
  return typeof name === 'string' ? name : undefined
}
