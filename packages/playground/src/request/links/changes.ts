import type { Path } from '../../json/path.ts'
import { childrenOf, isContainer, isSameValue } from '../../json/tree.ts'

/**
 * The parts of `before` that are not the same in `after`, each as small as it can be named: what is gone, and what has another value.
 * Elements of arrays are matched by their values where their number differs.
 */
export function changedParts(before: unknown, after: unknown, path: Path = []): Path[] {
  if (isSameValue(before, after)) return []
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after))
    return [path]
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length)
    return missingElements(before, after as unknown[]).map((index) => [...path, index])
  return childrenOf(before).flatMap(([step, child]) => {
    const below = [...path, step]
    return Object.hasOwn(after, step)
      ? changedParts(child, (after as Record<string | number, unknown>)[step], below)
      : [below]
  })
}

function missingElements(before: readonly unknown[], after: readonly unknown[]): number[] {
  const left = [...after]
  return before.flatMap((element, index) => {
    const found = left.findIndex((other) => isSameValue(element, other))
    if (found === -1) return [index]
    left.splice(found, 1)
    return []
  })
}
