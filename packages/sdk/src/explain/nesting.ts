/** Whether an error says that the stack is exhausted, as writing a value does that is nested too deeply, or that a text is too long. */
export function isExhausted(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Firefox has an error of its own for the stack.
  if (error.name === 'InternalError') return true
  return (
    error instanceof RangeError && ['call stack', 'string length'].some((one) => error.message.includes(one))
  )
}

/** Why a value exhausts the stack: in words that follow `it`. */
export function describeNesting(value: unknown): string {
  const levels = levelsOf(value)
  if (levels === undefined) return 'holds itself, and cannot be written as JSON'
  return `is nested ${levels.toLocaleString('en')} levels deep, or is too long, to be written as JSON. Look for tool arguments or schemas that are nested thousands of levels deep`
}

/** An object or array whose members are being looked at. */
interface Place {
  readonly value: object
  readonly members: readonly unknown[]
  next: number
  /** Levels of the members so far. */
  below: number
}

/** How many levels of objects and arrays there are; `undefined` where one holds itself. Without recursion, and each but once. */
function levelsOf(value: unknown): number | undefined {
  const known = new Map<object, number>()
  const path: Place[] = [placeOf([value])]
  const onPath = new Set<object>()
  for (let place = path.at(-1); place !== undefined; place = path.at(-1)) {
    const { members, next, below } = place
    if (next === members.length) {
      known.set(place.value, below + 1)
      onPath.delete(place.value)
      path.pop()
      const parent = path.at(-1)
      if (parent === undefined) return below
      parent.below = Math.max(parent.below, below + 1)
      continue
    }
    place.next += 1
    const member = members[next]
    if (typeof member !== 'object' || member === null || ArrayBuffer.isView(member)) continue
    if (onPath.has(member)) return undefined
    const levels = known.get(member)
    if (levels === undefined) {
      onPath.add(member)
      path.push(placeOf(member))
    } else place.below = Math.max(below, levels)
  }
  return undefined
}

function placeOf(value: object): Place {
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  return { value, members, next: 0, below: 0 }
}
