import type { Counter, Histogram, Meter } from '@opentelemetry/api'
import type { HookEvent } from '@patchbay/core'
import { ATTRIBUTE } from './attribute-names.ts'
import { type Attributes, withoutGaps } from './attributes.ts'
import { errorTypeOf } from './error-type.ts'
import { toOperation } from './operation.ts'
import { toProvider } from './provider.ts'
import { serverAttributes } from './span-attributes.ts'

/** Seconds, as the conventions recommend them for every duration. */
const DURATIONS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
/** Tokens, as the conventions recommend them. */
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]

/**
 * The histograms of v1.41 of the conventions, which dashboards read today.
 * https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 */
const OPERATION_HISTOGRAMS = {
  duration: ['gen_ai.client.operation.duration', 's', 'GenAI operation duration.'],
  tokens: ['gen_ai.client.token.usage', '{token}', 'Number of input and output tokens used.'],
  firstChunk: [
    'gen_ai.client.operation.time_to_first_chunk',
    's',
    'Time to receive the first chunk of a streamed response.',
  ],
} as const

/**
 * Those of v0.1.0, by what they measure.
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-embeddings.md
 */
const HISTOGRAMS = {
  inferenceDuration: ['gen_ai.client.inference.duration', 's', 'GenAI client inference operation duration.'],
  inferenceFirstChunk: [
    'gen_ai.client.inference.time_to_first_chunk',
    's',
    'Time to receive the first chunk of a streamed response.',
  ],
  inferenceInput: [
    'gen_ai.client.inference.operation.input_tokens',
    '{token}',
    'The number of input (prompt) tokens used per inference operation.',
  ],
  inferenceOutput: [
    'gen_ai.client.inference.operation.output_tokens',
    '{token}',
    'The number of output (completion) tokens used per inference operation.',
  ],
  embeddingsDuration: [
    'gen_ai.client.embeddings.duration',
    's',
    'GenAI client embeddings operation duration.',
  ],
  embeddingsInput: [
    'gen_ai.client.embeddings.operation.input_tokens',
    '{token}',
    'The number of input tokens used per embeddings operation.',
  ],
} as const

/** https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/gen-ai-token-metrics.md */
const COUNTERS = {
  inputTokens: [
    'gen_ai.client.inference.usage.input_tokens',
    'The number of input (prompt) tokens used, including cached tokens.',
  ],
  outputTokens: [
    'gen_ai.client.inference.usage.output_tokens',
    'The number of output (completion) tokens used, including reasoning tokens.',
  ],
  cacheReadTokens: [
    'gen_ai.client.inference.usage.cache_read.input_tokens',
    'The number of input tokens served from a provider-managed cache.',
  ],
  cacheWriteTokens: [
    'gen_ai.client.inference.usage.cache_write.input_tokens',
    'The number of input tokens written to a provider-managed cache.',
  ],
  reasoningTokens: [
    'gen_ai.client.inference.usage.reasoning.output_tokens',
    'The number of output tokens used for reasoning.',
  ],
} as const satisfies Record<keyof NonNullable<HookEvent['usage']>, readonly [string, string]>

/** Records what a request that has ended took. */
export type MeterRecorder = (event: HookEvent) => void

/**
 * Makes the instruments of a meter.
 *
 * @param latestOnly leave out the metrics that v0.1.0 of the conventions has replaced
 */
export function createRecorder(meter: Meter, latestOnly: boolean): MeterRecorder {
  const latest = createLatestRecorder(meter)
  const operation = createOperationRecorder(meter, latestOnly)
  return (event) => {
    const common = metricAttributes(event)
    operation(event, common)
    latest(event, common)
  }
}

type Recorder = (event: HookEvent, common: MetricAttributes) => void

/** Attributes of a metric, and the same with the error. */
interface MetricAttributes {
  readonly plain: Attributes
  readonly withError: Attributes
}

/** What is no inference and no embedding is measured by the general duration in both versions. */
function createOperationRecorder(meter: Meter, latestOnly: boolean): Recorder {
  const { duration, tokens, firstChunk } = createHistograms(meter, OPERATION_HISTOGRAMS)
  return (event, { plain, withError }) => {
    const { kind } = toOperation(event)
    if (latestOnly && kind !== 'other') return
    duration.record(event.durationMs / 1000, withError)
    if (kind === 'other') return
    if (event.firstTokenMs !== undefined) firstChunk.record(event.firstTokenMs / 1000, plain)
    recordTokens(tokens, event.usage?.inputTokens, { ...plain, [ATTRIBUTE.tokenType]: 'input' })
    if (kind === 'embeddings') return
    recordTokens(tokens, event.usage?.outputTokens, { ...plain, [ATTRIBUTE.tokenType]: 'output' })
  }
}

function createLatestRecorder(meter: Meter): Recorder {
  const histograms = createHistograms(meter, HISTOGRAMS)
  const counters = Object.entries(COUNTERS).map(([member, [name, description]]) => ({
    member: member as keyof typeof COUNTERS,
    counter: meter.createCounter(name, { unit: '{token}', description }),
  }))
  return (event, { plain, withError }) => {
    const { kind } = toOperation(event)
    const seconds = event.durationMs / 1000
    if (kind === 'embeddings') {
      histograms.embeddingsDuration.record(seconds, withError)
      recordTokens(histograms.embeddingsInput, event.usage?.inputTokens, plain)
    }
    if (kind !== 'inference') return
    histograms.inferenceDuration.record(seconds, withError)
    if (event.firstTokenMs !== undefined)
      histograms.inferenceFirstChunk.record(event.firstTokenMs / 1000, plain)
    recordTokens(histograms.inferenceInput, event.usage?.inputTokens, withError)
    recordTokens(histograms.inferenceOutput, event.usage?.outputTokens, withError)
    for (const { member, counter } of counters) count(counter, event.usage?.[member], plain)
  }
}

/** What the service does not tell is not recorded: a zero would move every percentile. */
function recordTokens(histogram: Histogram, tokens: number | undefined, attributes: Attributes): void {
  if (tokens !== undefined) histogram.record(tokens, attributes)
}

/** No service tells tokens by modality in what hooks are told. */
function count(counter: Counter, tokens: number | undefined, plain: Attributes): void {
  if (tokens !== undefined) counter.add(tokens, { ...plain, [ATTRIBUTE.tokenModality]: 'unknown' })
}

function createHistograms<Name extends string>(
  meter: Meter,
  table: Readonly<Record<Name, readonly [name: string, unit: string, description: string]>>,
): Record<Name, Histogram> {
  const entries = Object.entries<readonly [string, string, string]>(table)
  return Object.fromEntries(
    entries.map(([member, [name, unit, description]]) => [
      member,
      meter.createHistogram(name, {
        unit,
        description,
        advice: { explicitBucketBoundaries: unit === 's' ? DURATIONS : TOKENS },
      }),
    ]),
  ) as Record<Name, Histogram>
}

function metricAttributes(event: HookEvent): MetricAttributes {
  const plain = withoutGaps({
    [ATTRIBUTE.operation]: toOperation(event).name,
    [ATTRIBUTE.provider]: toProvider(event),
    [ATTRIBUTE.requestModel]: event.requestModel,
    [ATTRIBUTE.responseModel]: event.responseModel,
    ...serverAttributes(event.url),
  })
  const errorType = errorTypeOf(event)
  return {
    plain,
    withError: errorType === undefined ? plain : { ...plain, [ATTRIBUTE.errorType]: errorType },
  }
}
