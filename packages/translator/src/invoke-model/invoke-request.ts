import type {
  ConverseCommandInput,
  ConverseResponse,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings'

import type { StreamTranslator, Translated, WarningCollector } from '../context.ts'
import type { JsonObject } from '../json-shape.ts'

/** What the reader of a body may use. */
export interface InvokeScope {
  readonly warnings: WarningCollector
  /** The caller's model id, for answers that name it. */
  readonly modelId: string
  /** A fresh id, for answers that have one: letters, digits and hyphens. */
  readonly id: string
}

/** A body of InvokeModel that Converse can express: a conversation, or a prompt. */
export interface ConverseInvocation {
  readonly kind: 'converse'
  readonly input: ConverseCommandInput
  /** The answer as the model itself would give it. */
  readonly toBody: (answer: ConverseResponse) => Translated<object>
  /** The chunks of a streamed answer as the model itself would give them; `undefined` where the model does not stream. */
  readonly createChunks: (() => StreamTranslator<ConverseStreamOutput, object>) | undefined
}

/** A body that is a chat completion request already, as newer models on Bedrock take it. */
export interface ChatInvocation {
  readonly kind: 'chat'
  readonly request: JsonObject
  /** The answer as the model itself would give it. */
  readonly toBody: (completion: ChatCompletion) => object
  /** The chunks of a streamed answer as the model itself would give them. */
  readonly createChunks: () => StreamTranslator<ChatCompletionChunk, object>
}

/** A body that asks for embeddings. */
export interface EmbeddingInvocation {
  readonly kind: 'embeddings'
  readonly request: EmbeddingCreateParams
  /** The answer as the model itself would give it. */
  readonly toBody: (response: CreateEmbeddingResponse) => object
}

/** What a body of InvokeModel asks for, and how it wants to be answered. */
export type Invocation = ConverseInvocation | ChatInvocation | EmbeddingInvocation

/** The member of a stream's last chunk that holds its metrics. */
export const INVOCATION_METRICS = 'amazon-bedrock-invocationMetrics'
