import { connectionError } from './http-client.ts'

/** Codes of undici for what Node names otherwise. https://undici.nodejs.org/#/docs/api/Errors */
const CODES: Readonly<Record<string, readonly [name: string, code: string]>> = {
  HPE_HEADER_OVERFLOW: ['HeadersOverflowError', 'UND_ERR_HEADERS_OVERFLOW'],
}
/** It has no code of a text, as undici has none. */
const UNREADABLE = ['HTTPParserError', undefined] as const
const CLOSED = ['SocketError', 'UND_ERR_SOCKET', 'other side closed'] as const

/** An error of `node:http` as `fetch` words it: a `TypeError` whose cause has the code that applications know. */
export function asFetchError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason
  if (!(error instanceof TypeError) || !('cause' in error)) return error
  const { cause, message } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  const isClosed =
    cause instanceof Error && /^(?:socket hang up|aborted|other side closed)$/.test(cause.message)
  const isUnreadable = code?.startsWith('HPE_') === true
  const [name, known, text] = (isClosed ? CLOSED : CODES[code ?? '']) ?? (isUnreadable ? UNREADABLE : [])
  if (name === undefined || !(cause instanceof Error)) return error
  const named = Object.assign(new Error(text ?? cause.message), { name, code: known })
  return message === 'terminated' ? new TypeError(message, { cause: named }) : connectionError(named)
}
