import type { ConverseResponse, ConverseStreamMetadataEvent } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion } from 'openai/resources/chat/completions'

import type { TranslationContext } from '../context.ts'
import type { AnswerExtras } from '../chat-completions/answer-types.ts'
import { isKnownStopReason, toFinishReason, type FinishReason } from './finish-reason.ts'
import type { ResponseContext } from './response-context.ts'

/** How an answer ended, in OpenAI's words. */
export interface AnswerEnding {
  readonly finish_reason: FinishReason
  readonly native_finish_reason?: string
}

/**
 * The end of an answer, in view of what became of its tool calls: where all were content or were suppressed, the
 * caller sees a plain stop.
 *
 * @param visibleCalls - the tool calls that the caller sees
 */
export function toEnding(
  stopReason: string | undefined,
  visibleCalls: number,
  responseContext: ResponseContext,
  context: TranslationContext,
): AnswerEnding {
  const mapped = toFinishReason(stopReason)
  const hidden = responseContext.structuredOutputTool !== undefined || responseContext.suppressToolCalls
  const shown = mapped === 'tool_calls' && visibleCalls === 0 && hidden ? 'stop' : mapped
  const finish_reason = shown === 'tool_calls' && responseContext.legacyFunctions ? 'function_call' : shown
  const exposed =
    stopReason !== undefined && (!context.options.strictOpenAICompliance || saysMore(stopReason))
  return exposed ? { finish_reason, native_finish_reason: stopReason } : { finish_reason }
}

/** Whether OpenAI's reason hides that something went wrong. */
export function saysMore(stopReason: string): boolean {
  return !isKnownStopReason(stopReason) || stopReason.startsWith('malformed_')
}

type AnswerFacts = Partial<
  Pick<ConverseResponse, 'trace' | 'additionalModelResponseFields' | 'performanceConfig' | 'metrics'>
> &
  Partial<Pick<ConverseStreamMetadataEvent, 'metrics'>>

/** What the caller asked for beyond the answer, under Bedrock's names; with relaxed compliance also the latency. */
export function toAnswerExtras(
  facts: Omit<AnswerFacts, 'trace'> & { readonly trace?: AnswerExtras['trace'] | undefined },
  context: TranslationContext,
): AnswerExtras {
  const extras: AnswerExtras = {}
  if (facts.trace) extras.trace = facts.trace
  if (facts.additionalModelResponseFields !== undefined && facts.additionalModelResponseFields !== null) {
    extras.additionalModelResponseFields = facts.additionalModelResponseFields
  }
  if (facts.performanceConfig) extras.performanceConfig = facts.performanceConfig
  const latencyMs = facts.metrics?.latencyMs
  if (!context.options.strictOpenAICompliance && latencyMs !== undefined) extras.metrics = { latencyMs }
  return extras
}

/** Bedrock's tiers that OpenAI has too. https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html */
const SERVICE_TIERS = { priority: 'priority', default: 'default', flex: 'flex' } as const

/** Converse → OpenAI: the tier that served the request. `reserved` has no name on OpenAI's side. */
export function toServiceTier(
  tier: { readonly type?: string | undefined } | undefined,
): Pick<ChatCompletion, 'service_tier'> {
  const type = tier?.type
  return type !== undefined && Object.hasOwn(SERVICE_TIERS, type)
    ? { service_tier: SERVICE_TIERS[type as keyof typeof SERVICE_TIERS] }
    : {}
}
