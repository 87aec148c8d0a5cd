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
