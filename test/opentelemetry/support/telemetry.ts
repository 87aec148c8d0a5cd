import { context, metrics, propagation, type Span, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  AggregationTemporality,
  DataPointType,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type SumMetricData,
} from '@opentelemetry/sdk-metrics'
import * as latest from '@opentelemetry/sdk-trace'
import * as second from '@opentelemetry/sdk-trace-node'

/** A span as tests look at it. */
export interface SeenSpan {
  readonly name: string
  readonly kind: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly status: { readonly code: number; readonly message?: string }
  readonly spanId: string
  readonly traceId: string
  readonly parentSpanId: string | undefined
  /** Milliseconds since the epoch. */
  readonly start: number
  readonly end: number
}

/** A point of a metric. */
export interface SeenPoint {
  readonly attributes: Readonly<Record<string, unknown>>
  /** The sum of a counter or a histogram. */
  readonly sum: number
  /** How many values a histogram has; `undefined` of a counter. */
  readonly count: number | undefined
  readonly boundaries: readonly number[] | undefined
}

/** OpenTelemetry's own SDK, registered for this process, with exporters in memory. */
export interface Telemetry extends AsyncDisposable {
  readonly spans: readonly SeenSpan[]
  /** The points of a metric. */
  points(name: string): Promise<readonly SeenPoint[]>
  /** The metrics that have points. */
  names(): Promise<readonly string[]>
  /** Runs `work` within a span that is active. */
  within<Value>(name: string, work: (span: Span) => Promise<Value>): Promise<Value>
}

/** What sets up tracing: by the current generation of OpenTelemetry's SDK, or the one before. */
interface Tracing {
  readonly finished: () => readonly SeenSpan[]
  readonly shutdown: () => Promise<void>
}

const TRACING = { 'sdk-trace 3': traceByLatest, 'sdk-trace-node 2': traceBySecond } as const

/** The generations of OpenTelemetry's SDK that are tested. */
export const GENERATIONS = Object.keys(TRACING) as (keyof typeof TRACING)[]

export function createTelemetry(generation: keyof typeof TRACING = 'sdk-trace 3'): Telemetry {
  const tracing = TRACING[generation]()
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 2 ** 30,
    exportTimeoutMillis: 1000,
  })
  const meters = new MeterProvider({ readers: [reader] })
  metrics.setGlobalMeterProvider(meters)
  const collect = async () => {
    exporter.reset()
    await reader.forceFlush()
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  }
  return {
    get spans() {
      return tracing.finished()
    },
    points: async (name) => {
      const found = (await collect()).filter(({ descriptor }) => descriptor.name === name)
      return found.flatMap((metric) => toPoints(metric as HistogramMetricData | SumMetricData))
    },
    names: async () => (await collect()).map(({ descriptor }) => descriptor.name),
    within: (name, work) =>
      trace.getTracer('test').startActiveSpan(name, async (span) => {
        try {
          return await work(span)
        } finally {
          span.end()
        }
      }),
    async [Symbol.asyncDispose]() {
      await tracing.shutdown()
      await meters.shutdown()
      for (const api of [trace, context, propagation, metrics]) api.disable()
    },
  }
}

function toPoints(metric: HistogramMetricData | SumMetricData): SeenPoint[] {
  if (metric.dataPointType === DataPointType.HISTOGRAM)
    return metric.dataPoints.map(({ attributes, value }) => ({
      attributes,
      sum: value.sum ?? 0,
      count: value.count,
      boundaries: value.buckets.boundaries,
    }))
  return metric.dataPoints.map(({ attributes, value }) => ({
    attributes,
    sum: value,
    count: undefined,
    boundaries: undefined,
  }))
}

function traceByLatest(): Tracing {
  const exporter = new latest.InMemorySpanExporter()
  const provider = new latest.TracerProvider({
    spanProcessors: [new latest.SimpleSpanProcessor({ exporter })],
  })
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  )
  return { finished: () => exporter.getFinishedSpans().map(toSeenSpan), shutdown: () => provider.shutdown() }
}

/** Its own defaults: the context manager and the propagators of the W3C. */
function traceBySecond(): Tracing {
  const exporter = new second.InMemorySpanExporter()
  const provider = new second.NodeTracerProvider({
    spanProcessors: [new second.SimpleSpanProcessor(exporter)],
  })
  provider.register()
  return { finished: () => exporter.getFinishedSpans().map(toSeenSpan), shutdown: () => provider.shutdown() }
}

function toSeenSpan(span: latest.ReadableSpan | second.ReadableSpan): SeenSpan {
  const { name, kind, attributes, status, parentSpanContext } = span
  const { spanId, traceId } = span.spanContext()
  return {
    name,
    kind,
    attributes,
    status,
    spanId,
    traceId,
    parentSpanId: parentSpanContext?.spanId,
    start: toMilliseconds(span.startTime),
    end: toMilliseconds(span.endTime),
  }
}

function toMilliseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6
}
