import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { type ReadableSpan, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** One span of a run. Times are steps: how many spans had begun or ended before. */
export interface RecordedSpan {
  readonly span: ReadableSpan
  readonly depth: number
  readonly begin: number
  readonly end: number
}

/** The spans of a run, each after its parent, and how many steps there were. */
export interface RecordedRun {
  readonly spans: readonly RecordedSpan[]
  readonly steps: number
}

/**
 * Runs `work` with OpenTelemetry's SDK registered, and records its spans. Of time only the order is kept: that is the same in every
 * run.
 */
export async function recordSpans(work: () => Promise<void>): Promise<RecordedRun> {
  const seen = new Map<ReadableSpan, { begin: number; end: number }>()
  let steps = 0
  const processor: SpanProcessor = {
    onStart: (span) => void seen.set(span, { begin: steps++, end: -1 }),
    onEnd: (span) => {
      const times = seen.get(span)
      if (times !== undefined) times.end = steps++
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }
  const provider = new TracerProvider({ spanProcessors: [processor] })
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  try {
    await work()
  } finally {
    await provider.shutdown()
    for (const api of [trace, context, propagation]) api.disable()
  }
  const all = [...seen].map(([span, times]) => ({ span, ...times }))
  return { spans: inOrder(all, undefined, 0), steps }
}

type Timed = Omit<RecordedSpan, 'depth'>

function inOrder(all: readonly Timed[], parent: string | undefined, depth: number): RecordedSpan[] {
  return all
    .filter(({ span }) => span.parentSpanContext?.spanId === parent)
    .flatMap((one) => [{ ...one, depth }, ...inOrder(all, one.span.spanContext().spanId, depth + 1)])
}
