import type { HookEvent } from '@patchbay/core'

/** What is said where nothing of few values is known. https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
const OTHER = '_OTHER'

/**
 * `error.type` of a request or an attempt: the code that the provider has given, else the name of the exception, else the HTTP status.
 * A caller who gave up has not met an error.
 */
export function errorTypeOf({
  error,
  status,
  outcome,
}: Pick<HookEvent, 'error' | 'status' | 'outcome'>): string | undefined {
  if (outcome !== 'error') return undefined
  if (error?.code !== undefined) return error.code
  if (error !== undefined && error.name !== 'Error') return error.name
  return status === undefined ? OTHER : String(status)
}
