import { isRecord } from '../internal/is-record.ts'

/** Fields that bedrock-access-gateway reads in a literal `extra_body`, and drops at the top. */
const EXTRA_FIELDS = ['thinking', 'anthropic_beta', 'prompt_caching'] as const

/** Moves those fields into `extra_body`. What the caller put there already wins. */
export function moveToExtraBody(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const moved = EXTRA_FIELDS.filter((field) => body[field] !== undefined)
  if (moved.length === 0) return body
  const rest: Record<string, unknown> = { ...body }
  const extra: Record<string, unknown> = {}
  for (const field of moved) {
    extra[field] = body[field]
    delete rest[field]
  }
  const given = isRecord(body['extra_body']) ? body['extra_body'] : {}
  return { ...rest, extra_body: { ...extra, ...given } }
}
