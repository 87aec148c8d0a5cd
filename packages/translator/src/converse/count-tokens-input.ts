import type { CountTokensCommandInput } from '@aws-sdk/client-bedrock-runtime'

import { parseModelId } from '../model-facts/model-id.ts'
import type { ConverseRequest } from './assemble-request.ts'

/** A request for CountTokens. */
export type TokenCountRequest = CountTokensCommandInput & { modelId: string }

/**
 * What a request would send to Converse, as far as CountTokens counts it.
 *
 * Tokens are counted by foundation model: the geography of an inference profile is taken off.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export function toCountTokensRequest(request: ConverseRequest): TokenCountRequest {
  const { modelId, messages, system, toolConfig, additionalModelRequestFields } = request
  const converse = {
    messages,
    ...(system === undefined ? {} : { system }),
    ...(toolConfig === undefined ? {} : { toolConfig }),
    ...(additionalModelRequestFields === undefined ? {} : { additionalModelRequestFields }),
  }
  return { modelId: toCountedModel(modelId), input: { converse } }
}

/** The id of the model that CountTokens knows. */
export function toCountedModel(modelId: string): string {
  return parseModelId(modelId).model ?? modelId
}
