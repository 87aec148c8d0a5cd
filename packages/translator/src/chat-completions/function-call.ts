import type { WarningCollector } from '../context.ts'

/** The legacy `function_call` of an answer holds one call: of several the first is shown. */
export function warnOfSurplusCall(warnings: WarningCollector): void {
  warnings.add(
    'tool_call_suppressed',
    'functions',
    'function_call holds one call; the others were left out. Use tools.',
  )
}
