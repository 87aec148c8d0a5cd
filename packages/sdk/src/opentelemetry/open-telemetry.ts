import { type Meter, metrics, trace, type Tracer } from '@opentelemetry/api'
import {
  ATTEMPT_HEADERS,
  CAPTURES_CONTENT,
  type Hooks,
  type HooksWithHeaders,
  readEnvironment,
  refuseUnknownOptions,
  REQUEST_BODY,
} from '@patchbay/core'
import { contentAttributes } from './content.ts'
import { createRecorder, type MeterRecorder } from './metrics.ts'
import { parameterAttributes } from './request-parameters.ts'
import { createRequestSpans } from './spans.ts'
import type { MeterLike, TracerLike } from './telemetry-api.ts'

/** The name that spans and metrics are reported under. */
const SCOPE = '@patchbay/sdk'

/** Options of `openTelemetry`. */
export interface OpenTelemetryOptions {
  /** Starts the spans. Default: the global tracer provider's, also one that is set later. */
  tracer?: TracerLike | undefined
  /** Makes the instruments. Default: the global meter provider's, also one that is set later. */
  meter?: MeterLike | undefined
  /**
   * Record messages, system instructions and definitions of tools on the request's span. Default: where
   * `configure({ captureContent: true })` says so. `false` records none whatever is configured.
   */
  captureContent?: boolean | undefined
}

/**
 * Hooks that report requests to OpenTelemetry, by its semantic conventions for GenAI: a client span for each request, a child of
 * the span that is active at the call, with a span for each attempt in it; and metrics. Gateways are sent the context of the
 * attempt (`traceparent`, and whatever else the application's propagator writes); AWS is not.
 *
 * Needs `@opentelemetry/api`. Without an SDK that is registered with it, or given here, nothing is recorded.
 *
 * @throws ConfigurationError for an unknown option
 *
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/README.md
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Hooks {
  refuseUnknownOptions(options, ['tracer', 'meter', 'captureContent'], 'openTelemetry()')
  const { captureContent } = options
  const latestOnly = wantsLatestOnly()
  const tracer = (options.tracer as Tracer | undefined) ?? trace.getTracer(SCOPE)
  const spans = createRequestSpans(tracer, latestOnly)
  const recorder = lazyRecorder(options.meter as Meter | undefined, latestOnly)
  const hooks: HooksWithHeaders = {
    onStart: (event) => spans.start(event),
    onAttempt: (event) => spans.attempt(event),
    onEnd: (event) => {
      spans.end(event, captureContent === false ? {} : contentAttributes(event))
      recorder()(event)
    },
    [ATTEMPT_HEADERS]: (event) => spans.headers(event),
    [REQUEST_BODY]: (event, body) => spans.describe(event, parameterAttributes(event, body)),
    [CAPTURES_CONTENT]: captureContent === true,
  }
  return hooks
}

/**
 * The names of v0.1.0 of the conventions alone, by the variable that the conventions have for such changes. By default those of
 * v1.41 are reported beside them.
 */
function wantsLatestOnly(): boolean {
  const chosen = readEnvironment('OTEL_SEMCONV_STABILITY_OPT_IN')?.split(',') ?? []
  return chosen.some((value) => value.trim() === 'gen_ai_latest_experimental')
}

/** Instruments of a meter provider that is not set yet record nothing: they are made for the one there is at the time. */
function lazyRecorder(given: Meter | undefined, latestOnly: boolean): () => MeterRecorder {
  let provider: unknown
  let recorder: MeterRecorder | undefined
  return () => {
    const current = given ?? metrics.getMeterProvider()
    if (recorder === undefined || current !== provider) {
      provider = current
      recorder = createRecorder(given ?? metrics.getMeter(SCOPE), latestOnly)
    }
    return recorder
  }
}
