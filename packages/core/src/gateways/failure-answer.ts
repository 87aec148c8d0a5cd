import { typeOfStatus } from '../errors/error-response.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { plainHeaders, readAnswerText } from './answer.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { isRecord } from '../internal/is-record.ts'

const LONGEST_TEXT = 2_000

/**
 * A gateway's failure in OpenAI's envelope, whatever shape it came in: `{ error: {...} }` with fields missing (Javelin),
 * `{ status: 'failure', message }` (Portkey), `{ detail }` (FastAPI, bedrock-access-gateway), text, a proxy's HTML page.
 * Status and headers stay the same, so that the client retries as usual; neither these nor the text quote a secret.
 */
export async function normalizeFailure(
  response: Response,
  gateway: string,
  redactor: Redactor,
): Promise<Response> {
  if (response.status < 400) return response
  const text = redactor.json(await readAnswerText(response))
  const body = parseJSON(text)
  const headers = redactor.headers(plainHeaders(response))
  headers.set('content-type', 'application/json')
  return new Response(JSON.stringify(toEnvelope(body, text, response, gateway)), {
    status: response.status,
    headers,
  })
}

function toEnvelope(
  body: unknown,
  text: string,
  response: Response,
  gateway: string,
): Record<string, unknown> {
  const rest = isRecord(body) ? body : {}
  const given = isRecord(rest['error']) ? rest['error'] : {}
  const error = {
    ...given,
    message: readMessage(given) ?? readMessage(rest) ?? textMessage(text, body, response.status, gateway),
    type: nonBlank(given['type']) ?? typeOfStatus(response.status),
    code: given['code'] ?? rest['code'] ?? readCode(response),
    param: given['param'] ?? readParam(rest['detail']),
  }
  return isRecord(rest['error']) ? { ...rest, error } : { error }
}

/** Portkey marks failures that are its own rather than the provider's. */
function readCode(response: Response): string | null {
  return response.headers.get('x-portkey-gateway-exception') === 'true' ? 'gateway_exception' : null
}

function readMessage(body: Record<string, unknown>): string | undefined {
  return (
    nonBlank(body['message']) ??
    nonBlank(body['error']) ??
    nonBlank(body['Message']) ??
    detailMessage(body['detail']) ??
    nonBlank(body['reject_prompt'])
  )
}

/** FastAPI's `detail`: a text, or for a refused body a list of `{ loc, msg }`. */
function detailMessage(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return isRecord(detail) ? readMessage(detail) : nonBlank(detail)
  const lines = detail
    .filter(isRecord)
    .map((item) => [readLocation(item), nonBlank(item['msg'])].filter(Boolean).join(': '))
  return nonBlank(lines.join('; '))
}

function readParam(detail: unknown): string | null {
  const first: unknown = Array.isArray(detail) ? detail[0] : undefined
  return isRecord(first) ? (readLocation(first) ?? null) : null
}

function readLocation(item: Record<string, unknown>): string | undefined {
  if (!Array.isArray(item['loc'])) return undefined
  const path = item['loc'].map(String)
  return nonBlank((path[0] === 'body' ? path.slice(1) : path).join('.'))
}

function textMessage(text: string, body: unknown, status: number, gateway: string): string {
  const plain = typeof body === 'string' ? body.trim() : text.trim()
  if (plain === '' || plain.startsWith('<')) return `The gateway "${gateway}" answered with status ${status}.`
  return plain.length > LONGEST_TEXT ? `${plain.slice(0, LONGEST_TEXT)}…` : plain
}

function nonBlank(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
