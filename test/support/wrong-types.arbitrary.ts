import * as fc from 'fast-check'

type Path = readonly (string | number)[]

/** What stands in place of a member; `MISSING` takes it away. */
const MISSING = Symbol('missing')
const WRONG: readonly unknown[] = [
  null,
  MISSING,
  0,
  -1.5,
  true,
  '',
  'text',
  [],
  [null],
  ['text'],
  [[]],
  [{}],
  {},
  { text: 0 },
  { a: { b: [null] } },
]

/** A value with one to three of its members, at any depth, replaced by ones of another type. */
export function withWrongTypes(values: readonly object[]): fc.Arbitrary<unknown> {
  return fc.constantFrom(...values).chain((value) => {
    const paths = listPaths(value)
    const change = fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...WRONG))
    return fc
      .array(change, { minLength: 1, maxLength: 3 })
      .map((changes) =>
        changes.reduce<unknown>((changed, [path, wrong]) => replace(changed, path, wrong), value),
      )
  })
}

function listPaths(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([key, member]): Path[] => {
    const step = Array.isArray(value) ? Number(key) : key
    return [[step], ...listPaths(member).map((path) => [step, ...path])]
  })
}

function replace(value: unknown, [step, ...rest]: Path, wrong: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value
  const copy: Record<string | number, unknown> = (Array.isArray(value) ? [...value] : { ...value }) as never
  if (rest.length > 0) copy[step] = replace(copy[step], rest, wrong)
  else if (wrong === MISSING) delete copy[step]
  else copy[step] = wrong
  return copy
}
