// Every figure of docs/performance.md. See there for the options; `npm run bench -- --short` is a rough check.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { coldStart } from './cold.ts'
import { load, noise } from './noise.ts'
import { profileOf } from './profile/summary.ts'
import { figureTable, targetTable } from './report.ts'
import { Results } from './results.ts'
import { MEASURES, TABLES, type ContestantName } from './rows.ts'
import { FOLDER, runWorker, startUpstream, type Setting } from './run-worker.ts'
import type { WorkloadName } from './workloads.ts'

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
const failures: string[] = []

const { upstream, process: child } = await startUpstream()
const setting: Setting = { upstream, scale: options.short ? 0.05 : 1, source: options.source }
try {
  if (options.profile === undefined) report(await run(), sizes())
  else console.log(await profileOf(options.profile, contestants ?? ['bedrock'], setting))
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

/** Measures everything that is wanted, once a round: what was measured for one table serves the others as well. */
async function run(): Promise<Results> {
  const results = new Results()
  const wanted = new Map<WorkloadName | 'cold' | 'import', Set<ContestantName>>()
  for (const { measures, contestants: names } of tables) {
    for (const measure of measures) {
      const { workload } = MEASURES[measure]
      const set = wanted.get(workload) ?? new Set()
      for (const name of names) if (!(workload === 'cold' && name === 'patchbay-import')) set.add(name)
      wanted.set(workload, set)
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    if (options.short) await shortRound(results, wanted)
    else await fullRound(results, wanted, round)
  }
  return results
}

type Wanted = ReadonlyMap<WorkloadName | 'cold' | 'import', ReadonlySet<ContestantName>>

/** Each contestant and workload in a process of its own, in an order that turns around with each round. */
async function fullRound(results: Results, wanted: Wanted, round: number) {
  for (const [workload, names] of wanted) {
    process.stderr.write(`round ${round + 1} of ${rounds}: ${workload}\n`)
    const order = round % 2 === 0 ? [...names] : [...names].toReversed()
    if (workload === 'cold' || workload === 'import') await cold(results, workload, order, round, 5)
    else for (const name of order) await warm(results, name, [workload], round)
  }
}

/** Each contestant in one process for all its workloads, which is quick and rough. */
async function shortRound(results: Results, wanted: Wanted) {
  const byContestant = new Map<ContestantName, WorkloadName[]>()
  for (const [workload, names] of wanted) {
    if (workload === 'cold' || workload === 'import') await cold(results, workload, [...names], 0, 1)
    else for (const name of names) byContestant.set(name, [...(byContestant.get(name) ?? []), workload])
  }
  for (const [name, workloads] of byContestant) await warm(results, name, workloads, 0)
}

async function warm(
  results: Results,
  name: ContestantName,
  workloads: readonly WorkloadName[],
  round: number,
) {
  try {
    const figures = await runWorker(name, workloads, setting)
    for (const workload of Object.values(figures))
      for (const [measure, value] of Object.entries(workload ?? {})) results.add(round, name, measure, value)
  } catch (error) {
    failures.push(`${name} failed at ${workloads.join(', ')}: ${String(error)}`)
  }
}

/** Starts, less what an empty process takes, each the least of `times`: a start has no state that could be good or bad. */
async function cold(
  results: Results,
  workload: 'cold' | 'import',
  names: readonly ContestantName[],
  round: number,
  times: number,
) {
  const least = new Map<string, number>()
  for (let time = 0; time < times; time += 1) {
    for (const name of ['empty', ...names]) {
      const ms = await coldStart(name, workload, upstream)
      least.set(name, Math.min(ms, least.get(name) ?? Infinity))
    }
  }
  for (const name of names)
    results.add(round, name, workload, (least.get(name) ?? Number.NaN) - (least.get('empty') ?? 0))
}

function sizes(): string | undefined {
  if (options.source || (only !== undefined && !only.includes('sizes'))) return undefined
  return execFileSync(process.execPath, ['scripts/check-sizes.mjs'], { cwd: `${FOLDER}..`, encoding: 'utf8' })
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
