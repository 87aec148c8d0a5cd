import type { StopReason } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion } from 'openai/resources/chat/completions'

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

/** Whether OpenAI's reasons say as much as Converse's does. If not, the raw reason is worth showing. */
export function isKnownStopReason(stopReason: string | undefined): stopReason is StopReason {
  return stopReason !== undefined && Object.hasOwn(FINISH_REASONS, stopReason)
}

/**
 * OpenAI → Converse. A reason that this table does not know yet, or none, is `end_turn`.
 *
 * @param hasCalls - the answer calls tools. OpenAI says `stop` when the call was forced, some backends always; Bedrock says
 *   `tool_use` then, and its callers go by it
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
