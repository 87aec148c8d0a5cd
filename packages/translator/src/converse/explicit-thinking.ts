import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'

import { reject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html */
export const MINIMUM_BUDGET = 1024
/** Tokens for the answer, beside a budget that this package chose. */
export const ANSWER_TOKENS = 8192

/** How a request asks its model to reason. */
export interface ReasoningFields {
  /** The model thinks: sampling parameters are left out, no tool can be forced, and no answer can be prefilled. */
  readonly thinking: boolean
  /** The model reasons by an effort, and obeys no forced tool choice meanwhile. */
  readonly unforced?: boolean
  /** The request says nothing of reasoning: the model does as it does by default. */
  readonly unsaid?: boolean
  /** Parts of `additionalModelRequestFields`. */
  readonly additionalFields?: NonNullable<ConverseCommandInput['additionalModelRequestFields']>
  /** Max tokens to send in place of the caller's. */
  readonly maxTokens?: number
  /** Max tokens must not be sent at all. */
  readonly omitMaxTokens?: boolean
}

/** Nothing is sent about reasoning. */
export const OFF: ReasoningFields = { thinking: false }
/** The same, since the request says nothing of it. */
export const UNSAID: ReasoningFields = { thinking: false, unsaid: true }

type Fields = NonNullable<ConverseCommandInput['additionalModelRequestFields']>

/** What turning reasoning off depends on. */
interface ThinkingFacts extends Pick<RequestScope, 'warnings'> {
  readonly capabilities: Pick<ModelCapabilities, 'reasoningOff'>
}

/**
 * Turns the reasoning of a model of Anthropic's off, which from Claude 5 on thinks by default.
 *
 * @param path - the caller's field that turns it off
 */
export function turnThinkingOff(path: string, { capabilities, warnings }: ThinkingFacts): ReasoningFields {
  const { reasoningOff } = capabilities
  if (reasoningOff === 'disabled' || reasoningOff === 'between_tools') {
    return { thinking: false, additionalFields: { thinking: { type: reasoningOff } } }
  }
  if (reasoningOff !== 'never') return OFF
  warnings.add(
    'reasoning_effort_raised',
    path,
    `This model always thinks: ${path} became its lowest effort, "low".`,
  )
  return { thinking: false, additionalFields: { output_config: { effort: 'low' } } }
}

/** Throws the 400 for max tokens that leave no room for the smallest budget. */
export function requireRoom(maxTokens: Stated<number> | undefined): void {
  if (maxTokens === undefined || maxTokens.value > MINIMUM_BUDGET) return
  const { value, path } = maxTokens
  reject(
    path,
    `${path} must be above ${MINIMUM_BUDGET} while this model thinks, not ${value}: the smallest thinking budget is ${MINIMUM_BUDGET} tokens.`,
  )
}

/** Efforts by the smallest budget that stands for them: the reverse of the budgets of efforts. */
const EFFORT_BY_BUDGET = [
  { budget: 24_576, effort: 'high' },
  { budget: 8192, effort: 'medium' },
  { budget: 0, effort: 'low' },
] as const

/** The effort that a budget of tokens stands for. */
export function effortOfBudget(budget: number): 'low' | 'medium' | 'high' {
  return EFFORT_BY_BUDGET.find((row) => budget >= row.budget)?.effort ?? 'low'
}

/** A form of `thinking` that a model does not have, in place of which an effort is sent. */
type ThinkingForm = Pick<ModelCapabilities, 'explicitThinking' | 'reasoning' | 'thinkingBudgets'>

/** Whether a model of Claude's refuses this type of `thinking`, though it thinks in another. */
export function isOtherThinking(type: unknown, capabilities: ThinkingForm): boolean {
  const { explicitThinking: takesThinking, reasoning, thinkingBudgets } = capabilities
  if (!takesThinking) return false
  if (type === 'adaptive') return reasoning === 'budget'
  return type === 'enabled' && reasoning === 'adaptive' && !thinkingBudgets
}

/** Tells by a warning that thinking goes in another form. */
export function warnOfOtherThinking(type: unknown, path: string, warnings: RequestScope['warnings']): void {
  warnings.add(
    'thinking_changed',
    path,
    type === 'adaptive'
      ? `This model knows no adaptive thinking: ${path} became a budget of tokens.`
      : `This model takes no budget for thinking: ${path} became adaptive thinking with an effort.`,
  )
}

/**
 * The effort that stands for a `thinking` object in a form that the model refuses: adaptive thinking before Claude 4.6, a budget
 * from 4.7 on. `undefined` where the object goes on as it is.
 *
 * @param effort - the request's own, which wins over a budget
 */
export function changedThinking(
  { value: { type, budget_tokens: budget }, path }: Stated<JsonObject>,
  effort: Stated | undefined,
  { context, warnings }: RequestScope,
): Stated | undefined {
  if (!isOtherThinking(type, context.model.capabilities)) return undefined
  warnOfOtherThinking(type, path, warnings)
  if (effort !== undefined && effort.value !== 'none') return effort
  return { value: typeof budget === 'number' ? effortOfBudget(budget) : 'medium', path }
}

/**
 * The caller's own `thinking` object: kept, within what the service takes.
 *
 * @param interleaved - the request asks for interleaved thinking, whose budget may exceed max tokens
 */
export function explicitThinking(
  { value: thinking, path }: Stated<JsonObject>,
  limit: Stated<number> | undefined,
  interleaved: boolean,
  { context, warnings }: RequestScope,
): ReasoningFields {
  const { capabilities } = context.model
  const { explicitThinking: takesThinking, maxOutputTokens } = capabilities
  if (!takesThinking) {
    warnings.add(
      'unsupported_parameter',
      path,
      `${path} was left out: only Claude takes it, from 3.7 on. Other models may take a reasoning effort.`,
    )
    return OFF
  }
  if (thinking['type'] === 'disabled') return turnThinkingOff(path, { capabilities, warnings })
  if (thinking['type'] === 'between_tools')
    return { thinking: false, additionalFields: { thinking: { ...thinking } as Fields } }
  const budget = thinking['budget_tokens']
  if (typeof budget !== 'number')
    return { thinking: true, additionalFields: { thinking: { ...thinking } as Fields } }
  const total = limit?.value ?? Math.min(budget + ANSWER_TOKENS, maxOutputTokens ?? Number.POSITIVE_INFINITY)
  if (!interleaved) requireRoom(limit)
  const allowed = Math.max(interleaved ? budget : Math.min(budget, total - 1), MINIMUM_BUDGET)
  if (allowed !== budget) {
    warnings.add(
      'thinking_budget_changed',
      `${path}.budget_tokens`,
      `${path}.budget_tokens became ${allowed}: it must be at least ${MINIMUM_BUDGET} and below max tokens (${total}).`,
    )
  }
  return {
    thinking: true,
    additionalFields: { thinking: { ...thinking, budget_tokens: allowed } as Fields },
    ...(limit === undefined ? { maxTokens: total } : {}),
  }
}
