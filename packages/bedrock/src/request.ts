import { copyMessage, type HttpRequest } from './smithy.ts'

/** A request's query as part of a URL, with its `?`, or nothing. */
export function toSearch(query: HttpRequest['query'] | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    const values: readonly string[] = typeof value === 'string' ? [value] : value
    return values.map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`)
  })
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** A URL's query in the form that requests of the SDK have it. */
export function toQuery(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name)
    query[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return query
}

/** The same request at another origin, said as HTTP/1.1 says it: `host`, and no `:authority`. */
export function withHost(request: HttpRequest, { protocol, hostname, port, host }: URL): HttpRequest {
  const headers = { ...request.headers, host }
  for (const name of Object.keys(headers)) {
    if (name === ':authority' || (name !== 'host' && name.toLowerCase() === 'host'))
      Reflect.deleteProperty(headers, name)
  }
  return copyMessage(request, { protocol, hostname, port: port === '' ? undefined : Number(port), headers })
}
