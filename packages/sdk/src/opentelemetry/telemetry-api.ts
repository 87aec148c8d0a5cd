/**
 * What is taken of an application's telemetry, by shape: tracers and meters of `@opentelemetry/api` 1.9 and later fit, of whichever
 * copy of it.
 */

/** Starts spans: a `Tracer` of `@opentelemetry/api`. */
export interface TracerLike {
  startSpan(name: string, options?: never, context?: never): unknown
}

/** Makes instruments: a `Meter` of `@opentelemetry/api`. */
export interface MeterLike {
  createHistogram(name: string, options?: never): unknown
  createCounter(name: string, options?: never): unknown
}
