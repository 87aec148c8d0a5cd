/** The descriptors of an object's own properties, of those of its parts that a registration may touch included. */
export type Snapshot = ReadonlyMap<string, PropertyDescriptor>

/** What the clients count on their own: calls so far. */
const COUNTERS = /\._(?:apiKeyInvocation|lastCachedAPIKeyInvocation)$/

const PARTS = new Set([
  'completions',
  'responses',
  'clientConfig',
  'client',
  '_options',
  'fields',
  'configuration',
])

export function snapshotOf(object: object, path = 'model'): Snapshot {
  const snapshot = new Map<string, PropertyDescriptor>()
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)
    if (descriptor === undefined) continue
    snapshot.set(`${path}.${String(key)}`, descriptor)
    const value: unknown = descriptor.value
    if (typeof key !== 'string' || !PARTS.has(key) || typeof value !== 'object' || value === null) continue
    for (const [name, inner] of snapshotOf(value, `${path}.${key}`)) snapshot.set(name, inner)
  }
  return snapshot
}

/** The paths of all properties that differ in value (by identity), in their flags, or in being there at all. */
export function tracesBetween(before: Snapshot, after: Snapshot): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => !COUNTERS.test(path) && !isSame(before.get(path), after.get(path)))
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return (['value', 'get', 'set', 'writable', 'enumerable', 'configurable'] as const).every((flag) =>
    Object.is(one[flag], other[flag]),
  )
}
