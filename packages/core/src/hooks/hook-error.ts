import { isRecord } from '../internal/is-record.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { HookError } from './hook-event.ts'

/**
 * A failure in the words of hooks: of what was thrown, of an error envelope of OpenAI's or Anthropic's, or of an event that reports
 * it.
 *
 * @param status that of the answer, where there is one
 */
export function toHookError(failure: unknown, status: number | undefined, redactor: Redactor): HookError {
  const error = isRecord(failure) && isReason(failure['error']) ? failure['error'] : failure
  if (typeof error === 'string')
    return { name: 'Error', status, code: undefined, message: redactor.text(error) }
  const { name, type, status: own, code, message } = members(error)
  return {
    name: text(name) ?? text(type) ?? 'Error',
    status: status ?? (typeof own === 'number' ? own : undefined),
    code: text(code) ?? (typeof code === 'number' ? String(code) : undefined),
    message: redactor.text(
      text(message) ?? (status === undefined ? 'The request failed.' : `Status ${status}.`),
    ),
  }
}

interface Members {
  readonly name?: unknown
  readonly type?: unknown
  readonly status?: unknown
  readonly code?: unknown
  readonly message?: unknown
}

/** `fetch failed` says nothing by itself: its cause has the code. */
function members(error: unknown): Members {
  if (!(error instanceof Error)) return isRecord(error) ? error : {}
  const { name, message, cause } = error
  const { code, status, details } = error as { code?: unknown; status?: unknown; details?: unknown }
  // What becomes an envelope by itself has its type and code in `details`.
  if (isRecord(details) && typeof details['type'] === 'string') return { ...details, message }
  const ofCause = cause instanceof Error ? (cause as { code?: unknown }).code : undefined
  const words = cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message
  return { name, code: code ?? ofCause, status, message: words }
}

function isReason(value: unknown): boolean {
  return isRecord(value) || (typeof value === 'string' && value !== '')
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
