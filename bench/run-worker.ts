import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { Upstream } from './shape.ts'
import type { WorkloadName } from './workloads.ts'

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
/** Figures by workload. */
export type Figures = Readonly<Partial<Record<WorkloadName, Readonly<Record<string, number>>>>>

/** Starts the upstream; resolves with its URLs and its process, which the caller ends. */
export async function startUpstream(): Promise<{ upstream: Upstream; process: ChildProcess }> {
  const child = spawn(process.execPath, [`${FOLDER}upstream/serve.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { upstream: JSON.parse(line) as Upstream, process: child }
}

/** Runs `workloads` one after the other by one contestant, in one process of its own. Rejects with what it said if it fails. */
export async function runWorker(
  contestant: string,
  workloads: readonly WorkloadName[],
  { upstream, scale, source, profile }: Setting,
): Promise<Figures> {
  const conditions = source ? ['--conditions=@patchbay/source'] : []
  const env = {
    ...process.env,
    BENCH_UPSTREAM: JSON.stringify(upstream),
    BENCH_SCALE: String(scale),
    ...(profile !== undefined && { BENCH_PROFILE: profile }),
  }
  return JSON.parse(
    await runNode(['--expose-gc', ...conditions, `${FOLDER}worker.ts`, contestant, ...workloads], env),
  ) as Figures
}

/** Runs Node in a process of its own; resolves with what it printed. */
export async function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, cwd: FOLDER, timeout: 180_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr.trim().split('\n').slice(-12).join('\n') || error.message))
    })
  })
}
