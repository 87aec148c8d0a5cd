/**
 * Every code that a translation's warnings have, and what it says. The documentation is made of this table; a code that
 * is missing here is a compile error where it is reported.
 */
export const WARNING_CODES = {
  blank_stop_sequence: 'A stop sequence of blank space alone was left out.',
  cache_ttl_shortened: 'A cached prefix lives for a shorter time than asked.',
  clamped_parameter: 'A number was lowered to the highest that the model takes.',
  duplicate_tool: 'Of two tools with one name the first stayed.',
  duplicate_tool_call: 'Of two calls with one id, in one round, the first stayed.',
  duplicate_tool_result: 'A second result of one call was left out.',
  flagged_without_category: 'A guardrail intervened for a reason that OpenAI has no category for.',
  grammar_not_enforced: "A custom tool's grammar became a description.",
  images_missing: 'Fewer images came than were asked for.',
  malformed_tool_use: 'The arguments of a call were no JSON object.',
  metadata_out_of_limits: "An entry of `metadata` is outside of Bedrock's limits, and was left out.",
  misplaced_cache_point: 'A cache mark stands after nothing that can be cached.',
  missing_tool_result: 'A call got an error result, since the messages hold none.',
  orphan_tool_result: 'A result without a call was sent as text.',
  placeholder_turn: 'A placeholder was put where Bedrock wants a user turn.',
  prefill_not_supported: 'A begun answer became a turn of its own, with a request to continue.',
  reasoning_dropped: 'Reasoning of an earlier turn was left out: unsigned, or not for this model.',
  reasoning_effort_lowered: 'The model does not have this effort; a lower one was taken.',
  reasoning_effort_raised: 'The model always reasons; the lowest effort was taken.',
  reasoning_history_missing:
    'Thinking was left out of this request: the running tool loop lost its reasoning.',
  response_format_not_enforced: 'The schema became an instruction.',
  search_result_as_text: 'A search result was sent as text.',
  server_tool_use: 'The service used a tool of its own; the call is not shown.',
  size_approximated: 'The size became the nearest that the model has.',
  strict_not_supported: '`strict` was left out of a tool.',
  system_as_user_text: 'The system text was put before the first user text.',
  thinking_budget_changed: 'The thinking budget was moved into its bounds.',
  tool_call_suppressed: 'A call that was not allowed is not shown.',
  tool_choice_not_forced: 'The tool choice became `auto`.',
  tool_result_status: 'The status of a tool result was left out.',
  too_many_cache_points: 'The last four cache marks were kept.',
  too_many_stop_sequences: 'As many stop sequences were kept as the model takes.',
  unknown_parameter: 'A field that is no parameter of the request was left out.',
  unsupported_cache_point: 'The model has no prompt caching there; the mark was left out.',
  unsupported_cache_ttl: "The cached prefix lives for the model's default time.",
  unsupported_content_block: 'A part or block was left out.',
  unsupported_parameter: 'A field was left out.',
  unusual_stop_reason:
    "The model stopped for a reason that the protocol has no word for; OpenAI's answers hold it as `native_finish_reason`.",
} as const satisfies Readonly<Record<string, string>>

/** What a warning of a translation is called. */
export type WarningCode = keyof typeof WARNING_CODES
