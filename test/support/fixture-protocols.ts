import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type {
  ConverseRequest,
  Recall,
  ResponseRecall,
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

import { toCaseRecall, type CaseFacts } from './fixture-cases.ts'

/** One protocol's translation, as the runner of the cases needs it. */
export interface FixtureProtocol<Recalled> {
  /** The folder of its cases under `test/fixtures`. */
  readonly name: string
  /** The id of every answer. */
  readonly id: string
  readonly translate: (
    request: unknown,
    context: TranslationContext,
  ) => Translated<ConverseRequest> & { readonly recall: Recalled }
  /** For answers without a request beside them. */
  readonly recallOf: (facts: CaseFacts) => Recalled
  readonly whole: (
    output: ConverseResponse,
    recall: Recalled,
    context: TranslationContext,
  ) => Translated<unknown>
  readonly stream: (
    recall: Recalled,
    context: TranslationContext,
  ) => StreamTranslator<ConverseStreamOutput, unknown>
}

export const CHAT_COMPLETIONS: FixtureProtocol<Recall> = {
  name: 'chat-completions',
  id: 'chatcmpl-fixture',
  translate: (request, context) => toConverseRequest(request as ChatCompletionCreateParams, context),
  recallOf: toCaseRecall,
  whole: toChatCompletion,
  stream: createChatCompletionStream,
}

export const RESPONSES: FixtureProtocol<ResponseRecall> = {
  name: 'responses',
  id: 'resp_fixture',
  translate: (request, context) => toResponsesConverseRequest(request as ResponseCreateParams, context),
  recallOf: (facts) => ({ ...toCaseRecall(facts), customTools: new Set(), echo: {} }),
  whole: (output, recall, context) => {
    const { value, warnings } = toResponse(output, recall, context)
    return { value: value.response, warnings }
  },
  stream: createResponseStream,
}
