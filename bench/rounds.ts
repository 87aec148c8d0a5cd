// One round after the other: every contestant at every workload that is wanted.
import { coldStart } from './cold.ts'
import { Worker, type Setting } from './processes.ts'
import { Results } from './results.ts'
import { MEASURES, type ContestantName, type Table } from './rows.ts'
import { WORKLOADS, type Figures, type WorkloadName } from './workloads.ts'

type AnyWorkload = WorkloadName | 'cold' | 'import'
type Wanted = ReadonlyMap<AnyWorkload, ReadonlySet<ContestantName>>

/** How much is to be measured. */
export interface Extent {
  readonly rounds: number
  /** A rough check: each contestant in one process for everything, in one block. */
  readonly short: boolean
}

/** Runs the rounds. What was measured for one table serves the others as well. What fails is told in `failures`. */
export async function runRounds(
  tables: readonly Table[],
  setting: Setting,
  { rounds, short }: Extent,
): Promise<{ results: Results; failures: string[] }> {
  const results = new Results()
  const failures: string[] = []
  const wanted = wantedBy(tables)
  for (let round = 0; round < rounds; round += 1) {
    for (const [workload, names] of wanted) {
      if (workload !== 'cold' && workload !== 'import') continue
      await coldRound(results, workload, [...names], { setting, round, times: short ? 1 : 5 })
    }
    if (short) await shortRound(results, failures, wanted, setting)
    else await fullRound(results, failures, wanted, { setting, round, rounds })
  }
  return { results, failures }
}

function wantedBy(tables: readonly Table[]): Wanted {
  const wanted = new Map<AnyWorkload, Set<ContestantName>>()
  for (const { measures, contestants } of tables) {
    for (const measure of measures) {
      const { workload } = MEASURES[measure]
      const names = wanted.get(workload) ?? new Set()
      for (const name of contestants) if (workload !== 'cold' || name !== 'patchbay-import') names.add(name)
      wanted.set(workload, names)
    }
  }
  return wanted
}

/** For each workload a new process for each contestant; they take turns block by block, in an order that turns around. */
async function fullRound(
  results: Results,
  failures: string[],
  wanted: Wanted,
  { setting, round, rounds }: { setting: Setting; round: number; rounds: number },
) {
  for (const [workload, names] of wanted) {
    if (workload === 'cold' || workload === 'import') continue
    process.stderr.write(`round ${round + 1} of ${rounds}: ${workload}\n`)
    const workers = new Map<ContestantName, Worker>()
    const attempt = async (name: ContestantName, work: () => Promise<void>) => {
      try {
        await work()
      } catch (error) {
        failures.push(`${name} failed at ${workload}: ${String(error)}`)
        workers.get(name)?.end()
        workers.delete(name)
      }
    }
    for (const name of names)
      await attempt(name, async () => {
        workers.set(name, await Worker.start(name, setting))
        await workers.get(name)?.prepare(workload)
      })
    for (let block = 0; block < WORKLOADS[workload].blocks; block += 1) {
      const turns = block % 2 === 0 ? [...workers] : [...workers].toReversed()
      for (const [name, worker] of turns)
        await attempt(name, async () => add(results, round, block, name, await worker.block()))
    }
    for (const worker of workers.values()) worker.end()
  }
}

async function shortRound(results: Results, failures: string[], wanted: Wanted, setting: Setting) {
  const names = new Set([...wanted.values()].flatMap((set) => [...set]))
  for (const name of names) {
    const workloads = [...wanted].flatMap(([workload, set]) =>
      workload !== 'cold' && workload !== 'import' && set.has(name) ? [workload] : [],
    )
    if (workloads.length === 0) continue
    const worker = await Worker.start(name, setting)
    for (const workload of workloads) {
      try {
        await worker.prepare(workload)
        add(results, 0, 0, name, await worker.block())
      } catch (error) {
        failures.push(`${name} failed at ${workload}: ${String(error)}`)
      }
    }
    worker.end()
  }
}

/** Starts, less what an empty process takes. */
async function coldRound(
  results: Results,
  workload: 'cold' | 'import',
  names: readonly ContestantName[],
  { setting, round, times }: { setting: Setting; round: number; times: number },
) {
  for (let block = 0; block < times; block += 1) {
    const empty = await coldStart('empty', workload, setting.upstream)
    for (const name of block % 2 === 0 ? names : names.toReversed())
      add(results, round, block, name, {
        [workload]: (await coldStart(name, workload, setting.upstream)) - empty,
      })
  }
}

function add(results: Results, round: number, block: number, name: ContestantName, figures: Figures) {
  for (const [measure, value] of Object.entries(figures)) results.add(round, block, name, measure, value)
}
