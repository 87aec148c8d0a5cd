import type { RouteRequest } from '@patchbay/core'
import type { ConverseRequest, StreamTranslator, Translated, TranslationContext } from '@patchbay/translator'
import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { ChunkSource, EventFormat } from '../../server-sent-events.ts'
import type { JsonBody } from '../read-body.ts'

/** A request of any protocol, as far as the backend has to understand it. */
export interface ConversationRequest {
  /** Beta flags of the header `anthropic-beta` among it. */
  readonly body: JsonBody
  /** The model's name. Azure clients name the deployment in the path, before what the body says. */
  readonly model: string | undefined
  readonly stream: boolean
  /** How many answers are wanted: that many calls are made side by side. */
  readonly choices: number
}

/** A whole answer in the caller's protocol. */
export interface Answer<Chunk> {
  readonly body: object
  /** The same as the chunks of a stream, for models that call tools, but not on a stream. */
  readonly chunks: () => readonly Chunk[] | Promise<readonly Chunk[]>
}

/** What the translation of an answer must remember of its request, as far as the backend reads it. */
export interface ResponseContextBase {
  /** The model cannot stream this answer: it is requested as a whole, and streamed from here. */
  readonly nonStreaming: boolean
}

/** What a protocol's request becomes. */
export interface TranslatedRequest<Context> extends Translated<ConverseRequest> {
  readonly responseContext: Context
}

/**
 * A protocol that conversations are held in: how its requests become Converse's, and Converse's answers its own. What
 * is the same for all of them is in `pipeline.ts`.
 */
export interface ConversationProtocol<Context extends ResponseContextBase, Chunk> {
  /** What the ids of answers begin with. */
  readonly idPrefix: string
  /** The header that clients read the request id from. */
  readonly requestIdHeader: 'x-request-id' | 'request-id'
  /** The field of a request that holds the prompt, for errors that name it. */
  readonly promptField: string
  readonly eventFormat: EventFormat<Chunk>
  /** @throws RequestFailure 400 when the body is no JSON object, or a field that is read here has a wrong type */
  readonly read: (request: RouteRequest) => ConversationRequest
  /** Turns thinking on, unless the request says something of its own: for model names that end in `-Thinking`. */
  readonly withThinking: (body: JsonBody) => JsonBody
  /** The URLs of images and files that have to be fetched before the translation. */
  readonly listRemoteFiles: (body: JsonBody) => readonly string[]
  readonly toConverse: (body: JsonBody, context: TranslationContext) => TranslatedRequest<Context>
  /** @param outputs one for each choice */
  readonly toAnswer: (
    outputs: readonly Partial<ConverseResponse>[],
    responseContext: Context,
    context: TranslationContext,
  ) => Translated<Answer<Chunk>> | Promise<Translated<Answer<Chunk>>>
  /** Writes the body of a whole answer, where `JSON.stringify` would lose something. */
  readonly stringify?: (body: object) => string
  readonly createStream: (
    responseContext: Context,
    context: TranslationContext,
  ) => StreamTranslator<ConverseStreamOutput, Chunk>
  /** The streams of several choices as one; only of protocols that have choices. */
  readonly mergeStreams?: (sources: readonly ChunkSource<Chunk>[]) => Promise<ChunkSource<Chunk>>
  /** OpenAI's error envelope as the event of a stream that fails, where the protocol has another one. */
  readonly toFailureEvent?: (event: unknown, headers: Readonly<Record<string, string>>) => unknown
}
