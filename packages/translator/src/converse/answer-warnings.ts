import type { WarningCollector } from '../context.ts'
import { isUnusualStopReason } from './stop-reason.ts'

/** What an answer holds that its caller does not see, reported alike for whole and streamed answers. */
export const ANSWER_WARNINGS = {
  /** The service ran a tool of its own. */
  serverTool: (name: string | undefined, warnings: WarningCollector): void =>
    warnings.add(
      'server_tool_use',
      'tools',
      `The service used its own tool "${name ?? ''}"; the call was left out.`,
    ),
  /** `tool_choice: "none"`, and the model called all the same. */
  suppressedCall: (name: string | undefined, warnings: WarningCollector): void =>
    warnings.add(
      'tool_call_suppressed',
      'tool_choice',
      `The model called "${name ?? ''}" though no tool was to be called; the call was left out.`,
    ),
  /**
   * A block that this package does not know, or a piece of one.
   *
   * @param field - where the protocol's answers hold their blocks
   */
  unknownBlock: (block: object, field: string, warnings: WarningCollector): void =>
    warnings.add(
      'unsupported_content_block',
      field,
      `A block of kind "${Object.keys(block)[0] ?? 'empty'}" in the answer was left out.`,
    ),
  /**
   * The protocol's own word hides that something went wrong.
   *
   * @param field - where the protocol's answers say why the model stopped
   */
  stopReason: (stopReason: string | undefined, field: string, warnings: WarningCollector): void => {
    if (stopReason === undefined || !isUnusualStopReason(stopReason)) return
    warnings.add(
      'unusual_stop_reason',
      field,
      `The model stopped for a reason that ${field} has no word for: ${stopReason}.`,
    )
  },
} as const
