import { isRecord } from '../internal/is-record.ts'

/** Words without which no text reports a failure: a cheap look before it is parsed. */
export function mayReport(text: string): boolean {
  return /error|fault|"detail"|"message"\s*:\s*"/i.test(text)
}

/** Members of answers: what has one of them is an answer, whatever else it says. */
const ANSWER_MEMBERS = ['choices', 'output', 'data', 'content', 'delta', 'candidates', 'results', 'id']

/**
 * Whether a parsed answer or event reports a failure. `{ error }` (most gateways), `{ errors }` (Cloudflare), `{ object: 'error' }`
 * (vLLM), `{ type: 'error' }` (Anthropic), an `error` of a choice (OpenRouter) or of a response that failed (OpenAI's Responses
 * API), `{ detail }` (FastAPI) or `{ message }` (Portkey) and nothing of an answer beside it, or a list of these.
 */
export function reportsFailure(body: unknown): boolean {
  if (Array.isArray(body)) return body.some(reportsFailure)
  if (!isRecord(body)) return false
  const { error, errors, object, type, choices, response } = body
  if (isReason(error) || isReason(errors) || object === 'error' || type === 'error') return true
  if ([choices].flat().some(hasReason) || hasReason(response)) return true
  if (ANSWER_MEMBERS.some((member) => body[member] !== undefined && body[member] !== null)) return false
  return (
    isReason(body['detail']) ||
    ['message', 'Message', 'msg', 'fault'].some((name) => typeof body[name] === 'string')
  )
}

function hasReason(value: unknown): boolean {
  return isRecord(value) && isReason(value['error'])
}

function isReason(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) || typeof value === 'string'
}
