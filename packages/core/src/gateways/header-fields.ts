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

/** RFC 9110 5.6.2: a token, in lower case. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
const VALUE = /^[\t\x20-\x7e]*$/

/**
 * Sets a field to what comes of `value` in `Headers`.
 *
 * @param name in lower case
 * @throws TypeError where `Headers` throw one
 */
export function setField(fields: HeaderFields, name: string, value: string): void {
  const isPlain = typeof value === 'string' && VALUE.test(value) && value.trim() === value && NAME.test(name)
  fields.set(name, isPlain ? value : (new Headers([[name, value]]).get(name) ?? ''))
}
