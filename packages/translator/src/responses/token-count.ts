import type { InputTokenCountResponse } from 'openai/resources/responses/input-tokens'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import type { Translated, TranslationContext } from '../context.ts'
import { toCountTokensRequest, type TokenCountRequest } from '../converse/count-tokens-input.ts'
import { toResponsesConverseRequest } from './to-converse/request.ts'

/**
 * Responses → CountTokens: what the same request would send to Converse, as far as it counts.
 *
 * @throws TranslationError (400) as the translation of the request itself
 */
export function toTokenCountRequest(
  body: ResponseCreateParams,
  context: TranslationContext,
): Translated<TokenCountRequest> {
  const { value, warnings } = toResponsesConverseRequest(body, context)
  return { value: toCountTokensRequest(value), warnings }
}

/** CountTokens → Responses. */
export function toTokenCount(answer: { readonly inputTokens?: number | undefined }): InputTokenCountResponse {
  return { object: 'response.input_tokens', input_tokens: answer.inputTokens ?? 0 }
}
