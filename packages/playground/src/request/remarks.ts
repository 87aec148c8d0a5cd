import type { Remark } from '../editor/json-editor.ts'
import { type Member, memberNamed, type TextRange } from '../json/members.ts'
import type { Outcome, Refusal } from './outcome.ts'

/** Something to say of a request, and of which part of it. */
export interface RequestRemark {
  readonly severity: 'warning' | 'error'
  /** `unsupported_parameter`, `model_not_found`, ...; an error's status where it has no code. */
  readonly code: string
  /** The caller's name of the field; `undefined` where none is named. */
  readonly field: string | undefined
  readonly message: string
  /** Where it stands in the text; `undefined` where nothing of the field does: headers, or what a default has added. */
  readonly range: TextRange | undefined
  /** The line that it begins in, counted from 1. */
  readonly line: number | undefined
}

/** What there is to say of a text: warnings of what would be sent, or why nothing would be. */
export function remarksOn(outcome: Outcome, text: string, members: readonly Member[]): RequestRemark[] {
  if (outcome.kind === 'unreadable') {
    const { message, range, line } = outcome
    return [{ severity: 'error', code: 'not JSON', field: undefined, message, range, line }]
  }
  if (outcome.kind === 'refused') {
    const field = outcome.field ?? fieldInMessage(outcome.message, members)
    const { message } = outcome
    return [{ severity: 'error', code: codeOf(outcome), field, message, ...place(field, text, members) }]
  }
  return outcome.warnings.map(({ code, field, message }) => ({
    severity: 'warning',
    code,
    field,
    message,
    ...place(field, text, members),
  }))
}

function codeOf({ status, code, name }: Refusal): string {
  if (status === undefined) return code ?? name
  return code === undefined || code === 'request_failed' ? String(status) : `${status} ${code}`
}

/** Errors in Anthropic's and in AWS's form name no field: where the message begins with the name of a member, it is of that. */
function fieldInMessage(message: string, members: readonly Member[]): string | undefined {
  const word = (message.split(' ', 1)[0] ?? '').replaceAll('`', '').replace(/:$/, '')
  return word !== '' && memberNamed(members, word) !== undefined ? word : undefined
}

function place(
  field: string | undefined,
  text: string,
  members: readonly Member[],
): Pick<RequestRemark, 'range' | 'line'> {
  const member = field === undefined ? undefined : memberNamed(members, field)
  if (member === undefined) return { range: undefined, line: undefined }
  return { range: visiblePart(text, member), line: text.slice(0, member.from).split('\n').length }
}

/** The name alone of a member that spans lines: an underline of a whole conversation marks nothing. */
function visiblePart(text: string, { from, to, name, value }: Member): TextRange {
  if (!text.slice(from, to).includes('\n')) return { from, to }
  return name ?? { from: value.from, to: value.from + 1 }
}

/** The remarks as an editor marks them: those without a place are not among them. */
export function toEditorRemarks(remarks: readonly RequestRemark[]): Remark[] {
  return remarks.flatMap(({ severity, message, range }) => (range ? [{ severity, message, ...range }] : []))
}
