import { isAbsent } from '../json-shape.ts'
import type { RequestFields } from './request-table.ts'

/** A value of a request, with the caller's own path of it: that is what errors and warnings name. */
export interface Stated<Value = unknown> {
  readonly value: Value
  readonly path: string
}

/** A field of a request by its first name; `undefined` where the caller did not state it. */
export function readStated({ fields, nameOf }: RequestFields, name: string): Stated | undefined {
  const value = fields[name]
  return isAbsent(value) ? undefined : { value, path: nameOf(name) }
}

/** The same for a number. Other types count as not stated: the request's table has refused them. */
export function readStatedNumber(request: RequestFields, name: string): Stated<number> | undefined {
  return typeof request.fields[name] === 'number'
    ? (readStated(request, name) as Stated<number> | undefined)
    : undefined
}

/** The same for a boolean. */
export function readStatedBoolean(request: RequestFields, name: string): Stated<boolean> | undefined {
  return typeof request.fields[name] === 'boolean'
    ? (readStated(request, name) as Stated<boolean> | undefined)
    : undefined
}
