// What a contestant is made to do, and the figures that come of it. Every workload warms up first.
import { setTimeout as delay } from 'node:timers/promises'

import type { Calls, Contestant } from './contestant.ts'
import { cpu, heldBytes, repeat, throughput, wall } from './measure.ts'
import { conversation, IMAGE_PROMPT, LARGE_PROMPT, QUESTION, withTools, type Prompt } from './prompts.ts'
import { STREAMS, type StreamName, type Upstream } from './shape.ts'

/** A contestant, its upstream, and how much is to be done: 1, or less for a rough check. */
export interface Run {
  readonly contestant: Contestant
  readonly upstream: Upstream
  readonly scale: number
}
type Figures = Readonly<Record<string, number>>

/** Messages in the conversations that the exponent is taken over. */
const LENGTHS = [1000, 2000, 5000, 10_000, 20_000]

/** Workloads by name. What they resolve with is in the unit of the rows that show it. */
export const WORKLOADS = {
  /** CPU µs of one plain call. */
  call: async (run) => ({ call: await callOf(run, QUESTION, 800) }),

  /** CPU µs of one event: what a stream of 200 deltas costs above one of 8, one event a packet. */
  async event(run) {
    const long = client(run, 'plain')
    const brief = client(run, 'brief')
    await repeat(count(run, 60), () => streamed(long, 'plain'))
    await repeat(count(run, 60), () => streamed(brief, 'brief'))
    let sum = 0
    const blocks = Math.ceil(4 * run.scale)
    for (let block = 0; block < blocks; block += 1) {
      sum -= await cpu(count(run, 40), () => streamed(brief, 'brief'))
      sum += await cpu(count(run, 40), () => streamed(long, 'plain'))
    }
    return { event: sum / blocks / (STREAMS.plain.deltas - STREAMS.brief.deltas) }
  },

  /** CPU µs of one event of 32 streams at once, paced by the upstream. The streams' own start is part of it. */
  async paced(run) {
    await repeat(count(run, 60), () => streamed(client(run, 'plain'), 'plain'))
    const paced = client(run, 'paced')
    const together = () => Promise.all(Array.from({ length: 32 }, () => streamed(paced, 'paced')))
    if (run.scale === 1) await together()
    return { paced: (await cpu(count(run, 2), together)) / 32 / STREAMS.paced.deltas }
  },

  /** Wall µs until the first delta of a stream, median. */
  async 'first-delta'(run) {
    const calls = client(run, 'brief')
    await repeat(count(run, 300), () => streamed(calls, 'brief'))
    return { 'first-delta': await wall(count(run, 400), (over) => streamed(calls, 'brief', over)) }
  },

  'throughput-1': async (run) => ({ 'throughput-1': await throughputOf(run, 1) }),
  'throughput-16': async (run) => ({ 'throughput-16': await throughputOf(run, 16) }),
  'throughput-128': async (run) => ({ 'throughput-128': await throughputOf(run, 128) }),

  'large-prompt': async (run) => ({ 'large-prompt': await callOf(run, LARGE_PROMPT, 100) }),
  image: async (run) => ({ image: await callOf(run, IMAGE_PROMPT, 40) }),

  /** CPU ms of one call by the number of its messages, and the exponent of its growth. */
  async messages(run) {
    const figures: Record<string, number> = {}
    for (const length of LENGTHS) {
      const times = Math.max(2, count(run, 60_000 / length))
      figures[`messages-${length}`] = (await callOf(run, conversation(length), times)) / 1000
    }
    return { ...figures, exponent: exponent(LENGTHS.map((n) => [n, figures[`messages-${n}`] ?? Number.NaN])) }
  },

  /** CPU ms of one call by the number of its tools. */
  async tools(run) {
    const ms = async (tools: number, times: number) =>
      (await callOf(run, withTools(tools), count(run, times))) / 1000
    return {
      'tools-10': await ms(10, 400),
      'tools-100': await ms(100, 150),
      'tools-1000': await ms(1000, 30),
    }
  },

  /** CPU µs of one delta of 64 KB. */
  async 'large-deltas'(run) {
    const calls = client(run, 'large')
    await repeat(count(run, 10), () => streamed(calls, 'large'))
    return {
      'large-deltas': (await cpu(count(run, 30), () => streamed(calls, 'large'))) / STREAMS.large.deltas,
    }
  },

  embeddings: async (run) => ({ embeddings: await callOf(run, QUESTION, 40) }),

  /** MB that are held for a stream of 64 MB that nobody reads on. */
  async unread(run) {
    const calls = client(run, 'unread')
    const before = heldBytes()
    const held = await hold(calls)
    await delay(500)
    const megabytes = (heldBytes() - before) / 1_048_576
    keep(held)
    return { unread: megabytes }
  },

  /** kB that are held for each of 256 open streams. */
  async 'open-streams'(run) {
    await repeat(20, () => streamed(client(run, 'brief'), 'brief'))
    const calls = client(run, 'held')
    const before = heldBytes()
    const held = await Promise.all(Array.from({ length: 256 }, () => hold(calls)))
    const kilobytes = (heldBytes() - before) / 1000 / 256
    keep(held)
    return { 'open-streams': kilobytes }
  },

  /** Connections that are opened for 100 calls, and for 100 streams read to their end, one after the other. */
  async connections(run) {
    const opened = async () => Number(await (await fetch(run.upstream.counted)).text())
    const calls = client(run, 'brief')
    const before = await opened()
    await repeat(100, () => calls.call())
    const between = await opened()
    if (calls.stream !== undefined) await repeat(100, () => streamed(calls, 'brief'))
    const after = await opened()
    return { connections: between - before, 'stream-connections': after - between }
  },
} as const satisfies Record<string, (run: Run) => Promise<Figures>>

/** The name of a workload. */
export type WorkloadName = keyof typeof WORKLOADS

function client(run: Run, stream: StreamName, prompt: Prompt = QUESTION): Calls {
  return run.contestant(run.upstream[stream], prompt, run.upstream)
}

/** CPU µs of one call with `prompt`, over `times` calls after half as many. */
async function callOf(run: Run, prompt: Prompt, times: number): Promise<number> {
  const calls = client(run, 'plain', prompt)
  await repeat(count(run, times / 2), () => answered(calls))
  return cpu(count(run, times), () => answered(calls))
}

async function throughputOf(run: Run, concurrency: number): Promise<number> {
  const calls = client(run, 'plain')
  const times = Math.max(concurrency, count(run, 1500))
  await throughput(times / 2, concurrency, () => answered(calls))
  return throughput(times, concurrency, () => answered(calls))
}

async function answered(calls: Calls): Promise<void> {
  if ((await calls.call()) === 0) throw new Error('nothing was answered')
}

async function streamed(calls: Calls, stream: StreamName, onDelta?: () => void): Promise<void> {
  let deltas = 0
  await calls.stream?.(() => {
    deltas += 1
    onDelta?.()
  })
  if (deltas !== STREAMS[stream].deltas)
    throw new Error(`${deltas} deltas arrived, not ${STREAMS[stream].deltas}`)
}

async function hold(calls: Calls): Promise<unknown> {
  if (calls.hold === undefined) throw new Error('cannot hold a stream')
  return calls.hold()
}

/** Keeps what was measured alive until here. */
function keep(value: unknown): void {
  if (value === undefined) throw new Error('nothing was held')
}

function count({ scale }: Run, times: number): number {
  return Math.max(1, Math.ceil(times * scale))
}

/** The slope of a straight line through the logarithms of `points`. */
function exponent(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const)
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
