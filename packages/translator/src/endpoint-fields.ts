import { isOfKind, type RequestField } from './converse/request-table.ts'
import type { WarningCollector } from './context.ts'
import { expectObject, isAbsent, kindOf, reject } from './json-shape.ts'
import type { JsonObject } from './json-shape.ts'

/** What becomes of one field. */
export type FieldRow = Omit<RequestField, 'aliasOf'>

/** What becomes of each field of one endpoint's requests. */
export type FieldTable = Readonly<Record<string, FieldRow>>

/**
 * Reads the body of an endpoint by its table: `extra_body` is spread (what stands outside of it wins), `null` counts
 * as absent, types are checked. Ignored and unknown fields are left out and reported.
 *
 * @throws TranslationError (400) for a body that is no object, a field of a wrong type, a rejected field
 */
export function readEndpointFields(body: unknown, table: FieldTable, warnings: WarningCollector): JsonObject {
  const { extra_body: extra, ...request } = expectObject(body, 'The request body')
  const more = isAbsent(extra) ? {} : expectObject(extra, 'extra_body')
  const kept = new Map<string, unknown>()
  for (const [name, value] of [...Object.entries(request), ...Object.entries(more)]) {
    if (isAbsent(value) || kept.has(name)) continue
    if (isKept(name, value, table, warnings)) kept.set(name, value)
  }
  return Object.fromEntries(kept)
}

function isKept(name: string, value: unknown, table: FieldTable, warnings: WarningCollector): boolean {
  const row = Object.hasOwn(table, name) ? table[name] : undefined
  if (row === undefined) {
    warnings.add('unknown_parameter', name, `${name} is not a parameter of this request; it was left out.`)
    return false
  }
  if (!row.kinds.some((kind) => isOfKind(value, kind)))
    reject(name, `${name} must be of type ${row.kinds.join(' or ')}, not ${kindOf(value)}.`)
  if (row.fate === 'translated') return true
  const asksForNothing = row.neutral?.some((neutral) => JSON.stringify(neutral) === JSON.stringify(value))
  if (asksForNothing === true) return false
  if (row.fate === 'rejected')
    reject(name, `${name} cannot be served by Bedrock. ${row.note}`, 'unsupported_parameter')
  warnings.add('unsupported_parameter', name, `${name} was left out. ${row.note}`)
  return false
}
