import { isObject } from '../is-object.ts'

/** Text that values may be taken from: each is taken once, so that two calls get two values. */
export interface ValueSource {
  readonly text: string
  /** Values named in the text that no argument has taken yet, such as the cities after "in". */
  readonly names: readonly string[]
}

const MAX_DEPTH = 8

/** A value that fits a JSON Schema, deterministic. Optional properties are left out, save plain strings that are all there is. */
export function valueForSchema(
  schema: unknown,
  source: ValueSource,
  name = '',
  root = schema,
  depth = 0,
): unknown {
  if (!isObject(schema) || depth > MAX_DEPTH) return null
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    return valueForSchema(resolve(root, reference), source, name, root, depth + 1)
  }
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return enumValue(schema['enum'], source.text)
  const alternatives = [schema['anyOf'], schema['oneOf']].find(Array.isArray)
  if (alternatives) {
    const chosen = alternatives.find((item) => isObject(item) && item['type'] !== 'null') ?? alternatives[0]
    return valueForSchema(chosen, source, name, root, depth + 1)
  }
  if (Array.isArray(schema['allOf'])) {
    return valueForSchema(merged(schema['allOf'], root), source, name, root, depth + 1)
  }
  return valueForType(typeOf(schema), schema, source, name, root, depth)
}

function valueForType(
  type: string,
  schema: Record<string, unknown>,
  source: ValueSource,
  name: string,
  root: unknown,
  depth: number,
): unknown {
  switch (type) {
    case 'object':
      return objectValue(schema, source, root, depth)
    case 'array':
      return arrayValue(schema, source, name, root, depth)
    case 'number':
    case 'integer':
      return numberValue(schema, source.text, type === 'integer')
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return stringValue(schema, source, name)
  }
}

function objectValue(
  schema: Record<string, unknown>,
  source: ValueSource,
  root: unknown,
  depth: number,
): Record<string, unknown> {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  const wanted = required.length > 0 ? required : depth === 0 ? Object.keys(properties).slice(0, 1) : []
  return Object.fromEntries(
    wanted.map((key) => [key, valueForSchema(properties[key] ?? {}, source, key, root, depth + 1)]),
  )
}

function arrayValue(
  schema: Record<string, unknown>,
  source: ValueSource,
  name: string,
  root: unknown,
  depth: number,
): unknown[] {
  const length = Math.max(1, numeric(schema['minItems']) ?? 1)
  return Array.from({ length }, (_, index) =>
    valueForSchema(
      schema['items'] ?? {},
      { ...source, names: source.names.slice(index) },
      name,
      root,
      depth + 1,
    ),
  )
}

function numberValue(schema: Record<string, unknown>, text: string, whole: boolean): number {
  const lowest = numeric(schema['minimum']) ?? above(numeric(schema['exclusiveMinimum']))
  const highest = numeric(schema['maximum']) ?? below(numeric(schema['exclusiveMaximum']))
  const mentioned = [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(([match]) => Number(match))
  const fits = (value: number) =>
    value >= (lowest ?? -Infinity) && value <= (highest ?? Infinity) && (!whole || Number.isInteger(value))
  const value = mentioned.find(fits) ?? Math.min(Math.max(1, lowest ?? 1), highest ?? Infinity)
  const step = numeric(schema['multipleOf'])
  return step === undefined ? value : Math.ceil(value / step) * step
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2025-01-31',
  'date-time': '2025-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '192.0.2.1',
  hostname: 'example.com',
  duration: 'PT1H',
}

function stringValue(schema: Record<string, unknown>, source: ValueSource, name: string): string {
  const format = schema['format']
  if (typeof format === 'string' && FORMATS[format] !== undefined) return FORMATS[format]
  const candidates = [...source.names, source.text.slice(0, 80).trim(), name, 'example'].filter(
    (item) => item !== '',
  )
  const lowest = numeric(schema['minLength']) ?? 0
  const highest = numeric(schema['maxLength']) ?? Infinity
  const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern']) : undefined
  const fitting = candidates.find(
    (item) => item.length >= lowest && item.length <= highest && (pattern?.test(item) ?? true),
  )
  if (fitting !== undefined) return fitting
  return (candidates[0] ?? '').padEnd(lowest, 'x').slice(0, highest)
}

function enumValue(values: readonly unknown[], text: string): unknown {
  const lower = text.toLowerCase()
  return (
    values.find(
      (value) => typeof value === 'string' && value !== '' && lower.includes(value.toLowerCase()),
    ) ?? values[0]
  )
}

function typeOf(schema: Record<string, unknown>): string {
  const type: unknown = Array.isArray(schema['type'])
    ? schema['type'].find((item) => item !== 'null')
    : schema['type']
  if (typeof type === 'string') return type
  return 'properties' in schema ? 'object' : 'items' in schema ? 'array' : 'string'
}

function merged(schemas: readonly unknown[], root: unknown): Record<string, unknown> {
  const parts = schemas.filter(isObject).map((part) => {
    const reference = part['$ref']
    const target = typeof reference === 'string' ? resolve(root, reference) : part
    return isObject(target) ? target : {}
  })
  return parts.reduce(
    (all, part) => ({
      ...all,
      ...part,
      properties: { ...asObject(all['properties']), ...asObject(part['properties']) },
      required: [...asArray(all['required']), ...asArray(part['required'])],
    }),
    {},
  )
}

function resolve(root: unknown, reference: string): unknown {
  return reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), root)
}

const asObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {})
const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const numeric = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const above = (value: number | undefined): number | undefined => (value === undefined ? undefined : value + 1)
const below = (value: number | undefined): number | undefined => (value === undefined ? undefined : value - 1)
