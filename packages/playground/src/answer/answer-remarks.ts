import type { RequestRemark } from '../request/remarks.ts'
import type { ReadPaste } from './paste/pasted-answer.ts'
import type { TranslatedAnswer } from './translation/translate-answer.ts'

/** What there is to say of a pasted text: why it is no answer, what of it is not read, or what could not be expressed. */
export function remarksOn(read: ReadPaste, { steps, unread, warnings }: TranslatedAnswer): RequestRemark[] {
  if (read.kind === 'empty') return []
  if (read.kind === 'problem') {
    const { message, range } = read
    return [{ severity: 'error', code: 'no answer', field: undefined, message, range, line: range?.line }]
  }
  const failed = steps.at(-1)
  const range = failed?.failure === undefined ? undefined : failed.event?.range
  const ignored: RequestRemark[] =
    unread === 0
      ? []
      : [
          {
            severity: 'warning',
            code: 'not read',
            field: undefined,
            message: `${unread === 1 ? 'One event comes' : `${unread} events come`} after the failure, and nobody reads ${unread === 1 ? 'it' : 'them'}.`,
            range,
            line: range?.line,
          },
        ]
  return [
    ...ignored,
    ...warnings.map(({ code, field, message }): RequestRemark => ({
      severity: 'warning',
      code,
      field,
      message,
      range: undefined,
      line: undefined,
    })),
  ]
}
