import { isObject } from '../is-object.ts'
import type { ShapeModel } from './service-model-types.ts'
import { SERVICE_MODEL } from '../generated/service-model.ts'
import { invalid, type Rejection } from './service-error.ts'

/** What is wrong with a value. The service reports broken constraints together, everything else alone. */
type Problem =
  | { readonly kind: 'constraint'; readonly text: string }
  | { readonly kind: 'type' | 'key' | 'union'; readonly text: string }

/** Where a value stands. The service counts list members from 1 in constraints, and from 0 elsewhere. */
interface Place {
  readonly constraintPath: string
  readonly path: string
}

const ROOT: Place = { constraintPath: '', path: '' }

/**
 * Holds a JSON value against a shape of the service model: types, required members, unknown members, unions,
 * enums, patterns and ranges.
 *
 * @param uriMembers values of the members that travel in the path, by member name
 * @returns why the service refuses it, in its words, or `undefined`
 */
export function validateShape(
  shapeName: string,
  value: unknown,
  uriMembers: Readonly<Record<string, string>> = {},
): Rejection | undefined {
  const shape = shapeOf(shapeName)
  const bodyMembers = Object.entries(shape.members ?? {}).filter(
    ([, member]) => member.location === undefined,
  )
  const uriProblems = Object.entries(uriMembers).flatMap(([name, text]) => {
    const member = shape.members?.[name]
    return member ? check(member.shape, text, { constraintPath: name, path: name }) : []
  })
  const bodyShape: ShapeModel = {
    ...shape,
    members: Object.fromEntries(bodyMembers),
    required: (shape.required ?? []).filter((name) => bodyMembers.some(([member]) => member === name)),
  }
  return toRejection([...uriProblems, ...checkStructure(shapeName, bodyShape, value, ROOT)])
}

function toRejection(problems: readonly Problem[]): Rejection | undefined {
  const mistyped = problems.find((problem) => problem.kind === 'type')
  if (mistyped) return { type: 'SerializationException', message: mistyped.text }
  const constraints = problems.filter((problem) => problem.kind === 'constraint')
  if (constraints.length > 0) {
    const count = constraints.length === 1 ? '1 validation error' : `${constraints.length} validation errors`
    return invalid(`${count} detected: ${constraints.map((problem) => problem.text).join('; ')}`)
  }
  const first = problems[0]
  return first && invalid(first.text)
}

function shapeOf(name: string): ShapeModel {
  const shape = SERVICE_MODEL.shapes[name]
  if (!shape) throw new Error(`The service model has no shape ${name}`)
  return shape
}

function check(shapeName: string, value: unknown, place: Place): Problem[] {
  const shape = shapeOf(shapeName)
  if (shape.document) return []
  switch (shape.type) {
    case 'structure':
      return checkStructure(shapeName, shape, value, place)
    case 'list':
      return checkList(shape, value, place)
    case 'map':
      return checkMap(shape, value, place)
    case 'blob':
      return checkBlob(shape, value, place)
    case 'string':
      return checkString(shape, value, place)
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(value, 'Boolean')]
    default:
      return checkNumber(shape, value, place)
  }
}

function checkStructure(shapeName: string, shape: ShapeModel, value: unknown, place: Place): Problem[] {
  if (!isObject(value)) return [wrongType(value, 'structure')]
  const present = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  const unknown = present.filter(([name]) => !Object.hasOwn(shape.members ?? {}, name))
  const missing = (shape.required ?? []).filter((name) => !present.some(([present_]) => present_ === name))
  return [
    ...unknown.map(([name]): Problem => ({ kind: 'key', text: extraneousKey(name, place) })),
    ...missing.map((name) => broken('Value null', member(place, name), 'Member must not be null')),
    ...(shape.union ? checkUnion(shapeName, shape, present, place) : []),
    ...present.flatMap(([name, memberValue]) => {
      const model = shape.members?.[name]
      return model ? check(model.shape, memberValue, member(place, name)) : []
    }),
  ]
}

function checkUnion(
  shapeName: string,
  shape: ShapeModel,
  present: readonly (readonly [string, unknown])[],
  place: Place,
): Problem[] {
  if (present.length === 1) return []
  const at = place.path === '' ? '' : ` at ${place.path}`
  const text =
    present.length === 0
      ? `${shapeName} object${at} must set one of the following keys: ${Object.keys(shape.members ?? {}).join(', ')}.`
      : `${shapeName} object${at} must set only one key, but sets: ${present.map(([name]) => name).join(', ')}.`
  return [{ kind: 'union', text }]
}

