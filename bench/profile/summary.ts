// Where the CPU time of one workload goes: by category, and by function.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { MEASURES, type MeasureName } from '../rows.ts'
import { WORKLOADS, type Figures } from '../workloads.ts'
import { Worker, type Setting } from '../processes.ts'

/** What of V8's `Profiler.Profile` is read. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Categories by what the file or the function is called; the first that fits counts. */
const CATEGORIES: readonly (readonly [category: string, pattern: RegExp])[] = [
  ['idle', /^\(idle\)|node:inspector/],
  ['garbage collection', /^\(garbage collector\)/],
  ['native code and system calls', /^\(program\)/],
  ['Patchbay: translator', /\/packages\/translator\//],
  ['Patchbay: bedrock-backend, signing', /\/packages\/bedrock-backend\/.*sign/],
  ['Patchbay: bedrock-backend', /\/packages\/bedrock-backend\//],
  ['Patchbay: core', /\/packages\/core\//],
  ['Patchbay: interceptor and the rest', /\/packages\//],
  ['signing', /signature-v4|node:internal\/crypto|sha256|aws-crypto|credential/],
  ['the `openai` client', /\/node_modules\/openai/],
  ['other SDKs', /\/node_modules\//],
  ['fetch, `Response`, `Headers`', /node:internal\/deps\/undici|internal\/(?:url|blob)/],
  ['web streams, encodings', /webstreams|internal\/encoding|internal\/streams\/(?:readable|from|end-of)/],
  [
    'HTTP, sockets, timers',
    /node:_?(?:http|net|stream|timers|_)|internal\/(?:http|streams|stream_base|timers|net|js_stream)|^writev? |^writeLatin1String|^writeUtf8String|^shutdown|^consume/,
  ],
  ['aborts and events', /abort_controller|event_target|node:events/],
  ['promises, ticks, hooks', /task_queues|async_hooks|async_context|promises/],
  ['the bench', /\/bench\//],
  ['other parts of Node', /node:/],
]

/** A text about the CPU time of each of `contestants` at `measure`. Runs from the sources, so that files have their names. */
export async function profileOf(
  measure: string,
  contestants: readonly string[],
  setting: Setting,
): Promise<string> {
  const workload = MEASURES[measure as MeasureName]?.workload
  if (workload === undefined || workload === 'cold' || workload === 'import')
    throw new Error(`no profile of ${measure}`)
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'))
  try {
    const texts: string[] = []
    for (const contestant of contestants) {
      const profile = join(folder, contestant)
      const worker = await Worker.start(contestant, { ...setting, source: true, profile })
      await worker.prepare(workload)
      const figures: Figures[] = []
      for (let block = 0; block < WORKLOADS[workload].blocks; block += 1) figures.push(await worker.block())
      worker.end()
      const profiles = readFileSync(profile, 'utf8').trim().split('\n')
      const parsed = profiles.map((line) => JSON.parse(line) as Profile)
      texts.push(`${contestant}, ${workload}: ${JSON.stringify(figures)}\n\n${summary(parsed)}`)
    }
    return texts.join('\n\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function summary(profiles: readonly Profile[]): string {
  const functions = new Map<string, number>()
  const categories = new Map<string, number>()
  let total = 0
  for (const { nodes, samples, timeDeltas } of profiles) {
    const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
    for (const [index, id] of samples.entries()) {
      const name = names.get(id) ?? ''
      const time = timeDeltas[index] ?? 0
      const category = categoryOf(name)
      if (category === 'idle') continue
      total += time
      add(functions, name, time)
      add(categories, category, time)
    }
  }
  return [
    `self time by category, of ${(total / 1000).toFixed(0)} ms`,
    ...lines(categories, total, CATEGORIES.length),
    '',
    'by function',
    ...lines(functions, total, 40),
  ].join('\n')
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const file = url.replace(/^file:\/\//, '').replace(/^.*(?=\/packages\/|\/bench\/)/, '')
  const short = file.replace(/^.*\/node_modules\/(?!\.pnpm)/, '/node_modules/')
  return `${functionName || '(anonymous)'} ${short === '' ? '' : `${short}:${lineNumber + 1}`}`
}

function categoryOf(name: string): string {
  return CATEGORIES.find(([, pattern]) => pattern.test(name))?.[0] ?? 'builtins'
}

function add(map: Map<string, number>, key: string, time: number) {
  map.set(key, (map.get(key) ?? 0) + time)
}

function lines(map: ReadonlyMap<string, number>, total: number, count: number): string[] {
  return [...map]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(6)} %  ${name}`)
}
