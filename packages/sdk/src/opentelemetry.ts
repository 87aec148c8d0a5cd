/**
 * `@patchbay/sdk/opentelemetry`: hooks that report to OpenTelemetry.
 *
 * @packageDocumentation
 */
export { openTelemetry, type OpenTelemetryOptions } from './opentelemetry/open-telemetry.ts'
export type { MeterLike, TracerLike } from './opentelemetry/telemetry-api.ts'
