import { formatJson } from '../../json/format-json.ts'
import type { Sent } from '../outcome.ts'
import { bodyHeaders, ownHeaders } from '../own-headers.ts'

/**
 * What would be sent as a command of curl, for a shell such as bash. A key of the environment authenticates it: a Bedrock API key, or
 * that of the OpenAI-compatible server.
 */
export function toCurl({ method, url, headers, body, host }: Sent): string {
  const lines = [
    `curl -X ${quote(method)} ${quote(url)}`,
    `-H "authorization: Bearer $${host === undefined ? 'OPENAI_API_KEY' : 'AWS_BEARER_TOKEN_BEDROCK'}"`,
    ...[...bodyHeaders(headers), ...ownHeaders(headers)].map(
      ([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
    ),
    ...(body === undefined ? [] : [`--data-binary ${quote(formatJson(body))}`]),
  ]
  return `${lines.join(' \\\n  ')}\n`
}

/** In single quotes a shell reads everything as it is. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
