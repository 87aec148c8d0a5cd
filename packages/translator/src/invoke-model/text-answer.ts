import type {
  ConverseResponse,
  ConverseStreamOutput,
  StopReason,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator } from '../context.ts'
import type { ConverseInvocation } from './invoke-request.ts'
import { INVOCATION_METRICS } from './invoke-request.ts'

/** An answer of a model that gives plain text. */
export interface TextAnswer {
  readonly text: string
  /** The model's reasoning; empty where there is none, or none is shown. */
  readonly reasoning: string
  readonly ending: 'end' | 'length' | 'filtered'
  readonly inputTokens: number
  readonly outputTokens: number
}

const ENDINGS = {
  end_turn: 'end',
  stop_sequence: 'end',
  tool_use: 'end',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'filtered',
  content_filtered: 'filtered',
  malformed_model_output: 'end',
  malformed_tool_use: 'end',
} as const satisfies Record<StopReason, TextAnswer['ending']>

/** The names of several families for the end of an answer. They have none for a filtered one. */
export const STOP_REASONS = { end: 'stop', length: 'length', filtered: 'stop' } as const

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

/** A reason that this table does not know yet, or none, is `end`. */
function toEnding(stopReason: string | undefined): TextAnswer['ending'] {
  return stopReason !== undefined && Object.hasOwn(ENDINGS, stopReason)
    ? ENDINGS[stopReason as StopReason]
    : 'end'
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
