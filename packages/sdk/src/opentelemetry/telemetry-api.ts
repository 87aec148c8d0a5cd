/**
 * What is taken of an application's telemetry, by shape: tracers and meters of `@opentelemetry/api` 1.9 and later fit, of whichever
 * copy of it.
 */

/** Starts spans: a `Tracer` of `@opentelemetry/api`. */
export interface TracerLike {
  /** Starts a span: called once for each request, and once for each attempt. */
  startSpan(name: string, options?: never, context?: never): unknown
}

/** Makes instruments: a `Meter` of `@opentelemetry/api`. */
export interface MeterLike {
  /** Makes an instrument for durations and numbers of tokens. */
  createHistogram(name: string, options?: never): unknown
  /** Makes an instrument that counts tokens. */
  createCounter(name: string, options?: never): unknown
}
