import type { Warning } from '@patchbay/core'

/** Names of chat completions that shared rules speak of → the Messages API's. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bparallel_tool_calls\b/g, 'tool_choice.disable_parallel_tool_use'],
  [/\breasoning_effort\b/g, 'output_config.effort'],
  [/\bresponse_format\b/g, 'output_config.format'],
  [/\.function\.strict\b/g, '.strict'],
]

/** Warnings in the caller's own words. */
export function inMessagesWords(warnings: readonly Warning[]): Warning[] {
  const rename = (text: string): string =>
    NAMES.reduce((rest, [pattern, name]) => rest.replaceAll(pattern, name), text)
  return warnings.map(({ code, field, message }) => ({
    code,
    field: rename(field),
    message: rename(message),
  }))
}
