import type { ConverseResponse, ConverseStreamOutput, TokenUsage } from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator } from '../context.ts'
import type { ConverseInvocation } from './invoke-request.ts'
import { INVOCATION_METRICS } from './invoke-request.ts'

/** An answer of a model that gives plain text. */
export interface TextAnswer {
  readonly text: string
  /** What the model thought; empty where it did not, or does not say. */
  readonly reasoning: string
  readonly ending: 'end' | 'length' | 'filtered'
  readonly inputTokens: number
  readonly outputTokens: number
}

/** How a family writes such an answer. */
export interface TextFormat {
  readonly toBody: (answer: TextAnswer) => object
  /** A piece of a streamed answer. */
  readonly toChunk: (piece: { readonly text: string; readonly reasoning: string }) => object[]
  /** The last chunk. The text has been sent. */
  readonly toLastChunk: (answer: TextAnswer) => object
}

/** Answers in a family's format. */
export function textAnswers(format: TextFormat): Pick<ConverseInvocation, 'toBody' | 'createChunks'> {
  return {
    toBody: (answer) => ({ value: format.toBody(toTextAnswer(answer)), warnings: [] }),
    createChunks: () => createTextChunks(format),
  }
}

/** The metrics that end every stream. https://docs.aws.amazon.com/bedrock/latest/userguide/inference-invoke.html */
export function toInvocationMetrics(usage: Partial<TokenUsage> | undefined, latencyMs = 0): object {
  return {
    [INVOCATION_METRICS]: {
      inputTokenCount: usage?.inputTokens ?? 0,
      outputTokenCount: usage?.outputTokens ?? 0,
      invocationLatency: latencyMs,
      firstByteLatency: latencyMs,
    },
  }
}

function toTextAnswer({ output, stopReason, usage }: ConverseResponse): TextAnswer {
  const blocks = output?.message?.content ?? []
  return {
    text: blocks.map(({ text }) => text ?? '').join(''),
    reasoning: blocks.map(({ reasoningContent }) => reasoningContent?.reasoningText?.text ?? '').join(''),
    ending: toEnding(stopReason),
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
  }
}

function toEnding(stopReason: string | undefined): TextAnswer['ending'] {
  if (stopReason === 'max_tokens') return 'length'
  return stopReason === 'content_filtered' ? 'filtered' : 'end'
}

function createTextChunks(format: TextFormat): StreamTranslator<ConverseStreamOutput, object> {
  let text = ''
  let reasoning = ''
  let stopReason: string | undefined
  return {
    push(event) {
      stopReason = event.messageStop?.stopReason ?? stopReason
      const delta = event.contentBlockDelta?.delta
      if (delta?.text !== undefined) {
        text += delta.text
        return format.toChunk({ text: delta.text, reasoning: '' })
      }
      const thought = delta?.reasoningContent?.text
      if (thought !== undefined) {
        reasoning += thought
        return format.toChunk({ text: '', reasoning: thought })
      }
      if (event.metadata === undefined) return []
      const { usage, metrics } = event.metadata
      const last = format.toLastChunk({
        text,
        reasoning,
        ending: toEnding(stopReason),
        inputTokens: usage?.inputTokens ?? 0,
        outputTokens: usage?.outputTokens ?? 0,
      })
      return [{ ...last, ...toInvocationMetrics(usage, metrics?.latencyMs) }]
    },
    end: () => [],
  }
}
