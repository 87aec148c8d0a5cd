import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { TranslationContext, WarningCollector } from '../context.ts'
import { reject, type JsonObject } from '../json-shape.ts'
import type { AdaptiveEffort } from '../model-facts/model-capabilities.ts'
import { hasAnthropicBeta, readMaxTokens } from './extension-fields.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html */
export const MINIMUM_BUDGET = 1024
/** Room for the answer beside a budget that we chose. */
export const ANSWER_TOKENS = 8192
const INTERLEAVED_THINKING = 'interleaved-thinking'

/** How a request asks its model to reason. */
export interface ReasoningFields {
  /** The model thinks aloud: sampling parameters have to go, no tool can be forced, no answer begun for it. */
  readonly thinking: boolean
  /** Parts of `additionalModelRequestFields`. */
  readonly additionalFields?: NonNullable<ConverseCommandInput['additionalModelRequestFields']>
  /** A part of `outputConfig`: the effort of adaptive thinking. */
  readonly outputConfig?: { readonly effort: AdaptiveEffort }
  /** Max tokens to send in place of the caller's. */
  readonly maxTokens?: number
  /** Max tokens must not be sent at all. */
  readonly omitMaxTokens?: boolean
}

/** Nothing is said of reasoning. */
export const OFF: ReasoningFields = { thinking: false }

type Fields = NonNullable<ConverseCommandInput['additionalModelRequestFields']>

/** Throws the 400 for max tokens that leave no room for the smallest budget. */
export function requireRoom(maxTokens: number | undefined, field: string): void {
  if (maxTokens === undefined || maxTokens > MINIMUM_BUDGET) return
  reject(
    field,
    `${field} must be above ${MINIMUM_BUDGET} while this model thinks, not ${maxTokens}: the smallest thinking budget is ${MINIMUM_BUDGET} tokens.`,
  )
}

/** The caller's own `thinking` object: kept, within what the service takes. */
export function explicitThinking(
  thinking: JsonObject,
  body: ChatCompletionCreateParams,
  context: TranslationContext,
  warnings: WarningCollector,
): ReasoningFields {
  const { explicitThinking: takesThinking, maxOutputTokens } = context.model.capabilities
  if (!takesThinking) {
    warnings.add(
      'unsupported_parameter',
      'thinking',
      'thinking was left out: only Claude takes it, from 3.7 on. Other models may take reasoning_effort.',
    )
    return OFF
  }
  if (thinking['type'] === 'disabled') return OFF
  const budget = thinking['budget_tokens']
  if (typeof budget !== 'number')
    return { thinking: true, additionalFields: { thinking: { ...thinking } as Fields } }
  const { maxTokens, field } = readMaxTokens(body)
  const total = maxTokens ?? Math.min(budget + ANSWER_TOKENS, maxOutputTokens ?? Number.POSITIVE_INFINITY)
  const interleaved = hasAnthropicBeta(body, INTERLEAVED_THINKING)
  if (!interleaved) requireRoom(maxTokens, field)
  const allowed = Math.max(interleaved ? budget : Math.min(budget, total - 1), MINIMUM_BUDGET)
  if (allowed !== budget) {
    warnings.add(
      'thinking_budget_changed',
      'thinking.budget_tokens',
      `thinking.budget_tokens became ${allowed}: it must be at least ${MINIMUM_BUDGET} and below max tokens (${total}).`,
    )
  }
  return {
    thinking: true,
    additionalFields: { thinking: { ...thinking, budget_tokens: allowed } as Fields },
    ...(maxTokens === undefined ? { maxTokens: total } : {}),
  }
}
