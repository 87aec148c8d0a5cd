import type { Random } from './random.ts'
import type { Json } from './seeds.ts'

const deep = (depth: number): Json => {
  let value: Json = 'x'
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** What a field is replaced with: every type, and what is odd in each. */
const ODD: readonly (() => Json)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => 0.1,
  () => '',
  () => ' ',
  () => 'x',
  () => '\ud800',
  () => '\u0000',
  () => '{',
  () => '{}',
  () => '[1]',
  () => 'data:image/png;base64,AAAA',
  () => 'data:;,',
  () => 'data:image/png;base64,%%%',
  () => '__proto__',
  () => 'constructor',
  () => 'x'.repeat(5000),
  () => '\n'.repeat(5000),
  () => [],
  () => [[]],
  () => [null],
  () => ['x'],
  () => [{}],
  () => ({}),
  () => ({ type: 'text', text: 'x' }),
  () => ({ type: null }),
  () => ({ role: 'user', content: null }),
  () => JSON.parse('{"__proto__":{"polluted":true}}') as Json,
  () => ({ toString: 'x', valueOf: 1, length: -1 }),
  () => deep(60),
]

/** A copy with one to four of its fields replaced, removed, doubled, wrapped or exchanged. */
export function mutate(seed: Json, random: Random): Json {
  const root = { root: structuredClone(seed) }
  const count = 1 + random.below(4)
  for (let change = 0; change < count; change += 1) changeOne(root, random)
  return root.root
}

function changeOne(root: { root: Json }, random: Random): void {
  const places = placesIn(root)
  // A body whose root was removed.
  if (places.length === 0) return void Object.assign(root, { root: {} })
  const { holder, key } = random.pick(places)
  const value = read(holder, key)
  const other = random.pick(places)
  const changes: readonly (() => void)[] = [
    () => write(holder, key, random.pick(ODD)()),
    () => write(holder, key, random.pick(ODD)()),
    () => write(holder, key, random.pick(ODD)()),
    () => remove(holder, key),
    () => write(holder, key, [structuredClone(value), structuredClone(value)]),
    () => write(holder, key, { value: structuredClone(value) }),
    () => write(holder, key, structuredClone(read(other.holder, other.key))),
    () => write(holder, key, typeof value === 'string' ? Number(value) || 7 : (JSON.stringify(value) ?? '')),
  ]
  random.pick(changes)()
}

type Holder = Json[] | { [key: string]: Json }

interface Place {
  readonly holder: Holder
  readonly key: string
}

const MOST_PLACES = 2000

function placesIn(root: { root: Json }): readonly Place[] {
  const places: Place[] = []
  const visit = (holder: Holder, depth: number): void => {
    for (const key of Object.keys(holder)) {
      if (places.length >= MOST_PLACES) return
      places.push({ holder, key })
      const value = read(holder, key)
      if (typeof value === 'object' && value !== null && depth < 100) visit(value, depth + 1)
    }
  }
  visit(root, 0)
  return places
}

const read = (holder: Holder, key: string): Json => (holder as { [key: string]: Json })[key] as Json

function write(holder: Holder, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}
