import { isObject, kindOf } from '../json-shape.ts'

/** What a JSON value has to be. Members that a structure does not name are not looked at. */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  /** A `Uint8Array`. */
  | 'bytes'
  /** Any JSON, as deep as `MAX_DEPTH`. */
  | 'document'
  /** Looked at elsewhere. */
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly members: Readonly<Record<string, Shape>> }
  /** One of several. The first that the value's kind fits is read. */
  | { readonly either: readonly Shape[] }

/** Levels that a JSON value may have: far more than people write, and far fewer than exhaust a stack. */
const MAX_DEPTH = 1000

/** Where a value is at fault, and why. `message` is a sentence that begins with the path. */
interface ShapeProblem {
  readonly path: string
  readonly message: string
}

/**
 * A value of which every member has the type that its shape says. Members that are `null` are left out, as AWS's own
 * protocol has it: to the readers they are missing. What needs no change is not copied.
 *
 * @param path - the path of the value in messages; empty for a whole request or answer
 * @param fail - makes the error of a value of the wrong type
 * @throws what `fail` gives
 */
export function readShape<Value>(
  value: unknown,
  shape: Shape,
  path: string,
  fail: (problem: ShapeProblem) => Error,
): Value {
  return read(value, shape, path, (at, message) => {
    throw fail({ path: at, message: `${at === '' ? 'The body' : at} ${message}.` })
  }) as Value
}

type Refuse = (path: string, message: string) => never

function read(value: unknown, shape: Shape, path: string, refuse: Refuse): unknown {
  if (typeof shape === 'string') return readSimple(value, shape, path, refuse)
  if ('either' in shape) return readEither(value, shape.either, path, refuse)
  if ('list' in shape) {
    if (!Array.isArray(value)) return refuse(path, `must be an array, not ${kindOf(value)}`)
    return readEach(value, shape.list, path, refuse)
  }
  if (!isObject(value) || value instanceof Uint8Array)
    return refuse(path, `must be an object, not ${kindOf(value)}`)
  return readMembers(value, shape, path, refuse)
}

function readEach(list: readonly unknown[], shape: Shape, path: string, refuse: Refuse): unknown {
  let copy: unknown[] | undefined
  // Gaps in a list of JavaScript are items, too.
  for (let index = 0; index < list.length; index += 1) {
    const found = read(list[index], shape, `${path}[${index}]`, refuse)
    if (found !== list[index]) (copy ??= Array.from(list))[index] = found
  }
  return copy ?? list
}

function readMembers(
  value: Readonly<Record<string, unknown>>,
  shape: Exclude<Shape, string | { list: Shape } | { either: readonly Shape[] }>,
  path: string,
  refuse: Refuse,
): unknown {
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(value)) {
    const member = value[name]
    const expected = 'map' in shape ? shape.map : memberOf(shape.members, name)
    if (member === undefined || expected === undefined) continue
    if (member === null) {
      delete (copy ??= { ...value })[name]
      continue
    }
    const found = read(member, expected, path === '' ? name : `${path}.${name}`, refuse)
    if (found !== member) (copy ??= { ...value })[name] = found
  }
  return copy ?? value
}

function memberOf(members: Readonly<Record<string, Shape>>, name: string): Shape | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined
}

function readEither(value: unknown, shapes: readonly Shape[], path: string, refuse: Refuse): unknown {
  const fitting = shapes.find((shape) => fitsKind(value, shape))
  if (fitting !== undefined) return read(value, fitting, path, refuse)
  return refuse(path, `must be ${shapes.map(nameOf).join(' or ')}, not ${kindOf(value)}`)
}

function fitsKind(value: unknown, shape: Shape): boolean {
  if (typeof shape !== 'string') return 'list' in shape ? Array.isArray(value) : isObject(value)
  return shape === 'document' || shape === 'any' || typeof value === shape
}

function nameOf(shape: Shape): string {
  if (typeof shape === 'string') return `a ${shape}`
  return 'list' in shape ? 'an array' : 'an object'
}

function readSimple(value: unknown, shape: Shape & string, path: string, refuse: Refuse): unknown {
  if (shape === 'any') return value
  if (shape === 'document')
    return isTooDeep(value) ? refuse(path, `is nested more than ${MAX_DEPTH} levels deep`) : value
  if (shape === 'bytes') {
    if (value instanceof Uint8Array) return value
    return refuse(path, `must be bytes, not ${kindOf(value)}`)
  }
  return typeof value === shape ? value : refuse(path, `must be a ${shape}, not ${kindOf(value)}`)
}

/**
 * Whether a value has more than `MAX_DEPTH` levels of objects and arrays within one another; one that holds itself has. Without
 * recursion, since that is what such a value exhausts.
 */
export function isTooDeep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  // The members of a level, and their levels: a path from the root to where the walk is.
  const lists: (readonly unknown[])[] = [[value]]
  const places = [0]
  while (lists.length > 0) {
    const last = lists.length - 1
    const next = (lists[last] as readonly unknown[])[places[last] as number]
    places[last] = (places[last] as number) + 1
    if (places[last] > (lists[last] as readonly unknown[]).length) {
      lists.pop()
      places.pop()
    } else if (typeof next === 'object' && next !== null && !ArrayBuffer.isView(next)) {
      if (lists.length > MAX_DEPTH) return true
      lists.push(Array.isArray(next) ? next : Object.values(next))
      places.push(0)
    }
  }
  return false
}
