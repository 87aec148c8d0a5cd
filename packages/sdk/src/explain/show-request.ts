import {
  createRedactor,
  isKeyName,
  isRecord,
  parseJSON,
  REDACTED,
  secretsInHeaders,
  type UnsentRequest,
  type Warning,
} from '@patchbay/core'

import type { ExplainedRequest } from './explained-request.ts'

/** A request that was not sent, as it is shown: without anything secret, wherever it stands. */
export function showRequest(unsent: UnsentRequest, warnings: readonly Warning[]): ExplainedRequest {
  const { method, url, headers, host, target, credentials, redactor } = unsent
  const inHeaders = createRedactor(secretsInHeaders(headers))
  const hide = <Value>(value: Value): Value =>
    inHeaders.value(redactor === undefined ? value : redactor.value(value)) as Value
  const body = readBody(unsent.body)
  return {
    method,
    url: hide(withoutUser(url)),
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, shownHeader(name, value, hide)])),
    body: hide(body),
    api: apiOf(new URL(url).pathname),
    host,
    model: unsent.model ?? modelOf(body, url),
    target,
    credentials,
    warnings: hide([...warnings]),
  }
}

/** Short keys are no secrets that a redactor looks for: by their names they are. */
function shownHeader(name: string, value: string, hide: (text: string) => string): string {
  if (value.startsWith('AWS4-HMAC-')) return shownSignature(value)
  const shown = hide(value)
  return isKeyName(name) && shown === value && !value.includes(REDACTED) ? REDACTED : shown
}

/** Which service and region a request is signed for, and which headers the signature covers, is worth seeing. */
function shownSignature(value: string): string {
  return value
    .replace(/Credential=[^/,]+/, `Credential=${REDACTED}`)
    .replace(/Signature=[^,]+/, `Signature=${REDACTED}`)
}

function withoutUser(href: string): string {
  const url = new URL(href)
  if (url.username === '' && url.password === '') return href
  url.username = ''
  url.password = ''
  return url.href
}

function readBody(body: UnsentRequest['body']): unknown {
  if (body === null || body === undefined) return undefined
  const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : body
  const text = bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes
  if (typeof text === 'string') return parseJSON(text) ?? text
  if (text instanceof URLSearchParams) return text.toString()
  return `(${body.constructor.name})`
}

/** The APIs by the ends of paths: Bedrock's own, and those that OpenAI and Anthropic name. */
const APIS: readonly (readonly [RegExp, string])[] = [
  [/\/converse(?:-stream)?$/, 'converse'],
  [/\/invoke(?:-with-response-stream)?$/, 'invoke-model'],
  [/\/(?:count-tokens|count_tokens|input_tokens)$/, 'count-tokens'],
  [/\/chat\/completions$/, 'chat-completions'],
  [/\/responses(?:\/[^/]+)?$/, 'responses'],
  [/\/messages$/, 'messages'],
  [/\/completions$/, 'completions'],
  [/\/embeddings$/, 'embeddings'],
]

function apiOf(path: string): string | undefined {
  return APIS.find(([pattern]) => pattern.test(path))?.[1]
}

const MODEL_IN_PATH = /\/model\/([^/]+)\//

function modelOf(body: unknown, url: string): string | undefined {
  if (isRecord(body) && typeof body['model'] === 'string') return body['model']
  const inPath = MODEL_IN_PATH.exec(new URL(url).pathname)?.[1]
  return inPath === undefined ? undefined : decodeURIComponent(inPath)
}
