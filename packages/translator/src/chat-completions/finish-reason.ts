import type { StopReason } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion } from 'openai/resources/chat/completions'

import type { TranslationContext } from '../context.ts'
import type { ResponseContext } from './response-context.ts'
import { isKnownStopReason, isUnusualStopReason } from '../converse/stop-reason.ts'

/** OpenAI's reasons for the end of an answer. */
export type FinishReason = ChatCompletion.Choice['finish_reason']

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseResponse.html (stopReason) */
const FINISH_REASONS = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'content_filter',
  content_filtered: 'content_filter',
  malformed_model_output: 'stop',
  malformed_tool_use: 'stop',
} as const satisfies Record<StopReason, FinishReason>

/** https://platform.openai.com/docs/api-reference/chat/object (finish_reason) */
const STOP_REASONS = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'content_filtered',
} as const satisfies Record<FinishReason, StopReason>

/** Converse → OpenAI. A reason that this table does not know yet, or none, is `stop`. */
export function toFinishReason(stopReason: string | undefined): FinishReason {
  return isKnownStopReason(stopReason) ? FINISH_REASONS[stopReason] : 'stop'
}

/**
 * OpenAI → Converse. A reason that this table does not know yet, or none, is `end_turn`.
 *
 * @param hasCalls - the answer calls tools. OpenAI says `stop` when the call was forced, and some backends always do; Bedrock says
 *   `tool_use`, and its callers depend on that
 */
export function toStopReason(finishReason: string | null | undefined, hasCalls = false): StopReason {
  const reason = toKnownReason(finishReason)
  return hasCalls && reason === 'end_turn' ? 'tool_use' : reason
}

function toKnownReason(finishReason: string | null | undefined): StopReason {
  return typeof finishReason === 'string' && Object.hasOwn(STOP_REASONS, finishReason)
    ? STOP_REASONS[finishReason as FinishReason]
    : 'end_turn'
}

/** Why an answer ended, as OpenAI says it. */
export interface AnswerEnding {
  readonly finish_reason: FinishReason
  readonly native_finish_reason?: string
}

/**
 * Why an answer ended, given which of its tool calls are shown: where all became content or were left out, the
 * finish reason is `stop`.
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
    stopReason !== undefined && (!context.options.strictOpenAICompliance || isUnusualStopReason(stopReason))
  return exposed ? { finish_reason, native_finish_reason: stopReason } : { finish_reason }
}
