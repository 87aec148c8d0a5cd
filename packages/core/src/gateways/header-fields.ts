import { NAME, VALUE } from '../headers.ts'

/**
 * Headers of one request, by names in lower case. Reading and changing them costs a small part of what it costs with `Headers`, which
 * check each name and value again.
 */
export type HeaderFields = Map<string, string>
/** Those that nobody changes. */
export type ReadonlyHeaderFields = ReadonlyMap<string, string>

/** A copy of `headers`. */
export function fieldsOf(headers: Headers): HeaderFields {
  const fields: HeaderFields = new Map(headers)
  // Of all headers this one alone is not joined.
  if (fields.has('set-cookie')) fields.set('set-cookie', headers.get('set-cookie') ?? '')
  return fields
}

/** The same as `Headers`, for functions of others and for `fetch`. */
export function toHeaders(fields: ReadonlyHeaderFields): Headers {
  return new Headers([...fields])
}

/**
 * Sets a field to what comes of `value` in `Headers`.
 *
 * @param name in lower case
 * @throws TypeError where `Headers` throw one
 */
export function setField(fields: HeaderFields, name: string, value: string): void {
  const isPlain = NAME.test(name) && VALUE.test(value)
  // Without types it may be no text.
  fields.set(name, isPlain ? String(value).trim() : (new Headers([[name, value]]).get(name) ?? ''))
}
