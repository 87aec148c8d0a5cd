import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { ReasoningRatios, TranslationContext, WarningCollector } from '../context.ts'
import { isAbsent, isObject, kindOf, reject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { resolveModelName } from '../model-facts/model-names.ts'
import {
  ANSWER_TOKENS,
  explicitThinking,
  MINIMUM_BUDGET,
  OFF,
  requireRoom,
  type ReasoningFields,
} from './explicit-thinking.ts'
import { readAdditionalFields, readExtra, readMaxTokens } from './extension-fields.ts'

export type { ReasoningFields } from './explicit-thinking.ts'

/** Thinking budget as a fraction of max tokens, by effort. */
export const DEFAULT_REASONING_RATIOS: ReasoningRatios = { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 }

/** Those of https://github.com/aws-samples/bedrock-access-gateway (Usage: Reasoning). */
export const BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS: ReasoningRatios = {
  minimal: 0.3,
  low: 0.3,
  medium: 0.6,
  high: 1,
}

type Effort = keyof ReasoningRatios

/** Budgets in tokens where the caller names no max tokens. */
const BUDGETS: Readonly<Record<Effort, number>> = { minimal: 1024, low: 2048, medium: 8192, high: 24_576 }

const EFFORTS: Readonly<Record<string, Effort>> = {
  minimal: 'minimal',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
}
const THREE_EFFORTS = { minimal: 'low', low: 'low', medium: 'medium', high: 'high' } as const

/**
 * OpenAI → Converse: `reasoning_effort` (or an explicit `thinking` object, which wins; or the `-Thinking` of a model
 * name) in the form that the model takes.
 *
 * @param lacksHistory - a thinking budget would be refused; see `lacksReasoningHistory`. Adaptive thinking never is.
 * @throws TranslationError (400) when max tokens leave no room for the smallest budget
 */
export function toReasoningFields(
  body: ChatCompletionCreateParams,
  context: TranslationContext,
  warnings: WarningCollector,
  lacksHistory = false,
): ReasoningFields {
  const fields = chooseFields(body, context, warnings)
  if (!lacksHistory || !hasBudget(fields)) return fields
  warnings.add(
    'reasoning_history_missing',
    'reasoning_effort',
    'Reasoning was left out of this request: the model needs its earlier reasoning back with tool results, and the messages hold none of the turn that called first. ' +
      'Send the assistant message with its content_blocks (strictOpenAICompliance: false).',
  )
  return OFF
}

/** Claude's `thinking` of type `enabled`: alone in wanting its earlier reasoning back. */
function hasBudget({ additionalFields }: ReasoningFields): boolean {
  const thinking = isObject(additionalFields) ? additionalFields['thinking'] : undefined
  return isObject(thinking) && thinking['type'] !== 'adaptive'
}

function chooseFields(
  body: ChatCompletionCreateParams,
  context: TranslationContext,
  warnings: WarningCollector,
): ReasoningFields {
  const explicit = readExtra(body, 'thinking') ?? readAdditionalFields(body)['thinking']
  const stated = body.reasoning_effort ?? readExtra(body, 'reasoning_effort')
  if (!isAbsent(explicit) && !isObject(explicit)) {
    return reject(
      'thinking',
      `thinking must be an object such as { type: "adaptive" }, not ${kindOf(explicit)}.`,
    )
  }
  if (isObject(explicit)) {
    const fields = explicitThinking(explicit, body, context, warnings)
    return isAbsent(stated) ? fields : withEffort(fields, explicit, stated, context, warnings)
  }
  const named = resolveModelName(typeof body.model === 'string' ? body.model : '')?.thinking === true
  const effort = stated ?? (named ? 'medium' : undefined)
  if (isAbsent(effort)) return OFF
  if (typeof effort !== 'string' || (effort !== 'none' && !Object.hasOwn(EFFORTS, effort))) {
    const given = typeof effort === 'string' ? `"${effort}"` : kindOf(effort)
    return reject(
      'reasoning_effort',
      `reasoning_effort must be none, minimal, low, medium, high, xhigh or max, not ${given}.`,
    )
  }
  return effortFields(effort, stated !== undefined, body, context, warnings)
}

function effortFields(
  effort: string,
  stated: boolean,
  body: ChatCompletionCreateParams,
  context: TranslationContext,
  warnings: WarningCollector,
): ReasoningFields {
  const { reasoning } = context.model.capabilities
  const level = EFFORTS[effort]
  switch (reasoning) {
    case 'budget':
      return level === undefined ? OFF : budgetFields(level, body, context)
    case 'adaptive':
      return level === undefined ? OFF : adaptiveFields(effort, context, warnings)
    case 'nova':
      return level === undefined ? OFF : novaFields(level, body, warnings)
    case 'effort-field':
      return plainEffortFields(effort, context, warnings)
    default: {
      const asked = stated && (reasoning === 'always' || level !== undefined)
      if (asked) warnings.add('unsupported_parameter', 'reasoning_effort', leftOut(reasoning))
      return OFF
    }
  }
}

function leftOut(reasoning: 'always' | 'explicit' | 'none'): string {
  return reasoning === 'always'
    ? 'reasoning_effort was left out: this model always reasons, and its effort cannot be set.'
    : 'reasoning_effort was left out: this model does not reason, or nothing is known of it. Declare its family in the route.'
}

/** Claude 3.7 to 4.5: a budget of tokens, a part of max tokens. */
function budgetFields(
  effort: Effort,
  body: ChatCompletionCreateParams,
  context: TranslationContext,
): ReasoningFields {
  const { maxTokens, field } = readMaxTokens(body)
  if (maxTokens === undefined) {
    const limit = context.model.capabilities.maxOutputTokens ?? Number.POSITIVE_INFINITY
    const total = Math.min(BUDGETS[effort] + ANSWER_TOKENS, limit)
    return withBudget(Math.min(BUDGETS[effort], total - 1), total)
  }
  requireRoom(maxTokens, field)
  const share = Math.floor(maxTokens * context.options.reasoningRatios[effort])
  return withBudget(Math.min(Math.max(share, MINIMUM_BUDGET), maxTokens - 1), undefined)
}

function withBudget(budget: number, maxTokens: number | undefined): ReasoningFields {
  return {
    thinking: true,
    additionalFields: { thinking: { type: 'enabled', budget_tokens: budget } },
    ...(maxTokens === undefined ? {} : { maxTokens }),
  }
}

/** Claude 4.6 and later. https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html */
function adaptiveFields(
  effort: string,
  context: TranslationContext,
  warnings: WarningCollector,
): ReasoningFields {
  const { reasoningEfforts: known, hidesReasoning } = context.model.capabilities
  const wanted = effort === 'minimal' ? 'low' : effort
  const exact = known.find((candidate) => candidate === wanted)
  if (exact === undefined) {
    warnings.add(
      'reasoning_effort_lowered',
      'reasoning_effort',
      `This model has no effort "${effort}": it became "high".`,
    )
  }
  return {
    thinking: true,
    additionalFields: {
      thinking: { type: 'adaptive', ...(hidesReasoning ? { display: 'summarized' } : {}) },
    },
    outputConfig: { effort: exact ?? 'high' },
  }
}

/** https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html */
function novaFields(
  effort: Effort,
  body: ChatCompletionCreateParams,
  warnings: WarningCollector,
): ReasoningFields {
  const maxReasoningEffort = THREE_EFFORTS[effort]
  const { maxTokens, field } = readMaxTokens(body)
  const omitMaxTokens = maxReasoningEffort === 'high'
  if (omitMaxTokens && maxTokens !== undefined) {
    warnings.add(
      'unsupported_parameter',
      field,
      `${field} was left out: Nova refuses it together with high reasoning effort.`,
    )
  }
  return {
    thinking: true,
    additionalFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort } },
    ...(omitMaxTokens ? { omitMaxTokens } : {}),
  }
}

