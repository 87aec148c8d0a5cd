// One contestant in a process of its own, which does what its parent tells it: forked with the name of the contestant, the upstream's
// URLs in BENCH_UPSTREAM and the scale in BENCH_SCALE.
import type { Contestant } from './contestant.ts'
import type { Upstream } from './shape.ts'
import { WORKLOADS, type Figures, type WorkloadName } from './workloads.ts'

/** What the parent asks for: to prepare a workload, or to measure a block of the one that was prepared last. */
export type Order = { readonly prepare: WorkloadName } | 'block'
/** What is said to it when that is done. */
export type Report = { readonly figures: Figures } | { readonly error: string }

const [name = ''] = process.argv.slice(2)
const upstream = JSON.parse(process.env['BENCH_UPSTREAM'] ?? '{}') as Upstream
const scale = Number(process.env['BENCH_SCALE'] ?? '1')
const { default: contestant } = (await import(`./contestants/${name}.ts`)) as { default: Contestant }
let block = async (): Promise<Figures> => ({})

process.on('message', (order: Order) => {
  obey(order).then(
    (figures) => process.send?.({ figures } satisfies Report),
    (error: unknown) => process.send?.({ error: (error as Error).stack ?? String(error) } satisfies Report),
  )
})
process.on('disconnect', () => process.exit())
process.send?.({ figures: {} } satisfies Report)

async function obey(order: Order): Promise<Figures> {
  if (order === 'block') return block()
  block = await WORKLOADS[order.prepare].prepare({ contestant, upstream, scale })
  return {}
}
