import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type {
  ConverseRequest,
  ResponseContext,
  ResponsesContext,
  StreamTranslator,
  Translated,
  TranslationContext,
} from '@patchbay/translator'
import {
  createChatCompletionStream,
  createResponseStream,
  toChatCompletion,
  toConverseRequest,
  toResponse,
  toResponsesConverseRequest,
} from '@patchbay/translator'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import { toCaseResponseContext, type CaseFacts } from './fixture-cases.ts'

/** One protocol's translation, as the runner of the cases needs it. */
export interface FixtureProtocol<WithResponseContext> {
  /** The folder of its cases under `test/fixtures`. */
  readonly name: string
  /** The id of every answer. */
  readonly id: string
  readonly translate: (
    request: unknown,
    context: TranslationContext,
  ) => Translated<ConverseRequest> & { readonly responseContext: WithResponseContext }
  /** For answers without a request beside them. */
  readonly responseContextOf: (facts: CaseFacts) => WithResponseContext
  readonly whole: (
    output: ConverseResponse,
    responseContext: WithResponseContext,
    context: TranslationContext,
  ) => Translated<unknown>
  readonly stream: (
    responseContext: WithResponseContext,
    context: TranslationContext,
  ) => StreamTranslator<ConverseStreamOutput, unknown>
}

export const CHAT_COMPLETIONS: FixtureProtocol<ResponseContext> = {
  name: 'chat-completions',
  id: 'chatcmpl-fixture',
  translate: (request, context) => toConverseRequest(request as ChatCompletionCreateParams, context),
  responseContextOf: toCaseResponseContext,
  whole: toChatCompletion,
  stream: createChatCompletionStream,
}

export const RESPONSES: FixtureProtocol<ResponsesContext> = {
  name: 'responses',
  id: 'resp_fixture',
  translate: (request, context) => toResponsesConverseRequest(request as ResponseCreateParams, context),
  responseContextOf: (facts) => ({ ...toCaseResponseContext(facts), customTools: new Set(), echo: {} }),
  whole: (output, responseContext, context) => {
    const { value, warnings } = toResponse(output, responseContext, context)
    return { value: value.response, warnings }
  },
  stream: createResponseStream,
}
