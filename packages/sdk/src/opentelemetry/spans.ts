import {
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api'
import type { HookEvent } from '@patchbay/core'
import type { Attributes } from './attributes.ts'
import { errorTypeOf } from './error-type.ts'
import {
  attemptEndAttributes,
  attemptStartAttributes,
  endAttributes,
  givenUpAttributes,
  spanName,
  startAttributes,
} from './span-attributes.ts'

/** A request that has begun and not ended. */
interface OpenRequest {
  readonly span: Span
  /** The caller's context with `span` in it. */
  readonly context: Context
  /** Milliseconds since the epoch. Every other time of the request is this one and the event's duration. */
  readonly startTime: number
  attempt?: { readonly number: number; readonly span: Span }
}

/** The spans of requests, told by their hooks. */
export interface RequestSpans {
  start(event: HookEvent): void
  /** Adds what is known of a request that has begun. */
  describe(event: HookEvent, attributes: Attributes): void
  /** Begins the span of an attempt, and ends the one before. */
  attempt(event: HookEvent): void
  /** The headers that carry the context of an attempt's span, as the application's propagator writes them. */
  headers(event: HookEvent): Record<string, string>
  end(event: HookEvent, content: Attributes): void
}

/**
 * Makes a client span for each request, and one within it for each attempt.
 *
 * @param latestOnly leave out the names that v0.1.0 of the conventions has given up
 */
export function createRequestSpans(tracer: Tracer, latestOnly: boolean): RequestSpans {
  const open = new Map<string, OpenRequest>()
  return {
    start: (event) => {
      open.set(event.requestId, startRequest(tracer, event))
    },
    describe: (event, attributes) => open.get(event.requestId)?.span.setAttributes(attributes),
    attempt: (event) => startAttempt(tracer, open.get(event.requestId), event),
    headers: (event) => {
      const request = open.get(event.requestId)
      startAttempt(tracer, request, event)
      const carrier: Record<string, string> = {}
      if (request?.attempt !== undefined)
        propagation.inject(trace.setSpan(request.context, request.attempt.span), carrier)
      return carrier
    },
    end: (event, content) => {
      const request = open.get(event.requestId)
      open.delete(event.requestId)
      if (request !== undefined)
        endRequest(request, event, { ...endAttributes(event, latestOnly), ...content })
    },
  }
}

function startRequest(tracer: Tracer, event: HookEvent): OpenRequest {
  const parent = context.active()
  const startTime = Date.now() - event.durationMs
  const attributes = startAttributes(event)
  const span = tracer.startSpan(spanName(event), { kind: SpanKind.CLIENT, attributes, startTime }, parent)
  return { span, context: trace.setSpan(parent, span), startTime }
}

/** Headers may be asked for before the attempt was told. */
function startAttempt(tracer: Tracer, request: OpenRequest | undefined, event: HookEvent): void {
  if (request === undefined || request.attempt?.number === event.attempt) return
  const startTime = request.startTime + event.durationMs
  if (request.attempt !== undefined) {
    const { span } = request.attempt
    span.setAttributes(givenUpAttributes(event))
    fail(span, event)
    span.end(startTime)
  }
  const attributes = attemptStartAttributes(event)
  const span = tracer.startSpan(
    `attempt ${event.target}`,
    { kind: SpanKind.CLIENT, attributes, startTime },
    request.context,
  )
  request.attempt = { number: event.attempt, span }
}

function endRequest(
  { span, attempt, startTime }: OpenRequest,
  event: HookEvent,
  attributes: Attributes,
): void {
  const endTime = startTime + event.durationMs
  attempt?.span.setAttributes(attemptEndAttributes(event))
  span.setAttributes(attributes)
  for (const one of attempt === undefined ? [span] : [attempt.span, span]) {
    if (errorTypeOf(event) !== undefined) fail(one, event)
    one.end(endTime)
  }
}

/** The message is without secrets: hooks are told no others. */
function fail(span: Span, { error }: HookEvent): void {
  span.setStatus({ code: SpanStatusCode.ERROR, ...(error !== undefined && { message: error.message }) })
}