function checkList(shape: ShapeModel, value: unknown, place: Place): Problem[] {
  if (!Array.isArray(value)) return [wrongType(value, 'list')]
  return [
    ...checkLength(shape, value.length, JSON.stringify(value), place),
    ...value.flatMap((item: unknown, index) =>
      item === null
        ? [broken('Value null', element(place, index), 'Member must not be null')]
        : check(shape.member ?? '', item, element(place, index)),
    ),
  ]
}

function checkMap(shape: ShapeModel, value: unknown, place: Place): Problem[] {
  if (!isObject(value)) return [wrongType(value, 'map')]
  const entries = Object.entries(value)
  return [
    ...checkLength(shape, entries.length, JSON.stringify(value), place),
    ...entries.flatMap(([key, entry]) => [
      ...check(shape.key ?? '', key, member(place, key)),
      ...check(shape.value ?? '', entry, member(place, key)),
    ]),
  ]
}

function checkBlob(shape: ShapeModel, value: unknown, place: Place): Problem[] {
  if (typeof value !== 'string') return [wrongType(value, 'blob')]
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    return [{ kind: 'type', text: `Invalid base64 at '${place.path}': illegal character or padding` }]
  }
  return checkLength(shape, Buffer.byteLength(value, 'base64'), '[blob]', place)
}

function checkString(shape: ShapeModel, value: unknown, place: Place): Problem[] {
  if (typeof value !== 'string') return [wrongType(value, 'String')]
  const problems = checkLength(shape, value.length, value, place)
  if (shape.enum && !shape.enum.includes(value)) {
    problems.push(
      broken(shown(value), place, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`),
    )
  }
  if (shape.pattern !== undefined && !wholePattern(shape.pattern).test(value)) {
    problems.push(
      broken(shown(value), place, `Member must satisfy regular expression pattern: ${shape.pattern}`),
    )
  }
  return problems
}

const wholePatterns = new Map<string, RegExp>()

/** A pattern of the model, anchored: it must match the whole value. Compiled once. */
function wholePattern(pattern: string): RegExp {
  const known = wholePatterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  wholePatterns.set(pattern, known)
  return known
}

function checkLength(shape: ShapeModel, length: number, value: string, place: Place): Problem[] {
  if (shape.min !== undefined && length < shape.min) {
    return [broken(shown(value), place, `Member must have length greater than or equal to ${shape.min}`)]
  }
  if (shape.max !== undefined && length > shape.max) {
    return [broken(shown(value), place, `Member must have length less than or equal to ${shape.max}`)]
  }
  return []
}

function checkNumber(shape: ShapeModel, value: unknown, place: Place): Problem[] {
  const whole = shape.type === 'integer' || shape.type === 'long'
  if (typeof value !== 'number') return [wrongType(value, whole ? 'Integer' : 'Float')]
  if (whole && !Number.isInteger(value)) return [wrongType(value, 'Integer')]
  if (shape.min !== undefined && value < shape.min) {
    return [broken(shown(`${value}`), place, `Member must have value greater than or equal to ${shape.min}`)]
  }
  if (shape.max !== undefined && value > shape.max) {
    return [broken(shown(`${value}`), place, `Member must have value less than or equal to ${shape.max}`)]
  }
  return []
}

function broken(value: string, place: Place, constraint: string): Problem {
  return {
    kind: 'constraint',
    text: `${value} at '${place.constraintPath}' failed to satisfy constraint: ${constraint}`,
  }
}

function wrongType(value: unknown, expected: string): Problem {
  if (expected === 'list') return { kind: 'type', text: 'Expected list or null' }
  if (expected === 'structure' || expected === 'map')
    return { kind: 'type', text: 'Expected structure or null' }
  if (isObject(value)) return { kind: 'type', text: 'Start of structure or map found where not expected.' }
  if (Array.isArray(value)) return { kind: 'type', text: 'Start of list found where not expected' }
  const token =
    value === true ? 'TRUE_VALUE' : value === false ? 'FALSE_VALUE' : `${typeof value}_VALUE`.toUpperCase()
  return {
    kind: 'type',
    text: `${token} can not be converted to ${/^[AEIOU]/.test(expected) ? 'an' : 'a'} ${expected}`,
  }
}

function extraneousKey(name: string, place: Place): string {
  const pointer = place.path === '' ? '#' : `#/${place.path.replaceAll('.', '/')}`
  return `Malformed input request: ${pointer}: extraneous key [${name}] is not permitted, please reformat your input and try again.`
}

const shown = (value: string): string => `Value '${value.length > 200 ? `${value.slice(0, 200)}...` : value}'`

const join = (path: string, part: string): string => (path === '' ? part : `${path}.${part}`)

const member = (place: Place, name: string): Place => ({
  constraintPath: join(place.constraintPath, name),
  path: join(place.path, name),
})

const element = (place: Place, index: number): Place => ({
  constraintPath: join(place.constraintPath, `${index + 1}.member`),
  path: join(place.path, `${index}`),
})
