import { emitWarning, type Warning } from '@patchbay/core'

import type { BedrockOptions } from '../bedrock/options.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { warningsHeader } from '../warnings-header.ts'

/**
 * Hands the warnings of a request's translation to the route's or the configured handler, before anything is sent.
 *
 * @throws RequestFailure 400 where the route is strict and there are warnings, naming the first field at fault
 */
export function acceptWarnings(
  warnings: readonly Warning[],
  options: Pick<BedrockOptions, 'strict' | 'onWarning'>,
): void {
  refuseWhenStrict(warnings, options)
  emitAll(warnings, options)
}

function refuseWhenStrict(warnings: readonly Warning[], { strict }: Pick<BedrockOptions, 'strict'>): void {
  const [first] = warnings
  if (strict !== true || first === undefined) return
  throw new RequestFailure(
    warnings.map(({ message }) => message).join(' '),
    { status: 400, code: first.code, param: first.field },
    DO_NOT_RETRY,
  )
}

/** Hands the warnings of an answer to the same handlers: it has come, and is given. */
export function emitAll(
  warnings: readonly Warning[],
  { onWarning }: Pick<BedrockOptions, 'onWarning'>,
): void {
  for (const warning of warnings) emitWarning(warning, onWarning)
}

/** The header of an answer that repeats its warnings; nothing when there are none. */
export function warningHeaders(warnings: readonly Warning[]): Record<string, string> {
  return warnings.length === 0 ? {} : { 'x-patchbay-warnings': warningsHeader(warnings) }
}
