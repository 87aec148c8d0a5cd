import type { Redactor } from './redactor.ts'

const DEEPEST_CAUSE = 5

/**
 * What was thrown, for the caller to see: the same error, with other words in its message, stack, causes and other members where
 * these quote a secret. An error that is frozen is replaced by a copy of the same class.
 */
export function errorWithoutSecrets(error: unknown, redactor: Redactor, depth = 0): unknown {
  if (!(error instanceof Error)) return redactor.value(error)
  const changes = new Map<string, PropertyDescriptor>()
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name)
    const safe = depth < DEEPEST_CAUSE ? memberWithoutSecrets(value, redactor, depth) : undefined
    if (safe === value) continue
    const enumerable = Object.getOwnPropertyDescriptor(error, name)?.enumerable ?? false
    changes.set(name, { value: safe, enumerable, configurable: true, writable: true })
  }
  if (changes.size === 0) return error
  const changed = [...changes].every(([name, descriptor]) => Reflect.defineProperty(error, name, descriptor))
  return changed ? error : copyError(error, changes)
}

function memberWithoutSecrets(value: unknown, redactor: Redactor, depth: number): unknown {
  if (value instanceof Error) return errorWithoutSecrets(value, redactor, depth + 1)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => memberWithoutSecrets(item, redactor, depth + 1))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  return redactor.value(value)
}

function copyError(error: Error, changes: ReadonlyMap<string, PropertyDescriptor>): Error {
  const members = { ...Object.getOwnPropertyDescriptors(error), ...Object.fromEntries(changes) }
  for (const descriptor of Object.values(members)) descriptor.configurable = true
  return Object.create(Object.getPrototypeOf(error) as object, members) as Error
}
