import type { WarningCollector } from '../context.ts'
import { findExactText, isContainer } from './exact-json.ts'

/**
 * Whether a value holds integers that may have been rounded: JavaScript numbers beyond 2^53 are no longer exact. Round ones, such as
 * `1e20`, and those that no integer type holds, such as `1e300`, are amounts or limits, and no ids that lost their last digits.
 */
export function holdsInexactInteger(value: unknown): boolean {
  // Without recursion: values may be nested deeper than the stack.
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'number' && isInexactInteger(next)) return true
    if (isContainer(next)) for (const member of Object.values(next)) waiting.push(member)
  }
  return false
}

/** Significant digits that a number of somebody's choice has at most. A rounded id has sixteen or seventeen. */
const ROUND_DIGITS = 12

function isInexactInteger(number: number): boolean {
  if (!Number.isInteger(number) || Number.isSafeInteger(number) || Math.abs(number) >= 2 ** 128) return false
  const [digits = ''] = number.toExponential().replace(/[-.]/g, '').split('e')
  return digits.length > ROUND_DIGITS
}

/**
 * Warns of integers that a caller hands over as JavaScript numbers. A value whose exact text is known is written exactly.
 *
 * @param path - the caller's path of the value
 */
export function warnOfInexactIntegers(value: unknown, path: string, warnings: WarningCollector): void {
  if (findExactText(value) === undefined && holdsInexactInteger(value)) addWarning(path, warnings)
}

/** The same for a value that a caller is handed as JavaScript numbers, whatever is known of its text. */
export function warnOfRoundedIntegers(value: unknown, path: string, warnings: WarningCollector): void {
  // A text is remembered only where numbers differ from it.
  if (findExactText(value) !== undefined || holdsInexactInteger(value)) addWarning(path, warnings)
}

function addWarning(path: string, warnings: WarningCollector): void {
  warnings.add(
    'inexact_integer',
    path,
    `${path} holds an integer beyond 2^53 as a JavaScript number, which cannot hold it exactly. Use a string for such an id.`,
  )
}
