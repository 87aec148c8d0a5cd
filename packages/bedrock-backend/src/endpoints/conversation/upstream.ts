import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { HttpAnswer, Warning } from '@patchbay/core'
import {
  encodeModelId,
  readConverseAnswer,
  writeConverseRequest,
  type ConverseRequest,
  type StreamTranslator,
  type Translated,
} from '@patchbay/translator'

import { readConverseStream } from '../../backend/converse-stream.ts'
import { mapJson } from '../../backend/service-answer.ts'
import type { BedrockCall } from '../../backend/services.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import type { ChunkSource } from '../../server-sent-events.ts'
import type { LongTexts } from './long-texts.ts'

/** The API that a conversation in the words of Converse is sent to. */
export interface Upstream {
  /** Of what it could not express. */
  readonly warnings: readonly Warning[]
  /** Where the conversation goes, and in which words. */
  readonly call: (stream: boolean) => Pick<BedrockCall, 'service' | 'path' | 'accept' | 'body'>
  /** A whole answer, as Converse would have given it, or rather what `map` makes of it. */
  readonly readAnswer: <Result>(
    answer: HttpAnswer,
    map: (output: Translated<Partial<ConverseResponse>>) => Result,
  ) => Promise<Result>
  /**
   * The events of a stream, as ConverseStream would have sent them, through a protocol's translator.
   *
   * @param onWarnings called once, when the stream has ended properly
   * @param promptField the caller's field that holds the prompt, for failures that name it
   */
  readonly readStream: <Chunk>(
    answer: HttpAnswer,
    translator: StreamTranslator<ConverseStreamOutput, Chunk>,
    onWarnings: (warnings: readonly Warning[]) => void,
    promptField: string,
  ) => ChunkSource<Chunk>
}

/** Converse's two operations: the last segment of their path, and the type of their answers. */
const OPERATIONS = {
  converse: 'application/json',
  'converse-stream': 'application/vnd.amazon.eventstream',
} as const

/**
 * Converse and ConverseStream.
 *
 * @param texts long texts as the caller has written them
 */
export function byConverse(input: ConverseRequest, modelId: string, texts: LongTexts | undefined): Upstream {
  return {
    warnings: [],
    call(stream) {
      const operation = stream ? 'converse-stream' : 'converse'
      return {
        service: 'bedrock-runtime',
        path: `/model/${encodeModelId(modelId)}/${operation}`,
        accept: OPERATIONS[operation],
        body: withinDepth(() => writeConverseRequest(input, texts)),
      }
    },
    readAnswer: (answer, map) =>
      mapJson(answer, ({ json, text }) => map({ value: readConverseAnswer(json, text), warnings: [] })),
    readStream: (answer, translator, onWarnings, promptField) =>
      readConverseStream(answer.body, translator, onWarnings, promptField),
  }
}
