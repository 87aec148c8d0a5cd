import type { IncomingMessage, ServerResponse } from 'node:http'

import { copyHeaders, createRedactor, isKeyName, PROVIDER_CREDENTIAL_HEADERS } from '@patchbay/core'

/**
 * Headers that end here: keys and cookies are for this server, and what a browser says of its page and what the bodies are encoded
 * with is between it and the caller.
 */
const FOR_THE_SERVER = [
  ...PROVIDER_CREDENTIAL_HEADERS,
  'accept-encoding',
  'content-encoding',
  'cookie',
  'origin',
  'referer',
]

/**
 * The headers that the route is given.
 *
 * @param apiKey the key of this server, if it has one: a header that has it in it ends here, whatever its name is
 */
export function requestHeaders(
  { rawHeaders, headers: { connection } }: IncomingMessage,
  apiKey: string | undefined,
): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  const own = copyHeaders(headers)
  for (const name of [...FOR_THE_SERVER, ...fieldsOfConnection(connection)]) own.delete(name)
  const isKey = findKeys(apiKey)
  for (const [name, value] of Array.from(own)) if (isKey(name, value)) own.delete(name)
  return own
}

/** A URL without the parameters that hold a key of the caller's; the others as they came. */
export function withoutKeys(url: string, apiKey: string | undefined): string {
  const start = url.indexOf('?')
  if (start === -1) return url
  const isKey = findKeys(apiKey)
  const kept = url
    .slice(start + 1)
    .split('&')
    .filter((pair) => {
      const [[name, value] = ['', '']] = new URLSearchParams(pair)
      const word = name.toLowerCase().replaceAll('_', '-')
      return word !== 'key' && !isKey(word, value)
    })
  return url.slice(0, start) + (kept.length === 0 ? '' : `?${kept.join('&')}`)
}

/** Says of a header or a parameter whether it holds a key of the caller's: by its name, or because it is the one of this server. */
function findKeys(apiKey: string | undefined): (name: string, value: string) => boolean {
  const redactor = createRedactor(apiKey === undefined ? [] : [apiKey])
  return (name, value) => isKeyName(name) || redactor.text(value) !== value
}

/** Sets the headers of the route's answer. `fetch` has decoded its body. */
export function setAnswerHeaders(response: ServerResponse, answer: Response): void {
  const headers = copyHeaders(answer.headers)
  for (const name of ['content-encoding', ...fieldsOfConnection(answer.headers.get('connection'))])
    headers.delete(name)
  if (response.hasHeader('access-control-allow-origin'))
    for (const name of answer.headers.keys()) if (name.startsWith('access-control-')) headers.delete(name)
  response.setHeaders(headers)
}

/** Headers that `Connection` names are for one connection alone. RFC 9110 7.6.1 */
function fieldsOfConnection(connection: string | null | undefined): string[] {
  const names = (connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
}
