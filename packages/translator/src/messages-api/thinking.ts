import type { ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import { toThinkingBlock as toThinkingPart } from '../converse/reasoning-blocks.ts'
import { toReasoningFields, type ReasoningFields } from '../converse/reasoning.ts'
import type { TranslationContext, WarningCollector } from '../context.ts'
import { isAbsent, isObject, reject, type JsonObject } from '../json-shape.ts'
import type { RedactedThinkingBlock, ThinkingBlock } from './message-types.ts'

/** Efforts by the smallest budget that stands for them: the reverse of the budgets of `reasoning_effort`. */
const EFFORT_BY_BUDGET = [
  { budget: 24_576, effort: 'high' },
  { budget: 8192, effort: 'medium' },
  { budget: 0, effort: 'low' },
] as const

/** What of a request asks for reasoning. */
export interface ThinkingRequest {
  /** The caller wants to see the model's reasoning. */
  readonly shown: boolean
  readonly reasoning: ReasoningFields
}

/**
 * Anthropic → Converse: `thinking` and `output_config.effort`, in the form that the model takes. Models other than Claude
 * know efforts: a budget becomes the effort that it comes near to. A model that nothing is known of gets `thinking` as it is.
 *
 * @throws TranslationError (400) for an unknown type of thinking
 */
export function toThinking(
  fields: JsonObject,
  context: TranslationContext,
  warnings: WarningCollector,
): ThinkingRequest {
  const thinking = isObject(fields['thinking']) ? fields['thinking'] : undefined
  const wanted = thinking !== undefined && thinking['type'] !== 'disabled'
  const shown = wanted && thinking['display'] !== 'omitted'
  const { explicitThinking, reasoning } = context.model.capabilities
  const body = (asked: JsonObject) =>
    ({ max_tokens: fields['max_tokens'], messages: [], ...asked }) as unknown as ChatCompletionCreateParams
  if (explicitThinking) {
    const asked = { thinking, ...(wanted ? { reasoning_effort: effortOf(fields) } : {}) }
    return { shown, reasoning: toReasoningFields(body(asked), context, warnings, false) }
  }
  if (wanted && reasoning === 'none') {
    warnings.add('unsupported_parameter', 'thinking', 'thinking was left out: this model does not reason.')
  }
  const hasSwitch = reasoning !== 'none' && reasoning !== 'always'
  // An effort alone asks for no reasoning, but models that always reason read it.
  const effort = wanted
    ? toEffort(thinking, fields)
    : reasoning === 'effort-field'
      ? effortOf(fields)
      : undefined
  if (!hasSwitch || effort === undefined) return { shown, reasoning: { thinking: false } }
  return {
    shown,
    reasoning: toReasoningFields(body({ reasoning_effort: effort }), context, warnings, false),
  }
}

/** Converse → Anthropic: one block of reasoning; `undefined` for an empty one and for a kind not known yet. */
export function toThinkingBlock(
  reasoning: ReasoningContentBlock,
): ThinkingBlock | RedactedThinkingBlock | undefined {
  const part = toThinkingPart(reasoning)
  if (part?.type !== 'thinking') return part === undefined ? undefined : { type: part.type, data: part.data }
  const { thinking, signature = '' } = part
  return thinking === '' && signature === '' ? undefined : { type: 'thinking', thinking, signature }
}

function toEffort(thinking: JsonObject | undefined, fields: JsonObject): string | undefined {
  const budget = thinking?.['budget_tokens']
  if (typeof budget === 'number') return EFFORT_BY_BUDGET.find((row) => budget >= row.budget)?.effort
  return effortOf(fields) ?? 'medium'
}

function effortOf(fields: JsonObject): string | undefined {
  const config = fields['output_config']
  const effort = isObject(config) ? config['effort'] : undefined
  if (isAbsent(effort)) return undefined
  return typeof effort === 'string'
    ? effort
    : reject('output_config.effort', 'output_config.effort must be low, medium, high, xhigh or max.')
}
