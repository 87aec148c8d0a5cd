import { isObject, type JsonObject } from '../json-shape.ts'

/** Roles of system text in OpenAI's APIs. */
const SYSTEM_ROLES: ReadonlySet<unknown> = new Set(['system', 'developer'])

/** Makes a reader of the path of the first system message, of those in a list, that stands behind another one. */
export function systemWithin(name: string): (body: JsonObject) => string | undefined {
  return (body) => {
    const list = body[name]
    if (!Array.isArray(list)) return undefined
    const isSystem = (item: unknown) => isObject(item) && SYSTEM_ROLES.has(item['role'])
    const start = list.findIndex((item) => !isSystem(item))
    const index = start < 0 ? -1 : list.findIndex((item, at) => at > start && isSystem(item))
    return index < 0 ? undefined : `${name}[${index}]`
  }
}
