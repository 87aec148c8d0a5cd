import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { RequestFields } from './request-table.ts'

/** The members of an object that a protocol has, and what is known of those within. */
export interface KnownMembers {
  readonly members: readonly string[]
  readonly within?: Readonly<Record<string, MembersOf>>
}

/** By the object itself where its members depend on its type; `undefined` where nothing is known of it. */
export type MembersOf = KnownMembers | ((value: JsonObject) => KnownMembers | undefined)

/** Marks for prompt caching, which may stand in many places. */
export const CACHE_MARKS = ['cache_control', 'prompt_cache_breakpoint'] as const

/** Known members of the objects that have a `type`. */
export const byType =
  (types: Readonly<Record<string, KnownMembers>>): MembersOf =>
  ({ type }) =>
    typeof type === 'string' && Object.hasOwn(types, type) ? types[type] : undefined

/**
 * Warns of members that nothing reads, in the fields of a request that are objects or lists of objects. Members that are null count as
 * absent, and what is no object is left to those who read it.
 *
 * @param known - the fields that are looked at, by their first names
 */
export function warnOfMembers(
  { fields, nameOf }: RequestFields,
  known: Readonly<Record<string, MembersOf>>,
  warnings: WarningCollector,
): void {
  for (const name in known) {
    const value = fields[name]
    const members = known[name]
    if (value !== undefined && members !== undefined) warnWithin(value, [nameOf(name)], members, warnings)
  }
}

/** @param trail - the parts of the path: it is written only where there is something to warn of, and most members are known */
function warnWithin(value: unknown, trail: string[], known: MembersOf, warnings: WarningCollector): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item !== 'object') continue
      trail.push(`[${index}]`)
      warnWithin(item, trail, known, warnings)
      trail.pop()
    }
    return
  }
  if (!isObject(value)) return
  const table = typeof known === 'function' ? known(value) : known
  if (table === undefined) return
  for (const name of Object.keys(value)) {
    const member = value[name]
    if (isAbsent(member)) continue
    const within =
      table.within !== undefined && Object.hasOwn(table.within, name) ? table.within[name] : undefined
    if (within !== undefined) {
      if (typeof member !== 'object') continue
      trail.push(`.${name}`)
      warnWithin(member, trail, within, warnings)
      trail.pop()
    } else if (!table.members.includes(name)) {
      const path = `${trail.join('')}.${name}`
      warnings.add(
        'unknown_parameter',
        path,
        `${path} is not known here, and nothing in Converse stands for it; it was left out.`,
      )
    }
  }
}
