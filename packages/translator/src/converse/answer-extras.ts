import type {
  ConverseMetrics,
  ConverseResponse,
  ConverseStreamMetadataEvent,
  ConverseStreamTrace,
  ConverseTrace,
  PerformanceConfiguration,
} from '@aws-sdk/client-bedrock-runtime'

import type { TranslationContext } from '../context.ts'

/** What an answer, or one of the last chunks of a stream, says beyond the protocol's own fields. */
export interface AnswerExtras {
  /** The guardrail's or prompt router's trace, where the request asked for it. */
  trace?: ConverseTrace | ConverseStreamTrace
  /** What `additionalModelResponseFieldPaths` asked for. */
  additionalModelResponseFields?: unknown
  performanceConfig?: PerformanceConfiguration
  /** With `strictOpenAICompliance: false`. */
  metrics?: Pick<ConverseMetrics, 'latencyMs'>
}

type AnswerFacts = Partial<
  Pick<ConverseResponse, 'trace' | 'additionalModelResponseFields' | 'performanceConfig' | 'metrics'>
> &
  Partial<Pick<ConverseStreamMetadataEvent, 'metrics'>>

/** What the caller asked for beyond the answer, under Bedrock's names; the latency too unless compliance is strict. */
export function toAnswerExtras(
  facts: Omit<AnswerFacts, 'trace'> & { readonly trace?: AnswerExtras['trace'] | undefined },
  context: TranslationContext,
): AnswerExtras {
  const extras: AnswerExtras = {}
  if (facts.trace) extras.trace = facts.trace
  if (facts.additionalModelResponseFields !== undefined && facts.additionalModelResponseFields !== null) {
    extras.additionalModelResponseFields = facts.additionalModelResponseFields
  }
  if (facts.performanceConfig) extras.performanceConfig = facts.performanceConfig
  const latencyMs = facts.metrics?.latencyMs
  if (!context.options.strictOpenAICompliance && latencyMs !== undefined) extras.metrics = { latencyMs }
  return extras
}
