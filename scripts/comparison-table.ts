// Writes docs/comparison.md: what Patchbay and other tools do, each cell with its source and date, or its test.
//
//   node --conditions=@patchbay/source scripts/comparison-table.ts
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import type { Other, Ours, Row, Source } from './comparison/cells.ts'
import { ADOPTION } from './comparison/rows/adoption.ts'
import { APIS } from './comparison/rows/apis.ts'
import { CONTENTS } from './comparison/rows/contents.ts'
import { FAILURES } from './comparison/rows/failures.ts'
import { SURROUNDINGS } from './comparison/rows/surroundings.ts'
import { type Tool, type ToolName, TOOLS } from './comparison/tools.ts'
import { row, table } from './model-table/markdown.ts'

/** Where the comparison is kept. */
export const COMPARISON_PAGE = fileURLToPath(new URL('../docs/comparison.md', import.meta.url))

/** All rows, in the order of the page. */
export const ROWS: readonly Row[] = [...ADOPTION, ...APIS, ...CONTENTS, ...FAILURES, ...SURROUNDINGS]

const NAMES = Object.keys(TOOLS) as ToolName[]

const PROSE = `# Comparison

What people ask before they choose, answered for Patchbay and for seven tools that they come from. Every cell about another tool
names the file or page that it was read from, at a commit or a version, and its date; every cell of Patchbay's names the tests that
show it. *not found* means that it was looked for where the source says, and not found: it may be there. *run* means that the tool's
package was run against the servers of [\`@patchbay/testing\`](../packages/testing/README.md).

Patchbay is the youngest of them: it has not been published yet. The others are used by many. Where a gateway's dashboard, caches and keys are wanted, they are the better choice, and Patchbay
is a way to get there without changing the application: see [dashboards](#dashboards-answer-caches-keys).

Something is wrong or out of date? [The facts stand in tables](../scripts/comparison); please mend them there.
This page is written by \`node --conditions=@patchbay/source scripts/comparison-table.ts\`.
`

/** The text of docs/comparison.md. */
export function comparisonPage(): string {
  return [
    PROSE,
    `## What was read\n\n${toolTable()}`,
    `## At a glance\n\n${overview()}`,
    ...ROWS.map(section),
  ].join('\n')
}

/** Where a source can be opened: a URL, or a path from \`docs/\`. */
export function linkOf(source: Source, tool: Tool): string {
  const inRepository = !/^(?:https:|\.\.\/|performance\.md)/.test(source.at)
  const lines = source.lines === undefined ? '' : `#${source.lines}`
  return `${inRepository ? tool.base : ''}${source.at}${lines}`
}

function toolTable(): string {
  const rows = NAMES.map((name) => {
    const { name: title, what, page, version, base, date } = TOOLS[name]
    const moving = `[coming from it](coming-from/${page}.md)`
    return row([
      title,
      what,
      moving,
      `[${version.replaceAll('`', '')}](${base.replace('/blob/', '/tree/')})`,
      date,
    ])
  })
  return table(['tool', 'what it is', 'moving over', 'version', 'of'], rows)
}

function overview(): string {
  const heads = NAMES.map((name) => TOOLS[name].name)
  const rows = ROWS.map((one) =>
    row([`[${one.name}](#${anchor(one.name)})`, one.ours.verdict, ...NAMES.map((name) => one[name].verdict)]),
  )
  return table(['', 'Patchbay', ...heads], rows)
}

function section(one: Row): string {
  const rows = [
    row(['**Patchbay**', said(one.ours), one.ours.tests.map(shownBy).join('<br>')]),
    ...NAMES.map((name) =>
      row([
        TOOLS[name].name,
        said(one[name]),
        one[name].sources.map((from) => readIn(from, TOOLS[name])).join('<br>'),
      ]),
    ),
  ]
  return `## ${one.name}\n\n${one.asks}\n\n${table(['', '', 'shown by, read in'], rows)}`
}

function said({ verdict, text }: Ours | Other): string {
  if (verdict === '–') return text
  return text === '' ? `**${verdict}**` : `**${verdict}**: ${text}`
}

function shownBy({ file, title }: Ours['tests'][number]): string {
  return `[${file.replace(/^test\//, '').replace(/\.test\.ts$/, '')}](../${file}) "${title}"`
}

function readIn(source: Source, tool: Tool): string {
  const { at, lines, label = at, date = tool.date } = source
  return `[${label}${lines === undefined ? '' : ` ${lines}`}](${linkOf(source, tool)}), ${date}`
}

/** The anchor that GitHub and site generators make of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}

if (import.meta.main) await writeFile(COMPARISON_PAGE, comparisonPage())
