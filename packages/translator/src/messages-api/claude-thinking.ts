import type { WarningCollector } from '../context.ts'
import {
  effortOfBudget,
  isOtherThinking,
  MINIMUM_BUDGET,
  turnThinkingOff,
  warnOfOtherThinking,
} from '../converse/explicit-thinking.ts'
import { nearestEffort } from '../converse/nearest-effort.ts'
import { isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/** A budget for adaptive thinking of a model that knows none: that of a medium effort. */
const MEDIUM_BUDGET = 8192

/**
 * A Messages request to Claude whose `thinking` and `output_config.effort` have the form that the model takes, with a warning
 * where they had another.
 *
 * @returns the request itself where nothing is to be changed
 */
export function fitReasoning(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const fitted = fitThinking(body, capabilities, warnings)
  return fitEffort(fitThinkingForm(fitted, capabilities, warnings), capabilities, warnings)
}

/** Adaptive thinking and budgets: a model that has only one of them gets that, one that has neither gets none. */
function fitThinkingForm(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const { thinking, ...rest } = body
  const type = isObject(thinking) ? thinking['type'] : undefined
  if (!isObject(thinking) || (type !== 'adaptive' && type !== 'enabled')) return body
  if (!capabilities.explicitThinking) {
    warnings.add('unsupported_parameter', 'thinking', 'thinking was left out: this model does not think.')
    return rest
  }
  if (!isOtherThinking(type, capabilities)) return body
  const { type: _type, budget_tokens: budget, ...others } = thinking
  if (type === 'adaptive') return withBudget(rest, warnings)
  warnOfOtherThinking(type, 'thinking', warnings)
  const config = isObject(rest['output_config']) ? rest['output_config'] : {}
  const effort = typeof budget === 'number' ? effortOfBudget(budget) : 'medium'
  return { ...rest, thinking: { type: 'adaptive', ...others }, output_config: { effort, ...config } }
}

/** Half of the limit, no more than a medium effort has: what is left is for the answer. */
function withBudget(rest: JsonObject, warnings: WarningCollector): JsonObject {
  const limit = rest['max_tokens']
  if (typeof limit === 'number' && limit <= MINIMUM_BUDGET) {
    const message = `thinking was left out: this model thinks by a budget of at least ${MINIMUM_BUDGET} tokens, and max_tokens leaves no room for it.`
    warnings.add('unsupported_parameter', 'thinking', message)
    return rest
  }
  warnOfOtherThinking('adaptive', 'thinking', warnings)
  const half = typeof limit === 'number' ? Math.floor(limit / 2) : MEDIUM_BUDGET
  const budget = Math.max(MINIMUM_BUDGET, Math.min(half, MEDIUM_BUDGET))
  return { ...rest, thinking: { type: 'enabled', budget_tokens: budget } }
}

function fitEffort(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const { output_config: config, ...rest } = body
  const effort = isObject(config) ? config['effort'] : undefined
  if (!isObject(config) || typeof effort !== 'string') return body
  const path = 'output_config.effort'
  if (capabilities.reasoningEfforts.length > 0) {
    const fitted = nearestEffort({ value: effort, path }, capabilities, warnings)
    return fitted === effort ? body : { ...body, output_config: { ...config, effort: fitted } }
  }
  const { effort: _effort, ...others } = config
  warnings.add('unsupported_parameter', path, `${path} was left out: this model has no efforts.`)
  return Object.keys(others).length === 0 ? rest : { ...rest, output_config: others }
}

/** Whether a request to Claude asks for thinking. */
export function asksForThinking({ thinking }: JsonObject): boolean {
  return isObject(thinking) && (thinking['type'] === 'enabled' || thinking['type'] === 'adaptive')
}

/**
 * A Messages request to Claude whose `thinking` of type `disabled` has the form that the model takes. A model that always
 * thinks gets the lowest effort, unless the request states one, with a warning.
 *
 * @returns the request itself where nothing is to be changed
 */
function fitThinking(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const { thinking: asked, ...rest } = body
  const { reasoningOff } = capabilities
  if (!isObject(asked) || asked['type'] !== 'disabled') return body
  if (reasoningOff !== 'never' && reasoningOff !== 'between_tools') return body
  const { additionalFields } = turnThinkingOff('thinking', { capabilities, warnings })
  const { output_config: lowest, ...thinking } = additionalFields as JsonObject
  if (lowest === undefined) return { ...body, ...thinking }
  const stated = rest['output_config']
  return { ...rest, output_config: isObject(stated) ? { ...(lowest as JsonObject), ...stated } : lowest }
}
