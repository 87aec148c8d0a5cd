import type { Check, Group } from './check.ts'
import { type Outcome, rowOf } from './report.ts'
import type { Workspace } from './workspace.ts'

/** The checks of one project, which run one after another; projects run beside each other. */
interface Lane {
  readonly checks: (Check & { readonly group: string })[]
}

const CONCURRENCY = 2

/** Runs the checks, printing a row for each as it ends, and resolves with all outcomes. */
export async function runChecks(
  groups: readonly Group[],
  filters: readonly string[],
  all: boolean,
  workspace: Workspace,
): Promise<readonly Outcome[]> {
  const lanes = lanesOf(groups, filters, all)
  const outcomes: Outcome[] = []
  const work = async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift())
      for (const check of lane.checks) {
        const outcome = await runCheck(check, workspace)
        outcomes.push(outcome)
        console.log(rowOf(outcome))
        if (outcome.failure !== undefined) console.log(firstLines(outcome.failure))
      }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  return outcomes
}

/** Without any filter all checks are run. */
function lanesOf(groups: readonly Group[], filters: readonly string[], all: boolean): Lane[] {
  const names = new Set(groups.map(({ name }) => name))
  const lanes = new Map<string, Lane>()
  for (const group of groups)
    for (const check of group.checks(all)) {
      if (filters.length > 0 && !filters.some((filter) => isMeant(filter.toLowerCase(), group, check, names)))
        continue
      const key = `${check.project.folder}${check.project.variant ?? ''}`
      const lane = lanes.get(key) ?? { checks: [] }
      lanes.set(key, lane)
      lane.checks.push(Object.assign(Object.create(check) as Check, { group: group.name }))
    }
  return [...lanes.values()]
}

/** Enough to see what it is about while the others run; all of it is printed at the end. */
function firstLines(failure: string): string {
  return failure
    .split('\n')
    .slice(0, 5)
    .map((line) => `      ${line.slice(0, 200)}`)
    .join('\n')
}

/** A filter is the name of a group, else part of a check's tool or name. */
function isMeant(filter: string, group: Group, check: Check, names: ReadonlySet<string>): boolean {
  if (names.has(filter)) return group.name === filter
  return `${check.tool} ${check.name}`.toLowerCase().includes(filter)
}

async function runCheck(check: Check & { readonly group: string }, workspace: Workspace): Promise<Outcome> {
  const { group, tool, name } = check
  let version = ''
  let start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  try {
    const project = await workspace.project(check.project)
    version = await check.version(project, workspace)
    start = performance.now()
    await check.run(project, workspace)
    return { group, tool, version, name, seconds: seconds() }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { group, tool, version, name, seconds: seconds(), failure }
  }
}
