import { isObject, type JsonObject } from '../json-shape.ts'

/** Roles of system text in OpenAI's APIs. */
const SYSTEM_ROLES: ReadonlySet<unknown> = new Set(['system', 'developer'])

/** Makes a reader of the path of the first system message, of those in a list, that stands behind another one. */
export function systemWithin(name: string): (body: JsonObject) => string | undefined {
  return (body) => {
    const list = body[name]
    if (!Array.isArray(list)) return undefined
    let hasBegun = false
    for (const [index, item] of list.entries()) {
      if (!isObject(item) || !SYSTEM_ROLES.has(item['role'])) hasBegun = true
      else if (hasBegun) return `${name}[${index}]`
    }
    return undefined
  }
}
