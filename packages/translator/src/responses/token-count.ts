import type { CountTokensCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { InputTokenCountResponse } from 'openai/resources/responses/input-tokens'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import type { Translated, TranslationContext } from '../context.ts'
import { parseModelId } from '../model-facts/model-id.ts'
import { toResponsesConverseRequest } from './request.ts'

/** A request for CountTokens. */
export type TokenCountRequest = CountTokensCommandInput & { modelId: string }

/**
 * Responses → CountTokens: what the same request would send to Converse, as far as it counts.
 *
 * Tokens are counted by foundation model: the geography of an inference profile is taken off.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 *
 * @throws TranslationError (400) as the translation of the request itself
 */
export function toTokenCountRequest(
  body: ResponseCreateParams,
  context: TranslationContext,
): Translated<TokenCountRequest> {
  const { value, warnings } = toResponsesConverseRequest(body, context)
  const { messages, system, toolConfig, additionalModelRequestFields } = value
  const converse = {
    messages,
    ...(system === undefined ? {} : { system }),
    ...(toolConfig === undefined ? {} : { toolConfig }),
    ...(additionalModelRequestFields === undefined ? {} : { additionalModelRequestFields }),
  }
  return {
    value: { modelId: parseModelId(value.modelId).model ?? value.modelId, input: { converse } },
    warnings,
  }
}

/** CountTokens → Responses. */
export function toTokenCount(answer: { readonly inputTokens?: number | undefined }): InputTokenCountResponse {
  return { object: 'response.input_tokens', input_tokens: answer.inputTokens ?? 0 }
}
