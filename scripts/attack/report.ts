import { FAULTS, type Finding, type Line, type Tally } from './support/tally.ts'

/** So many findings of a section and kind are told one by one. */
const TOLD = 5

/** The table of an attack, and what was found. */
export function report({ lines, findings }: Tally): string {
  const head = ['section', 'kind', 'tries', ...FAULTS]
  const rows = lines.map((line) => cells(line.section, line.kind, line))
  const sums = sum(lines)
  const table = [head, ...rows, cells('all', '', sums)]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const text = table.map((row) =>
    row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  )
  return [...text.map((row) => row.join('  ')), '', ...told(findings)].join('\n')
}

const cells = (section: string, kind: string, counts: Omit<Line, 'section' | 'kind'>): string[] => [
  section,
  kind,
  ...['tries' as const, ...FAULTS].map((column) => counts[column].toLocaleString('en-US')),
]

function sum(lines: readonly Line[]): Omit<Line, 'section' | 'kind'> {
  const sums = { tries: 0, escapes: 0, leaks: 0, stalls: 0, lost: 0 }
  for (const line of lines) for (const column of ['tries' as const, ...FAULTS]) sums[column] += line[column]
  return sums
}

function told(findings: readonly Finding[]): string[] {
  const groups = Map.groupBy(findings, ({ section, kind, fault }) => `${section}, ${kind}, ${fault}`)
  return [...groups].flatMap(([name, group]) => [
    ...group.slice(0, TOLD).map(({ what }) => `${name}: ${what}`),
    ...(group.length > TOLD ? [`${name}: and ${group.length - TOLD} more`] : []),
  ])
}
