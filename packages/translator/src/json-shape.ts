import { TranslationError } from './translation-error.ts'

/** A JSON object whose members nobody has checked yet. */
export type JsonObject = { readonly [key: string]: unknown }

/** Whether a JSON value is an object, neither an array nor `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value of a JSON text, or `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a field counts as absent: in OpenAI's requests `null` means the same as leaving it out. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

/** Throws the 400 for a field at fault: `param` is the caller's path of it. */
export function reject(param: string, message: string, code: string | null = null): never {
  throw new TranslationError(message, { param, code })
}

/** The value as an object, else a 400 that names `path`. */
export function expectObject(value: unknown, path: string): JsonObject {
  return isObject(value) ? value : reject(path, `${path} must be an object, not ${kindOf(value)}.`)
}

/** The value as a string, else a 400 that names `path`. */
export function expectString(value: unknown, path: string): string {
  return typeof value === 'string' ? value : reject(path, `${path} must be a string, not ${kindOf(value)}.`)
}

/** The value as an array, else a 400 that names `path`. */
export function expectArray(value: unknown, path: string): readonly unknown[] {
  return Array.isArray(value) ? value : reject(path, `${path} must be an array, not ${kindOf(value)}.`)
}

/** An optional string: `undefined` when absent, a 400 when it is anything else. */
export function optionalString(value: unknown, path: string): string | undefined {
  return isAbsent(value) ? undefined : expectString(value, path)
}

/** What a JSON value is, for messages: `an array`, `a number`, `nothing`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
