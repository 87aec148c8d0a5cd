// What a contestant does, and how it is measured: CPU time of its own process, in microseconds.
import { EVENTS } from './shape.ts'

/** One way to talk to the upstream. */
export interface Contestant {
  /** One plain call; resolves with the text of the answer. */
  call(): Promise<string>
  /** One streamed call; resolves with the number of text deltas that arrived. */
  stream(): Promise<number>
}

/** CPU µs of one plain call, and of one event of a stream. Printed as JSON for the runner. */
export async function measure(contestant: Contestant): Promise<void> {
  const scale = Number(process.env['BENCH_SCALE'] ?? '1')
  const calls = Math.ceil(1500 * scale)
  const streams = Math.ceil(150 * scale)
  await repeat(Math.ceil(calls / 3), () => contestant.call())
  const call = await cpu(calls, () => contestant.call())
  await repeat(Math.ceil(streams / 3), () => checkedStream(contestant))
  const stream = await cpu(streams, () => checkedStream(contestant))
  console.log(JSON.stringify({ call, event: Math.max(0, stream - call) / EVENTS }))
}

async function checkedStream(contestant: Contestant): Promise<void> {
  const deltas = await contestant.stream()
  if (deltas !== EVENTS) throw new Error(`${deltas} deltas arrived, not ${EVENTS}`)
}

async function cpu(times: number, run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await repeat(times, run)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

async function repeat(times: number, run: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < times; index += 1) await run()
}
