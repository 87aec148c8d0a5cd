import type { StopReason } from '@aws-sdk/client-bedrock-runtime'

import { isKnownStopReason } from '../converse/stop-reason.ts'

/** Why an answer ended, as the Responses API says it. */
export type ResponseEnding =
  | { readonly status: 'completed'; readonly incomplete_details: null }
  | {
      readonly status: 'incomplete'
      readonly incomplete_details: { readonly reason: 'max_output_tokens' | 'content_filter' }
    }

const COMPLETED: ResponseEnding = { status: 'completed', incomplete_details: null }
const CUT: ResponseEnding = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
const FILTERED: ResponseEnding = { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseResponse.html (stopReason) */
const ENDINGS = {
  end_turn: COMPLETED,
  stop_sequence: COMPLETED,
  tool_use: COMPLETED,
  max_tokens: CUT,
  model_context_window_exceeded: CUT,
  guardrail_intervened: FILTERED,
  content_filtered: FILTERED,
  malformed_model_output: COMPLETED,
  malformed_tool_use: COMPLETED,
} as const satisfies Record<StopReason, ResponseEnding>

/** Converse → Responses: the status that a stop reason stands for. Unknown reasons count as complete. */
export function toResponseEnding(stopReason: string | undefined): ResponseEnding {
  return isKnownStopReason(stopReason) ? ENDINGS[stopReason] : COMPLETED
}

/**
 * Responses → Converse: why the answer ended.
 *
 * @param hasCalls - the answer calls tools: Bedrock says `tool_use` then, and its callers depend on that
 */
export function toStopReason(status: unknown, incompleteReason: unknown, hasCalls: boolean): StopReason {
  if (status === 'incomplete')
    return incompleteReason === 'content_filter' ? 'content_filtered' : 'max_tokens'
  return hasCalls ? 'tool_use' : 'end_turn'
}
