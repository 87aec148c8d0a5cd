// One contestant in a process of its own: node bench/worker.ts CONTESTANT WORKLOAD..., with the upstream's URLs in BENCH_UPSTREAM and
// the scale in BENCH_SCALE. Prints the figures of each workload as one JSON object.
import type { Contestant } from './contestant.ts'
import type { Upstream } from './shape.ts'
import { WORKLOADS, type WorkloadName } from './workloads.ts'

const [name, ...workloads] = process.argv.slice(2) as [string, ...WorkloadName[]]
const upstream = JSON.parse(process.env['BENCH_UPSTREAM'] ?? '{}') as Upstream
const scale = Number(process.env['BENCH_SCALE'] ?? '1')
const { default: contestant } = (await import(`./contestants/${name}.ts`)) as { default: Contestant }

const figures: Record<string, Readonly<Record<string, number>>> = {}
for (const workload of workloads)
  figures[workload] = await WORKLOADS[workload]({ contestant, upstream, scale })
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit())
