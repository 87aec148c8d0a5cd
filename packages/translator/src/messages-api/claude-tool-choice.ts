import type { WarningCollector } from '../context.ts'
import { toCallInstruction } from '../converse/tool-choice.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/** Names of tools stay as they are. */
const SAME_NAMES = { toolNames: { toBedrock: (name: string): string => name } }

/**
 * A Messages request to Claude whose `tool_choice` the model takes. A demanded call of a model that cannot be forced, at all
 * or while it thinks, becomes `auto`, with an instruction in the system text and a warning. A model that thinks unless told
 * not to is told not to, so that it can be forced.
 *
 * @returns the request itself where nothing is to be changed
 */
export function fitToolChoice(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const fitted = withoutParallelControl(body, capabilities, warnings)
  const choice = fitted['tool_choice']
  if (!isObject(choice) || !demandsKnownCall(choice, fitted['tools'])) return fitted
  const thinking = isObject(fitted['thinking']) ? fitted['thinking']['type'] : undefined
  const isThinking = thinking === 'enabled' || thinking === 'adaptive'
  const { any, tool } = capabilities.toolChoice
  if (isThinking || !(choice['type'] === 'any' ? any : tool))
    return unforced(fitted, choice, isThinking, warnings)
  return capabilities.reasoningOff === 'disabled' && isAbsent(fitted['thinking'])
    ? { ...fitted, thinking: { type: 'disabled' } }
    : fitted
}

/** A choice of a tool that is not offered, or of none, is the service's to refuse. */
function demandsKnownCall(choice: JsonObject, tools: unknown): boolean {
  if (!Array.isArray(tools) || tools.length === 0) return false
  if (choice['type'] === 'any') return true
  return choice['type'] === 'tool' && tools.some((tool) => isObject(tool) && tool['name'] === choice['name'])
}

function unforced(
  body: JsonObject,
  choice: JsonObject,
  isThinking: boolean,
  warnings: WarningCollector,
): JsonObject {
  const { type: _type, name, ...rest } = choice
  warnings.add(
    'tool_choice_not_forced',
    'tool_choice',
    isThinking
      ? 'A model that thinks cannot be forced to call a tool: tool_choice became "auto". To force it, leave thinking out.'
      : 'This model cannot be forced to call a tool: tool_choice became "auto", and the system text asks for the call.',
  )
  const wanted = typeof name === 'string' ? ({ mode: 'named', name } as const) : REQUIRED
  const instruction = toCallInstruction(wanted, SAME_NAMES) ?? ''
  return { ...body, tool_choice: { type: 'auto', ...rest }, system: withText(body['system'], instruction) }
}

const REQUIRED = { mode: 'required', name: undefined } as const

/** The text stands last, where it changes no prefix that is cached. */
function withText(system: unknown, text: string): unknown {
  if (isAbsent(system) || system === '') return text
  if (typeof system === 'string') return `${system}\n\n${text}`
  return Array.isArray(system) ? [...(system as unknown[]), { type: 'text', text }] : system
}

function withoutParallelControl(
  body: JsonObject,
  { parallelToolControl }: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const choice = body['tool_choice']
  if (parallelToolControl || !isObject(choice) || !('disable_parallel_tool_use' in choice)) return body
  const { disable_parallel_tool_use: isDisabled, ...rest } = choice
  if (isDisabled === true) {
    const path = 'tool_choice.disable_parallel_tool_use'
    const message = `${path} was left out: this model cannot be held to one call at a time.`
    warnings.add('unsupported_parameter', path, message)
  }
  return { ...body, tool_choice: rest }
}
