import type { StopReason } from '@aws-sdk/client-bedrock-runtime'

import type { SharedResponseContext } from '../converse/response-context.ts'
import type { MessageEnding, MessageStopReason } from './message-types.ts'

/** https://docs.claude.com/en/api/handling-stop-reasons */
const STOP_REASONS = {
  end_turn: 'end_turn',
  stop_sequence: 'stop_sequence',
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  model_context_window_exceeded: 'model_context_window_exceeded',
  guardrail_intervened: 'refusal',
  content_filtered: 'refusal',
  malformed_model_output: 'end_turn',
  malformed_tool_use: 'end_turn',
} as const satisfies Record<StopReason, MessageStopReason>

/** The same members of an answer that has not ended. */
export const NOT_ENDED = {
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  container: null,
} as const satisfies MessageEnding

/**
 * Converse → Anthropic: how an answer ended. A reason that this table does not know yet, or none, is `end_turn`; a call that
 * the caller does not see is none.
 *
 * @param visibleCalls - the tool calls that the caller sees
 */
export function toMessageEnding(
  stopReason: string | undefined,
  visibleCalls: number,
  responseContext: Pick<SharedResponseContext, 'structuredOutputTool' | 'suppressToolCalls'>,
): MessageEnding {
  const mapped: MessageStopReason =
    stopReason !== undefined && Object.hasOwn(STOP_REASONS, stopReason)
      ? STOP_REASONS[stopReason as StopReason]
      : 'end_turn'
  const hidden = responseContext.structuredOutputTool !== undefined || responseContext.suppressToolCalls
  const shown = mapped === 'tool_use' && visibleCalls === 0 && hidden ? 'end_turn' : mapped
  return { ...NOT_ENDED, stop_reason: shown }
}
