// The page's tables, as Markdown.
import { Results, type Summary } from './results.ts'
import { CONTESTANTS, MEASURES, TARGETS, type ContestantName, type MeasureName, type Table } from './rows.ts'

/** The aims, and whether they are met; `undefined` where none of them was measured. */
export function targetTable(results: Results): string | undefined {
  const rows = TARGETS.flatMap((target) => {
    const measured =
      target.over === undefined
        ? results.figure(target.of, target.measure)
        : results.ratio(target.of, target.measure, target.over)
    if (measured === undefined) return []
    const sign = target.atLeast ? '≥' : '≤'
    const reaches = (aim: number | undefined) =>
      aim !== undefined && (target.atLeast ? measured.median >= aim : measured.median <= aim)
    return [
      [
        target.title,
        `${sign} ${target.must}`,
        target.stretch === undefined ? '' : `${sign} ${target.stretch}`,
        `${measured.median.toFixed(2)}${range(measured)}`,
        reaches(target.stretch) ? 'met, stretch as well' : reaches(target.must) ? 'met' : '**not met**',
      ],
    ]
  })
  if (rows.length === 0) return undefined
  return markdown(['measure', 'must', 'stretch', 'measured, median (range)', ''], rows)
}

/** One table of figures; `undefined` where there is nothing to compare. */
export function figureTable(results: Results, table: Table): string | undefined {
  const measures = table.measures.filter((measure) =>
    table.contestants.some((contestant) => results.figure(contestant, measure) !== undefined),
  )
  const rows = table.contestants
    .filter((contestant) => measures.some((measure) => results.figure(contestant, measure) !== undefined))
    .map((contestant) => [
      CONTESTANTS[contestant],
      ...measures.map((measure) => cell(results, contestant, measure, table.base)),
    ])
  if (rows.length < 2) return undefined
  return markdown(['', ...measures.map((measure) => MEASURES[measure].heading)], rows)
}

function cell(
  results: Results,
  contestant: ContestantName,
  measure: MeasureName,
  base: ContestantName,
): string {
  const figure = results.figure(contestant, measure)
  if (figure === undefined) return ''
  const { digits } = MEASURES[measure]
  const value = Math.abs(figure.median).toFixed(digits)
  const ratio = COUNTS.has(measure) ? undefined : results.ratio(contestant, measure, base)
  return ratio === undefined ? value : `${value} (× ${ratio.median.toFixed(2)})`
}

/** Measures that a ratio says nothing of. */
const COUNTS: ReadonlySet<MeasureName> = new Set(['exponent', 'connections', 'stream-connections', 'unread'])

function range({ low, high }: Summary): string {
  return low === high ? '' : ` (${low.toFixed(2)} to ${high.toFixed(2)})`
}

function markdown(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heading, heading.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
