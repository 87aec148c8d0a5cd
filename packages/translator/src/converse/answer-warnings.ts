import type { WarningCollector } from '../context.ts'
import { saysMore } from './answer-ending.ts'

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
  /** Legacy answers hold one call. */
  surplusCall: (warnings: WarningCollector): void =>
    warnings.add(
      'tool_call_suppressed',
      'functions',
      'function_call holds one call; the others were left out. Use tools.',
    ),
  /** A block that this package does not know. */
  unknownBlock: (block: object, warnings: WarningCollector): void =>
    warnings.add(
      'unsupported_content',
      'content',
      `A block of kind "${Object.keys(block)[0] ?? 'empty'}" in the answer was left out.`,
    ),
  /** OpenAI's reason hides that something went wrong. */
  stopReason: (stopReason: string | undefined, warnings: WarningCollector): void => {
    if (stopReason === undefined || !saysMore(stopReason)) return
    warnings.add(
      'unusual_stop_reason',
      'finish_reason',
      `The model stopped for a reason that OpenAI has no word for: ${stopReason}.`,
    )
  },
} as const
