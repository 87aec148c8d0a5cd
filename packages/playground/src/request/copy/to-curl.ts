import { formatJson } from '../../json/format-json.ts'
import type { Sent } from '../outcome.ts'

/** Headers that curl writes itself, or that say who sends. */
const LEFT_OUT =
  /^(?:host|content-length|user-agent|x-amz-user-agent|amz-sdk-.*|authorization|x-amz-date|x-amz-content-sha256)$/

/** What would be sent as a command of curl, for a shell such as bash. A Bedrock API key authenticates it, of the environment. */
export function toCurl({ method, url, headers, body }: Sent): string {
  const kept = Object.entries(headers).filter(([name]) => !LEFT_OUT.test(name))
  const lines = [
    `curl -X ${quote(method)} ${quote(url)}`,
    '-H "authorization: Bearer $AWS_BEARER_TOKEN_BEDROCK"',
    ...kept.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quote(formatJson(body))}`]),
  ]
  return `${lines.join(' \\\n  ')}\n`
}

/** In single quotes a shell reads everything as it is. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
