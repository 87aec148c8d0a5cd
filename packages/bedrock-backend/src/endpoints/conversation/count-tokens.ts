import type { Warning } from '@patchbay/core'
import {
  encodeModelId,
  estimateInputTokens,
  toChatCompletionRequest,
  toConverseJson,
  toCountTokensRequest,
  type ConverseRequest,
} from '@patchbay/translator'

import { postJson } from '../../backend/post-json.ts'
import { acceptWarnings, warningHeaders } from '../../backend/report-warnings.ts'
import { passedHeaders } from '../../backend/passed-headers.ts'
import type { Caller, Services } from '../../backend/services.ts'
import type { TranslatedConversation } from './pipeline.ts'

/** What CountTokens answered. */
export interface TokenCount {
  /** `undefined` where the service does not say. */
  readonly inputTokens: number | undefined
  readonly headers: Record<string, string>
}

/** Counts what a conversation would send to Converse. For models that Converse does not have it is estimated, with a warning. */
export async function countTokens(
  { request, services, context, input, foundationModel, warnings }: TranslatedConversation<unknown>,
  requestIdHeader?: Parameters<typeof passedHeaders>[1],
): Promise<TokenCount> {
  if (!context.model.capabilities.runtimeApis.includes('converse')) {
    acceptWarnings([ESTIMATED], services)
    return { inputTokens: estimate(input), headers: warningHeaders([...warnings, ESTIMATED]) }
  }
  const { modelId, ...body } = toCountTokensRequest({ ...input, modelId: foundationModel ?? input.modelId })
  const counted = { id: context.model.id, modelId, body: toConverseJson(body) }
  return callCountTokens(counted, request, services, requestIdHeader).then(({ inputTokens, headers }) => ({
    inputTokens,
    headers: { ...headers, ...warningHeaders(warnings) },
  }))
}

const ESTIMATED: Warning = {
  code: 'token_count_estimated',
  field: 'model',
  message: 'Bedrock counts no tokens for this model: the number is an estimate of four characters each.',
}

function estimate(input: ConverseRequest): number {
  const request = { ...input, guardrailConfig: undefined } as unknown as Parameters<
    typeof toChatCompletionRequest
  >[0]
  return estimateInputTokens(toChatCompletionRequest(request, { model: '', extensions: true }).value)
}

/**
 * Calls CountTokens, which takes a request as Converse or as InvokeModel would.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 *
 * @param counted the model's id in the request, the model that counts, and the operation's body
 */
export async function callCountTokens(
  counted: { readonly id: string; readonly modelId: string; readonly body: object },
  caller: Caller,
  { call }: Services,
  requestIdHeader?: Parameters<typeof passedHeaders>[1],
): Promise<TokenCount> {
  const path = `/model/${encodeModelId(counted.modelId)}/count-tokens`
  const { body, answer } = await postJson(call, path, counted.body, caller, counted.id)
  const inputTokens =
    typeof body === 'object' && body !== null && 'inputTokens' in body ? body.inputTokens : undefined
  return {
    inputTokens: typeof inputTokens === 'number' ? inputTokens : undefined,
    headers: passedHeaders(answer, requestIdHeader),
  }
}
