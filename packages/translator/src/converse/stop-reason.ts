import type { StopReason } from '@aws-sdk/client-bedrock-runtime'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseResponse.html (stopReason) */
const STOP_REASONS = {
  end_turn: 'usual',
  stop_sequence: 'usual',
  tool_use: 'usual',
  max_tokens: 'usual',
  model_context_window_exceeded: 'usual',
  guardrail_intervened: 'usual',
  content_filtered: 'usual',
  malformed_model_output: 'unusual',
  malformed_tool_use: 'unusual',
} as const satisfies Record<StopReason, 'usual' | 'unusual'>

/** Whether this package knows the reason. */
export function isKnownStopReason(stopReason: string | undefined): stopReason is StopReason {
  return stopReason !== undefined && Object.hasOwn(STOP_REASONS, stopReason)
}

/** Whether the callers' protocols have no value for the reason, so that the raw reason should be shown. */
export function isUnusualStopReason(stopReason: string): boolean {
  return !isKnownStopReason(stopReason) || STOP_REASONS[stopReason] === 'unusual'
}