/** Models that read an effort by name. Where sampling parameters are not taken, the model's row says so. */
function plainEffortFields(
  effort: string,
  context: TranslationContext,
  warnings: WarningCollector,
): ReasoningFields {
  const { reasoningField, reasoningOff } = context.model.capabilities
  const level = EFFORTS[effort]
  if (level !== undefined) return namedEffort(reasoningField, knownEffort(effort, level, context, warnings))
  if (reasoningOff === 'unsaid') return OFF
  if (reasoningOff === 'none') return namedEffort(reasoningField, 'none')
  warnings.add(
    'reasoning_effort_raised',
    'reasoning_effort',
    'This model always reasons: "none" became "low".',
  )
  return namedEffort(reasoningField, 'low')
}

/** The effort as the model knows it; one that it does not have becomes its nearest. */
function knownEffort(
  effort: string,
  level: Effort,
  context: TranslationContext,
  warnings: WarningCollector,
): string {
  const { reasoningEfforts: known } = context.model.capabilities
  const exact = known.find((candidate) => candidate === effort)
  if (exact === undefined && known.length > 0 && effort !== 'minimal') {
    warnings.add(
      'reasoning_effort_lowered',
      'reasoning_effort',
      `This model has no effort "${effort}": it became "high".`,
    )
  }
  return exact ?? THREE_EFFORTS[level]
}

function namedEffort(field: ModelCapabilities['reasoningField'], effort: string): ReasoningFields {
  const additionalFields = field === 'reasoning.effort' ? { reasoning: { effort } } : { [field]: effort }
  return { thinking: false, additionalFields }
}

/** An effort beside a `thinking` object: adaptive thinking takes both, otherwise the object wins. */
function withEffort(
  fields: ReasoningFields,
  thinking: JsonObject,
  effort: unknown,
  context: TranslationContext,
  warnings: WarningCollector,
): ReasoningFields {
  const adaptive = thinking['type'] === 'adaptive' && context.model.capabilities.reasoning === 'adaptive'
  if (fields.thinking && adaptive && typeof effort === 'string' && Object.hasOwn(EFFORTS, effort)) {
    const { outputConfig } = adaptiveFields(effort, context, warnings)
    return { ...fields, ...(outputConfig === undefined ? {} : { outputConfig }) }
  }
  warnings.add(
    'unsupported_parameter',
    'reasoning_effort',
    'reasoning_effort was left out: thinking says it all.',
  )
  return fields
}
