import type { ReasoningRatios } from '../context.ts'
import type { JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import {
  ANSWER_TOKENS,
  MINIMUM_BUDGET,
  OFF,
  requireRoom,
  turnThinkingOff,
  type ReasoningFields,
} from './explicit-thinking.ts'
import { lowestEffort, nearestEffort } from './nearest-effort.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'

type Effort = keyof ReasoningRatios
type JsonFields = { [field: string]: NonNullable<ReasoningFields['additionalFields']> }

/** Budgets in tokens where the caller names no max tokens. */
const BUDGETS: Readonly<Record<Effort, number>> = { minimal: 1024, low: 2048, medium: 8192, high: 24_576 }

/** The efforts that callers state → those with a budget. `none` is not among them. */
export const EFFORTS: Readonly<Record<string, Effort>> = {
  minimal: 'minimal',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
}

/** What else an effort depends on. */
export interface EffortFacts {
  /** The caller's path of the field that asks for the effort. */
  readonly path: string
  readonly maxTokens: Stated<number> | undefined
}

/**
 * An effort in the form that the model takes; `undefined` where the model has no efforts.
 *
 * @param effort - one of `EFFORTS`, or `none`
 * @throws TranslationError (400) when max tokens leave no room for the smallest budget
 */
export function toEffortFields(
  effort: string,
  facts: EffortFacts,
  scope: RequestScope,
): ReasoningFields | undefined {
  const { warnings, context } = scope
  const { capabilities } = context.model
  const { reasoning } = capabilities
  const level = EFFORTS[effort]
  switch (reasoning) {
    case 'budget':
      return level === undefined ? OFF : toBudgetFields(level, facts, scope)
    case 'adaptive':
      return level === undefined
        ? turnThinkingOff(facts.path, { capabilities, warnings })
        : toAdaptiveFields(effort, facts, scope)
    case 'nova':
      return level === undefined ? OFF : toNovaFields(effort, facts, scope)
    case 'effort-field':
      return toNamedEffortFields(effort, facts, scope)
    default:
      return undefined
  }
}

/** An effort beside a `thinking` object: adaptive thinking takes both, otherwise the object wins. */
export function withEffort(
  fields: ReasoningFields,
  thinking: JsonObject,
  { value: effort, path }: Stated,
  scope: RequestScope,
): ReasoningFields {
  const { reasoning } = scope.context.model.capabilities
  const isAdaptive = thinking['type'] === 'adaptive' && reasoning === 'adaptive'
  if (fields.thinking && isAdaptive && typeof effort === 'string' && Object.hasOwn(EFFORTS, effort)) {
    const output_config = { effort: toNearestEffort(effort, path, scope) }
    return { ...fields, additionalFields: { ...(fields.additionalFields as JsonFields), output_config } }
  }
  scope.warnings.add(
    'unsupported_parameter',
    path,
    `${path} was left out: the thinking object decides how the model reasons.`,
  )
  return fields
}

/** Claude 3.7 to 4.5: a budget of tokens, a part of max tokens. */
function toBudgetFields(
  effort: Effort,
  { maxTokens }: EffortFacts,
  { context }: RequestScope,
): ReasoningFields {
  if (maxTokens === undefined) {
    const limit = context.model.capabilities.maxOutputTokens ?? Number.POSITIVE_INFINITY
    const total = Math.min(BUDGETS[effort] + ANSWER_TOKENS, limit)
    return withBudget(Math.min(BUDGETS[effort], total - 1), total)
  }
  requireRoom(maxTokens)
  const share = Math.floor(maxTokens.value * context.options.reasoningRatios[effort])
  return withBudget(Math.min(Math.max(share, MINIMUM_BUDGET), maxTokens.value - 1), undefined)
}

function withBudget(budget: number, maxTokens: number | undefined): ReasoningFields {
  return {
    thinking: true,
    additionalFields: { thinking: { type: 'enabled', budget_tokens: budget } },
    ...(maxTokens === undefined ? {} : { maxTokens }),
  }
}

/**
 * Claude 4.6 and later. The effort goes among the model's own fields: Converse has a member `outputConfig.effort`, and the
 * service refuses it.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html
 */
function toAdaptiveFields(effort: string, { path }: EffortFacts, scope: RequestScope): ReasoningFields {
  const { hidesReasoning } = scope.context.model.capabilities
  return {
    thinking: true,
    additionalFields: {
      thinking: { type: 'adaptive', ...(hidesReasoning ? { display: 'summarized' } : {}) },
      output_config: { effort: toNearestEffort(effort, path, scope) },
    },
  }
}

/** The effort itself where the model takes it, else the nearest that it does, with a warning. */
function toNearestEffort(effort: string, path: string, { context, warnings }: RequestScope): string {
  return nearestEffort({ value: effort, path }, context.model.capabilities, warnings)
}

/** https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html */
function toNovaFields(
  effort: string,
  { path: field, maxTokens }: EffortFacts,
  scope: RequestScope,
): ReasoningFields {
  const { warnings } = scope
  const maxReasoningEffort = toNearestEffort(effort, field, scope)
  const omitMaxTokens = maxReasoningEffort === 'high'
  if (omitMaxTokens && maxTokens !== undefined) {
    const { path } = maxTokens
    warnings.add(
      'unsupported_parameter',
      path,
      `${path} was left out: Nova refuses it together with high reasoning effort.`,
    )
  }
  return {
    thinking: true,
    additionalFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort } },
    ...(omitMaxTokens ? { omitMaxTokens } : {}),
  }
}

/** Models that read an effort by name. Where sampling parameters are not taken, the model's row says so. */
function toNamedEffortFields(effort: string, { path }: EffortFacts, scope: RequestScope): ReasoningFields {
  const { reasoningField, reasoningOff, forcedWhileReasoning } = scope.context.model.capabilities
  if (EFFORTS[effort] !== undefined) {
    const fields = withNamedEffort(reasoningField, toNearestEffort(effort, path, scope))
    return forcedWhileReasoning ? fields : { ...fields, unforced: true }
  }
  if (reasoningOff === 'unsaid') return OFF
  if (reasoningOff === 'none') return withNamedEffort(reasoningField, 'none')
  const lowest = lowestEffort(path, scope.context.model.capabilities, scope.warnings)
  return withNamedEffort(reasoningField, lowest)
}

function withNamedEffort(field: ModelCapabilities['reasoningField'], effort: string): ReasoningFields {
  const additionalFields = field === 'reasoning.effort' ? { reasoning: { effort } } : { [field]: effort }
  return { thinking: false, additionalFields }
}
