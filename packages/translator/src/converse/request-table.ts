import type { WarningCollector } from '../context.ts'
import { expectObject, isAbsent, isObject, kindOf, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** What becomes of a field. `ignored` gives a warning; `rejected` is a 400. */
export type RequestFieldFate = 'translated' | 'ignored' | 'rejected'

/** What the value of a field is in JSON. */
type JsonKind = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'

/** One row of the table. Both the code and the documentation are driven by it. */
export interface RequestField {
  readonly fate: RequestFieldFate
  /** One line for a reader: where it goes, or why it cannot. */
  readonly note: string
  /** The JSON types it may have. `null` is allowed too, and equals leaving the field out. */
  readonly kinds: readonly JsonKind[]
  /** Values that ask for nothing: no warning and no refusal for them. */
  readonly neutral?: readonly unknown[]
  /** The first name of the field, where this is another spelling of it. */
  readonly aliasOf?: string
}

/** What becomes of every field of a protocol's request. */
export type FieldTable = Readonly<Record<string, RequestField>>

/** A row for another spelling of a field. */
export const alias = (aliasOf: string, kinds: readonly JsonKind[]): RequestField => ({
  fate: 'translated',
  note: `Another spelling of \`${aliasOf}\`.`,
  kinds,
  aliasOf,
})

export const translated = (kinds: readonly JsonKind[], note: string): RequestField => ({
  fate: 'translated',
  note,
  kinds,
})

export const ignored = (
  kinds: readonly JsonKind[],
  note: string,
  neutral: readonly unknown[] = [],
): RequestField => ({
  fate: 'ignored',
  note,
  kinds,
  neutral,
})

export const rejected = (
  kinds: readonly JsonKind[],
  note: string,
  neutral: readonly unknown[] = [],
): RequestField => ({
  fate: 'rejected',
  note,
  kinds,
  neutral,
})

/** Spellings outside of the types: what JavaScript callers write in camel case. */
const MORE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['stopSequences', 'stop_sequences'],
  ['topK', 'top_k'],
  ['anthropicBeta', 'anthropic_beta'],
  ['includeThinkingData', 'include_thinking_data'],
])

/** A request's fields under their first names, each present once. */
export interface RequestFields {
  readonly fields: JsonObject
  /** The caller's path of a field: it may be an alias, or stand in `extra_body`. */
  readonly nameOf: (field: string) => string
}

/**
 * Reads a body by a protocol's table: `extra_body` is spread (what stands outside of it wins), other spellings get their first name, and
 * types are checked. Every ignored or unknown field is reported.
 *
 * @throws TranslationError (400) for a body that is no object, a field of a wrong type, a rejected field
 */
export function readFieldsBy(table: FieldTable, body: unknown, warnings: WarningCollector): RequestFields {
  const request = expectObject(body, 'The request body')
  const { extra_body: given } = request
  const extra = isAbsent(given) ? undefined : expectObject(given, 'extra_body')
  const fields: Record<string, unknown> = {}
  const names = new Map<string, string>()
  const add = (name: string, path: string, value: unknown): void => {
    if (isAbsent(value) || name === 'extra_body') return
    const found = findRow(table, name)
    const first = found?.aliasOf ?? (found === undefined ? MORE_ALIASES.get(name) : name) ?? name
    if (Object.hasOwn(fields, first)) return
    const row = first === name ? found : findRow(table, first)
    checkField(row, path, value, warnings)
    // A plain assignment of `__proto__` would change the prototype.
    if (row !== undefined) fields[first] = value
    if (path !== first) names.set(first, path)
  }
  for (const name of Object.keys(request)) add(name, name, request[name])
  if (extra !== undefined) for (const name of Object.keys(extra)) add(name, `extra_body.${name}`, extra[name])
  return { fields, nameOf: (field) => names.get(field) ?? field }
}

function findRow(table: FieldTable, name: string): RequestField | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function checkField(
  row: RequestField | undefined,
  path: string,
  value: unknown,
  warnings: WarningCollector,
): void {
  if (row === undefined) {
    warnings.add(
      'unknown_parameter',
      path,
      `${path} is not a parameter of this request; it was left out. Send fields of the model itself in additionalModelRequestFields.`,
    )
    return
  }
  if (!row.kinds.some((kind) => isOfKind(value, kind))) {
    reject(path, `${path} must be ${row.kinds.map(article).join(' or ')}, not ${kindOf(value)}.`)
  }
  if (row.fate === 'translated' || row.neutral?.some((neutral) => sameJson(neutral, value)) === true) return
  if (row.fate === 'rejected')
    reject(path, `${path} cannot be served by Bedrock. ${row.note}`, 'unsupported_parameter')
  warnings.add('unsupported_parameter', path, `${path} was left out. ${row.note}`)
}

/** Whether a JSON value is of a kind. */
export function isOfKind(value: unknown, kind: JsonKind): boolean {
  if (kind === 'array') return Array.isArray(value)
  if (kind === 'object') return isObject(value)
  if (kind === 'integer') return Number.isInteger(value)
  return typeof value === kind && !Number.isNaN(value)
}

function article(kind: JsonKind): string {
  return /^[aio]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
