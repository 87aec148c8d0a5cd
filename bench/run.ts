// Every figure of docs/performance.md. See there for the options; `npm run bench -- --short` is a rough check.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { load, noise } from './noise.ts'
import { profileOf } from './profile/summary.ts'
import { figureTable, targetTable } from './report.ts'
import type { Results } from './results.ts'
import { runRounds } from './rounds.ts'
import { MEASURES, TABLES } from './rows.ts'
import { FOLDER, startUpstream, type Setting } from './processes.ts'

const BEGIN = '<!-- figures -->'
const END = '<!-- end of figures -->'
const COLD: ReadonlySet<string> = new Set(['cold', 'import'])

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    contestants: { type: 'string' },
    rounds: { type: 'string' },
    source: { type: 'boolean', default: false },
    profile: { type: 'string' },
    markdown: { type: 'string' },
  },
})
const only = options.only?.split(',')
const rounds = Number(options.rounds ?? (options.short ? 1 : 5))
const contestants = options.contestants?.split(',')
const tables = chosenTables()
const loadBefore = load()
let failures: readonly string[] = []

const { upstream, process: child } = await startUpstream()
const setting: Setting = { upstream, scale: options.short ? 0.05 : 1, source: options.source }
try {
  if (options.profile === undefined) {
    const run = await runRounds(tables, setting, { rounds, short: options.short })
    failures = run.failures
    report(run.results, sizes())
  } else console.log(await profileOf(options.profile, contestants ?? ['bedrock'], setting))
} finally {
  child.kill()
}
if (failures.length > 0) {
  console.error(`\n${failures.join('\n')}`)
  process.exit(1)
}

/** The tables, and of each the measures and contestants, that the command line asks for. */
function chosenTables() {
  const known = [...Object.keys(TABLES), ...Object.keys(MEASURES), 'sizes']
  const unknown = only?.filter((name) => !known.includes(name)) ?? []
  if (unknown.length > 0) throw new Error(`no row ${unknown.join(', ')}; there are ${known.join(', ')}`)
  return Object.entries(TABLES).map(([name, table]) => ({
    ...table,
    measures: table.measures.filter(
      (measure) =>
        (only === undefined || only.includes(name) || only.includes(measure)) &&
        !(options.source && COLD.has(MEASURES[measure].workload)),
    ),
    contestants: table.contestants.filter((contestant) => contestants?.includes(contestant) ?? true),
  }))
}

function sizes(): string | undefined {
  if (options.source || (only !== undefined && !only.includes('sizes'))) return undefined
  // What is over its limit fails elsewhere, in `npm run check:sizes`: here the figures are shown as they are.
  const location = { cwd: `${FOLDER}..`, encoding: 'utf8' } as const
  return spawnSync(process.execPath, ['scripts/check-sizes.mjs'], location).stdout
}

function report(results: Results, sizeTable: string | undefined) {
  const date = new Date().toISOString().slice(0, 10)
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: FOLDER,
    encoding: 'utf8',
  }).trim()
  const warnings = noise(results, loadBefore).map((sentence) => `**Noisy machine.** ${sentence}`)
  const head = `Node ${process.versions.node}, ${availableParallelism()} processors, ${date}, commit ${commit}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}${options.short ? ', short: rough figures' : ''}.`
  const sections = [
    head,
    ...warnings,
    section('The aims', targetTable(results)),
    ...tables.map((table) => section(table.title, figureTable(results, table))),
    section('Sizes', sizeTable?.trim()),
  ].filter((text) => text !== undefined)
  const markdown = sections.join('\n\n')
  console.log(`\n${markdown}`)
  if (options.markdown !== undefined) writeInto(options.markdown, markdown)
}

function section(title: string, body: string | undefined): string | undefined {
  return body === undefined ? undefined : `### ${title}\n\n${body}`
}

/** Puts the tables between the two marks of a page. */
function writeInto(file: string, markdown: string) {
  const page = readFileSync(file, 'utf8')
  const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]]
  if (before === undefined || after === undefined) throw new Error(`${file} has no ${BEGIN} ... ${END}`)
  writeFileSync(file, `${before}${BEGIN}\n\n${markdown}\n\n${END}${after}`)
}
