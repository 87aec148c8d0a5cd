/** References within a JSON Schema. https://json-schema.org/understanding-json-schema/structuring#dollarref */
import { isObject } from '../json-shape.ts'

export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * The schema that a reference means: the root by `#`, a part of it by a JSON Pointer (`#/$defs/a/properties/b`, with `~1`, `~0`
 * and percent-encoding), a definition by its `$anchor` or `$id`.
 *
 * @returns `undefined` for a reference to nothing, or out of the schema
 */
export function findReferenced(reference: string, root: JsonSchema): JsonSchema | undefined {
  const own = typeof root['$id'] === 'string' ? root['$id'].replace(/#$/, '') : ''
  const local = own !== '' && reference.startsWith(`${own}#`) ? reference.slice(own.length) : reference
  if (local === '#' || (own !== '' && local === own)) return root
  if (local.startsWith('#/')) return followPointer(local.slice(2), root)
  const [keyword, name] = local.startsWith('#') ? ['$anchor', decode(local.slice(1))] : ['$id', local]
  return findNamed(root, keyword, name)
}

/** Whether a reference claims to stay inside of the schema that holds it. */
export function isLocalReference(reference: string): boolean {
  return reference.startsWith('#')
}

function followPointer(pointer: string, root: JsonSchema): JsonSchema | undefined {
  const steps = pointer.split('/')
  // As it stands, a name may also hold what a pointer would have to escape.
  const [keyword = '', ...name] = steps
  const definitions = root[keyword]
  const plain = isObject(definitions) ? ownMember(definitions, name.join('/')) : undefined
  if (isObject(plain)) return plain
  const target = steps.reduce<unknown>(
    (value, step) => ownMember(value, decode(step).replaceAll('~1', '/').replaceAll('~0', '~')),
    root,
  )
  return isObject(target) ? target : undefined
}

function ownMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as JsonSchema)[name]
    : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The first object in the schema that has the keyword with this value. */
function findNamed(value: unknown, keyword: string, name: string): JsonSchema | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isObject(value) && value[keyword] === name) return value
  for (const member of Object.values(value)) {
    const found = findNamed(member, keyword, name)
    if (found !== undefined) return found
  }
  return undefined
}
