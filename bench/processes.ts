// The processes that a run starts: the upstream, workers, and starts of Node.
import { execFile, fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { Upstream } from './shape.ts'
import type { Order, Report } from './worker.ts'
import type { Figures, WorkloadName } from './workloads.ts'

/** The folder of the bench. */
export const FOLDER = fileURLToPath(new URL('.', import.meta.url))

/** What a worker is run with. */
export interface Setting {
  readonly upstream: Upstream
  readonly scale: number
  /** From the sources in place of what was built. */
  readonly source: boolean
  /** The file that a CPU profile is written to. */
  readonly profile?: string
}

/** Starts the upstream; resolves with its URLs and its process, which the caller ends. */
export async function startUpstream(): Promise<{ upstream: Upstream; process: ChildProcess }> {
  const child = spawn(process.execPath, [`${FOLDER}upstream/serve.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { upstream: JSON.parse(line) as Upstream, process: child }
}

/** One contestant in a process of its own. */
export class Worker {
  readonly contestant: string
  readonly #child: ChildProcess

  private constructor(contestant: string, { upstream, scale, source, profile }: Setting) {
    this.contestant = contestant
    this.#child = fork(`${FOLDER}worker.ts`, [contestant], {
      execArgv: ['--expose-gc', ...(source ? ['--conditions=@patchbay/source'] : [])],
      env: {
        ...process.env,
        BENCH_UPSTREAM: JSON.stringify(upstream),
        BENCH_SCALE: String(scale),
        ...(profile !== undefined && { BENCH_PROFILE: profile }),
      },
    })
  }

  /** Starts it; resolves when it takes orders. */
  static async start(contestant: string, setting: Setting): Promise<Worker> {
    const worker = new Worker(contestant, setting)
    await worker.#report()
    return worker
  }

  /** Warms up for a workload. */
  async prepare(workload: WorkloadName): Promise<void> {
    await this.#order({ prepare: workload })
  }

  /** Measures one block of what was prepared. Rejects with what went wrong. */
  async block(): Promise<Figures> {
    return this.#order('block')
  }

  /** Ends the process. */
  end(): void {
    this.#child.kill()
  }

  async #order(order: Order): Promise<Figures> {
    this.#child.send(order)
    return this.#report()
  }

  #report(): Promise<Figures> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        this.#child.off('message', onMessage).off('exit', onExit)
        settle()
      }
      const onMessage = (report: Report) =>
        done(() => ('error' in report ? reject(new Error(report.error)) : resolve(report.figures)))
      const onExit = () => done(() => reject(new Error('the process ended')))
      this.#child.on('message', onMessage).on('exit', onExit)
    })
  }
}

/** Runs Node in a process of its own; resolves with what it printed. */
export async function runNode(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: FOLDER, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr.trim().split('\n').slice(-12).join('\n') || error.message))
    })
  })
}
