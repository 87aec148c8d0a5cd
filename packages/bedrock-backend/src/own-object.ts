/**
 * What `JSON.parse(JSON.stringify(value))` gives, which is what the reader of an event's text has: it shares no object with `value`,
 * and has no members without a value. Plain objects and arrays are copied without writing their text.
 */
export function toOwnObject(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return isKept(value) ? value : throughText(value)
  // Gaps are items, too.
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => toOwnObject(item) ?? null)
  const prototype: unknown = Object.getPrototypeOf(value)
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in value) return throughText(value)
  const copy: Record<string, unknown> = { ...value }
  for (const name in copy) {
    const member = copy[name]
    if (isKept(member)) continue
    const own = toOwnObject(member)
    if (own === undefined) delete copy[name]
    else copy[name] = own
  }
  return copy
}

/**
 * Whether an object is in JSON what it is, and has no objects in it that another could share. Empty lists do not count: whoever
 * writes one, writes a new one each time.
 *
 * @param but the name of a member that is not looked at
 */
export function isFlat(object: object, but?: string): boolean {
  for (const name in object) {
    const member: unknown = object[name as keyof typeof object]
    if (!isKept(member) && name !== but && !(Array.isArray(member) && member.length === 0)) return false
  }
  return true
}

/** Whether a value is in JSON what it is. */
function isKept(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)
}

/** `undefined` for what has no place in JSON. */
function throughText(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? undefined : JSON.parse(text)
}
