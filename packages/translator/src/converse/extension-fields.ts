import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'

/**
 * A field that OpenAI's request does not have: read from the body, else from an `extra_body` object inside of it
 * (Python callers' habit). `null` equals absent.
 */
export function readExtra(body: ChatCompletionCreateParams, name: string): unknown {
  const fields = body as unknown as JsonObject
  const direct = fields[name]
  if (!isAbsent(direct)) return direct
  const extra = fields['extra_body']
  return isObject(extra) ? (extra[name] ?? undefined) : undefined
}

/** The additional model fields that the caller wrote by hand, in either spelling. */
export function readAdditionalFields(body: ChatCompletionCreateParams): JsonObject {
  const fields =
    readExtra(body, 'additionalModelRequestFields') ?? readExtra(body, 'additional_model_request_fields')
  return isObject(fields) ? fields : {}
}

/** Whether the request asks for one of Anthropic's betas, e.g. `interleaved-thinking-2025-05-14`. */
export function hasAnthropicBeta(body: ChatCompletionCreateParams, prefix: string): boolean {
  const stated = readExtra(body, 'anthropic_beta') ?? readAdditionalFields(body)['anthropic_beta']
  const names: unknown[] =
    typeof stated === 'string' ? stated.split(',') : Array.isArray(stated) ? stated : []
  return names.some((name) => typeof name === 'string' && name.trim().startsWith(prefix))
}

/** The caller's limit on the answer, and the name it goes by. */
export function readMaxTokens(body: ChatCompletionCreateParams): {
  maxTokens: number | undefined
  field: string
} {
  const field = typeof body.max_completion_tokens === 'number' ? 'max_completion_tokens' : 'max_tokens'
  const maxTokens = body[field]
  return { maxTokens: typeof maxTokens === 'number' ? maxTokens : undefined, field }
}
