import { type Meter, metrics, trace, type Tracer } from '@opentelemetry/api'
import type { Hooks } from '@patchbay/core'
import { expectTypeOf, test } from 'vitest'
import { type MeterLike, openTelemetry, type TracerLike } from './opentelemetry.ts'

test('openTelemetry() takes what @opentelemetry/api makes, and gives hooks', () => {
  expectTypeOf<Tracer>().toExtend<TracerLike>()
  expectTypeOf<Meter>().toExtend<MeterLike>()
  expectTypeOf(
    openTelemetry({ tracer: trace.getTracer('x'), meter: metrics.getMeter('x') }),
  ).toEqualTypeOf<Hooks>()
  // @ts-expect-error an unknown option
  openTelemetry({ spans: true })
})
