/**
 * What answers carry beyond OpenAI's schema, typed so that TypeScript knows it on the `openai` client's own types.
 * `strictOpenAICompliance: false` turns on what is marked with it.
 */
import type { ChatCompletionMessage as Message } from 'openai/resources/chat/completions'
import type { Citation, CitationsDelta } from '@aws-sdk/client-bedrock-runtime'

import type { AnswerExtras } from '../converse/answer-extras.ts'
import type { ContentBlockPart } from './openai-types.ts'

/**
 * A piece of one of the answer's content blocks, by the block's index. The finish chunk repeats every block,
 * complete, beside an empty delta: for readers that keep the last value of a field and send it back.
 */
export interface ContentBlockDeltaPart {
  index: number
  delta: { text?: string; thinking?: string; signature?: string; data?: string; id?: string }
  type?: ContentBlockPart['type']
  text?: string
  thinking?: string
  signature?: string
  data?: string
  id?: string
}

declare module 'openai/resources/chat/completions/completions' {
  interface ChatCompletionMessage {
    /** The model's reasoning, joined. */
    reasoning_content?: string | null
    /** With `strictOpenAICompliance: false`: all blocks in order, reasoning with its signature. Send them back unchanged. */
    content_blocks?: ContentBlockPart[]
    /** Where cited text comes from. */
    citations?: Citation[]
  }
  interface ChatCompletion extends AnswerExtras {}
  interface ChatCompletionChunk extends AnswerExtras {}
  namespace ChatCompletion {
    interface Choice {
      /** Converse's own stop reason: with `strictOpenAICompliance: false`, or where `finish_reason` says less. */
      native_finish_reason?: string
    }
  }
  namespace ChatCompletionChunk {
    interface Choice {
      native_finish_reason?: string
    }
    namespace Choice {
      interface Delta {
        reasoning_content?: string | null
        content_blocks?: ContentBlockDeltaPart[]
        citations?: CitationsDelta[]
        /** All annotations, on the finish chunk. */
        annotations?: Message.Annotation[]
      }
    }
  }
}
