import type { WarningCollector } from '../context.ts'
import { isUnusualStopReason } from './stop-reason.ts'

/** Warnings of what the caller does not see of an answer; the same for whole and streamed answers and for every protocol. */
export const ANSWER_WARNINGS = {
  /** The service ran a tool of its own. */
  serverTool: (name: string | undefined, warnings: WarningCollector): void =>
    warnings.add(
      'server_tool_use',
      'tools',
      `The service used its own tool "${name ?? ''}"; the call was left out.`,
    ),
  /** The model called a tool although `tool_choice` is `none`. */
  suppressedCall: (name: string | undefined, warnings: WarningCollector): void =>
    warnings.add(
      'tool_call_suppressed',
      'tool_choice',
      `The model called "${name ?? ''}" although tool_choice forbids calls; the call was left out.`,
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
   * The protocol's own stop reason hides that something went wrong.
   *
   * @param field - where the protocol's answers say why the model stopped
   */
  stopReason: (stopReason: string | undefined, field: string, warnings: WarningCollector): void => {
    if (stopReason === undefined || !isUnusualStopReason(stopReason)) return
    warnings.add(
      'unusual_stop_reason',
      field,
      `The model stopped for a reason that ${field} has no value for: ${stopReason}.`,
    )
  },
} as const
