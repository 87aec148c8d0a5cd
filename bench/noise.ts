// Whether the machine was quiet enough for the figures to be believed.
import { availableParallelism, loadavg } from 'node:os'

import { Results } from './results.ts'
import { MEASURES, TABLES, type MeasureName } from './rows.ts'

/** How far the figures of a table's first contestant may lie apart over the rounds, as a part of their median. */
const SPREAD = 0.3

/** The load of the machine over the last minute, as a part of its processors. The bench itself takes one and a half of them. */
export function load(): number {
  return (loadavg()[0] ?? 0) / availableParallelism()
}

/** What was too noisy, in a sentence each. `before` is the load when the run began. */
export function noise(results: Results, before: number): string[] {
  const unsteady = Object.values(TABLES).flatMap(({ base, measures }) =>
    measures.flatMap((measure) => {
      const figure = results.figure(base, measure)
      const spread = figure === undefined ? 0 : (figure.high - figure.low) / figure.median
      return spread > SPREAD && !STEADY.has(measure) ? [`${measure} of ${base} by ${percent(spread)}`] : []
    }),
  )
  return [
    ...(before > 0.5 ? [`The machine was busy before the run began: its load was ${percent(before)}.`] : []),
    ...(unsteady.length > 0
      ? [`Figures that must not differ did, over the rounds: ${[...new Set(unsteady)].join(', ')}.`]
      : []),
  ]
}

/** Measures in other units than time. */
const STEADY: ReadonlySet<MeasureName> = new Set(
  (Object.keys(MEASURES) as MeasureName[]).filter((name) =>
    ['connections', 'unread', 'open-streams'].includes(MEASURES[name].workload),
  ),
)

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}
