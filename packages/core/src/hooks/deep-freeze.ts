/** Freezes a plain value and everything in it, however deep. Bytes cannot be frozen: they stay as they are. Returns it. */
export function deepFreeze<Value>(value: Value): Value {
  const left: unknown[] = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next !== 'object' || next === null || ArrayBuffer.isView(next) || Object.isFrozen(next))
      continue
    Object.freeze(next)
    for (const member of Object.values(next)) left.push(member)
  }
  return value
}
