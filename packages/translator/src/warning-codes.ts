/**
 * Every code that a translation's warnings have, and what it says. The documentation is made of this table; a code that
 * is missing here is a compile error where it is reported.
 */
export const WARNING_CODES = {
  beta_flag_renamed: 'A beta flag was sent under the name that it has on Bedrock.',
  blank_stop_sequence: 'A stop sequence that consists of whitespace was left out.',
  cache_ttl_shortened: 'A cached prefix expires sooner than asked.',
  clamped_parameter: 'A number was lowered to the highest that the model takes.',
  duplicate_tool: 'Of two tools with the same name the first was kept.',
  duplicate_tool_call: 'Of two calls with the same id in one round the first was kept.',
  duplicate_tool_result: 'A second result of one call was left out.',
  flagged_without_category: 'A guardrail intervened for a reason that OpenAI has no category for.',
  grammar_not_enforced: "A custom tool's grammar became a description.",
  hosted_tool_left_out: 'A tool that Bedrock would have to run was left out.',
  images_missing: 'The model returned fewer images than requested.',
  inexact_integer:
    'An integer beyond 2^53 is or becomes a JavaScript number, which cannot hold it exactly: send it as a string.',
  invalid_tool_arguments: 'The arguments of an earlier call are no JSON object; they went in as a text.',
  malformed_tool_use: 'The arguments of a call were not a JSON object, or it had no name and was left out.',
  metadata_out_of_limits: "An entry of `metadata` exceeds Bedrock's limits and was left out.",
  misplaced_cache_point: 'A cache mark stands after nothing that can be cached.',
  missing_tool_result: 'A call without a result got an error result.',
  orphan_tool_result: 'A result without a call was sent as text.',
  placeholder_turn: 'A placeholder was put where Bedrock requires a user turn.',
  prefill_not_supported: 'A prefilled answer became a turn, followed by a request to continue.',
  profile_left:
    'The request goes to Mantle, by the bare id: not through the inference profile that it names.',
  reasoning_dropped: 'Reasoning of an earlier turn was left out: unsigned, or not for this model.',
  reasoning_effort_lowered: 'The model does not have this effort; the nearest lower one was taken.',
  reasoning_effort_raised:
    'The model does not have this effort, or always reasons; the nearest higher one was taken.',
  raised_parameter: 'A number was raised to the lowest that the API takes.',
  reasoning_history_missing:
    'Thinking was left out of this request: the running tool loop lost its reasoning.',
  response_format_by_tool: 'The schema became the input of a tool, which stands in for the answer.',
  response_format_not_enforced: 'The schema became an instruction.',
  search_result_as_text: 'A search result was sent as text.',
  server_tool_use: 'The service used a tool of its own; the call is not shown.',
  size_approximated: 'The size was changed to the nearest that the model has.',
  strict_not_supported: '`strict` was left out of a tool.',
  system_message_moved:
    'System text from within the conversation was put at its beginning, or into the user turn at its place.',
  system_as_user_text: 'The system text was put before the first user text.',
  thinking_changed:
    'Thinking was asked for in a form that the model does not take; it went in the other one.',
  thinking_budget_changed: 'The thinking budget was changed to be within its limits.',
  tool_call_suppressed: 'A call that was not allowed is not shown.',
  tool_choice_not_forced: 'The tool choice became `auto`.',
  tool_schema_changed: "A tool's schema was changed into one that the model takes.",
  tool_result_status: 'The status of a tool result was left out.',
  too_many_cache_points: 'The last four cache marks were kept.',
  too_many_stop_sequences: 'As many stop sequences were kept as the model takes.',
  unknown_parameter: 'A field that is not a parameter of the request was left out.',
  unsupported_cache_point: 'The model has no prompt caching there; the mark was left out.',
  unsupported_cache_ttl: "The cached prefix lives for the model's default lifetime.",
  unsupported_content_block: 'A part or block was left out.',
  unsupported_parameter: 'A field was left out.',
  unusual_stop_reason:
    "The model stopped for a reason that the protocol has no word for; OpenAI's answers hold it as `native_finish_reason`.",
} as const satisfies Readonly<Record<string, string>>

/** What a warning of a translation is called. */
export type WarningCode = keyof typeof WARNING_CODES
