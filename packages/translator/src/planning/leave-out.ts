import type { JsonObject } from '../json-shape.ts'

/**
 * A body without what a way cannot carry. The body itself is not changed; where nothing is left out it is returned as it is.
 *
 * @param paths - names of members (`background`), or items of a list that is one (`tools[1]`); see `Way.without`
 */
export function leaveOut(body: JsonObject, paths: readonly string[]): JsonObject {
  if (paths.length === 0) return body
  const gone = new Set(paths)
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    if (gone.has(name)) continue
    kept[name] = Array.isArray(value) ? value.filter((_item, index) => !gone.has(`${name}[${index}]`)) : value
  }
  return kept
}
