import { emitWarning, type Warning } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { warningsHeader } from '../warnings-header.ts'
import type { Services } from './services.ts'

/**
 * Hands the warnings of a request's translation to the route's or the configured handler, before anything is sent.
 *
 * @throws RequestFailure 400 where the route is strict and there are warnings, naming the first field at fault
 */
export function acceptWarnings(
  warnings: readonly Warning[],
  services: Pick<Services, 'settings' | 'onWarning'>,
): void {
  refuseWhenStrict(warnings, services)
  emitAll(warnings, services)
}

function refuseWhenStrict(warnings: readonly Warning[], { settings }: Pick<Services, 'settings'>): void {
  const [first] = warnings
  if (settings.options.strict !== true || first === undefined) return
  throw new RequestFailure(
    warnings.map(({ message }) => message).join(' '),
    { status: 400, code: first.code, param: first.field },
    DO_NOT_RETRY,
  )
}

/** Hands the warnings of an answer to the same handlers: it has come, and is given. */
export function emitAll(warnings: readonly Warning[], { onWarning }: Pick<Services, 'onWarning'>): void {
  for (const warning of warnings) emitWarning(warning, onWarning)
}

/** The header of an answer that repeats its warnings; nothing when there are none. */
export function warningHeaders(warnings: readonly Warning[]): Record<string, string> {
  return warnings.length === 0 ? {} : { 'x-patchbay-warnings': warningsHeader(warnings) }
}

/** One for each code and field: the plan of a way and the translation to it may know of the same. */
export function withoutRepeated(warnings: readonly Warning[]): readonly Warning[] {
  if (warnings.length < 2) return warnings
  const known = new Set<string>()
  return warnings.filter(({ code, field, message }) => {
    const key = [code, field, message].join('\n')
    return !known.has(key) && known.add(key) !== undefined
  })
}
