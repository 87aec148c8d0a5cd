// What a contestant is made to do, and the figures that come of it. A workload warms up, and is then measured in short blocks, which
// the contestants take turns at, so that all of them are measured on the same machine in the same mood.
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
/** What came of one block, by the name of the measure, in its unit. */
export type Figures = Readonly<Record<string, number>>

interface Workload {
  /** Blocks in a round. */
  readonly blocks: number
  /** Makes clients and requests and warms up; resolves with what measures one block. */
  prepare(run: Run): Promise<() => Promise<Figures>>
}

/** Messages in the conversations that the exponent is taken over. */
const LENGTHS = [1000, 2000, 5000, 10_000, 20_000]
const TOOLS = [10, 100, 1000]

/** Workloads by name. */
export const WORKLOADS = {
  /** CPU µs of one plain call. */
  call: callsWith('call', QUESTION, { warm: 1200, block: 100, blocks: 8 }),

  /** CPU µs of one event of a stream that comes as fast as it can be read. */
  event: events('event', 'plain', 'few'),
  /** CPU µs of one event that comes in a packet of its own. */
  packets: events('packets', 'packets', 'brief'),

  /** CPU µs of one event of 32 streams at once, paced by the upstream. The streams' own start is part of it. */
  paced: {
    blocks: 5,
    async prepare(run) {
      await repeat(count(run, 80), () => streamed(client(run, 'plain'), 'plain'))
      const paced = client(run, 'paced')
      const together = () => Promise.all(Array.from({ length: 32 }, () => streamed(paced, 'paced')))
      if (run.scale === 1) await together()
      return async () => ({ paced: (await cpu(1, together)) / 32 / STREAMS.paced.deltas })
    },
  },

  /** Wall µs until the first delta of a stream: the lower quartile, which what else runs on the machine touches least. */
  'first-delta': {
    blocks: 6,
    async prepare(run) {
      const brief = client(run, 'brief')
      await repeat(count(run, 800), () => streamed(brief, 'brief'))
      return async () => ({
        'first-delta': await wall(count(run, 80), (over) => streamed(brief, 'brief', over)),
      })
    },
  },

  'throughput-1': atOnce('throughput-1', 1),
  'throughput-16': atOnce('throughput-16', 16),
  'throughput-128': atOnce('throughput-128', 128),

  'large-prompt': callsWith('large-prompt', LARGE_PROMPT, { warm: 60, block: 20, blocks: 6 }),
  image: callsWith('image', IMAGE_PROMPT, { warm: 20, block: 10, blocks: 5 }),

  /** CPU ms of one call by the number of its messages, and the exponent of its growth. */
  messages: {
    blocks: 3,
    async prepare(run) {
      const clients = LENGTHS.map((length) => client(run, 'plain', conversation(length)))
      const block = async () => {
        const points: (readonly [number, number])[] = []
        for (const [index, calls] of clients.entries()) {
          const length = LENGTHS[index] ?? 0
          const times = count(run, 10_000 / length)
          points.push([length, (await cpu(times, () => answered(calls))) / 1000])
        }
        const figures = points.map(([length, ms]) => [`messages-${length}`, ms])
        return { ...(Object.fromEntries(figures) as Figures), exponent: exponent(points) }
      }
      await block()
      return block
    },
  },

  /** CPU ms of one call by the number of its tools. */
  tools: {
    blocks: 4,
    async prepare(run) {
      const clients = TOOLS.map((tools) => client(run, 'plain', withTools(tools)))
      const block = async () => {
        const figures: Record<string, number> = {}
        for (const [index, calls] of clients.entries()) {
          const tools = TOOLS[index] ?? 0
          const times = count(run, Math.min(60, 4000 / tools))
          figures[`tools-${tools}`] = (await cpu(times, () => answered(calls))) / 1000
        }
        return figures
      }
      await repeat(run.scale === 1 ? 3 : 1, block)
      return block
    },
  },

  /** CPU µs of one delta of 64 KB. */
  'large-deltas': {
    blocks: 5,
    async prepare(run) {
      const large = client(run, 'large')
      await repeat(count(run, 12), () => streamed(large, 'large'))
      return async () => {
        const stream = await cpu(count(run, 6), () => streamed(large, 'large'))
        return { 'large-deltas': stream / STREAMS.large.deltas }
      }
    },
  },

  embeddings: callsWith('embeddings', QUESTION, { warm: 20, block: 8, blocks: 5 }),

  /** MB that are held for a stream of 64 MB that nobody reads on. */
  unread: {
    blocks: 1,
    async prepare(run) {
      const unread = client(run, 'unread')
      return async () => {
        const before = heldBytes()
        const held = await hold(unread)
        await delay(500)
        const megabytes = (heldBytes() - before) / 1_048_576
        keep(held)
        return { unread: megabytes }
      }
    },
  },

  /** kB that are held for each of 256 open streams. */
  'open-streams': {
    blocks: 1,
    async prepare(run) {
      await repeat(20, () => streamed(client(run, 'brief'), 'brief'))
      const open = client(run, 'held')
      return async () => {
        const before = heldBytes()
        const held = await Promise.all(Array.from({ length: 256 }, () => hold(open)))
        const kilobytes = (heldBytes() - before) / 1000 / 256
        keep(held)
        return { 'open-streams': kilobytes }
      }
    },
  },

  /** Connections that are opened for 100 calls, and for 100 streams read to their end, one after the other. */
  connections: {
    blocks: 1,
    async prepare(run) {
      const opened = async () => Number(await (await fetch(run.upstream.counted)).text())
      const brief = client(run, 'brief')
      return async () => {
        const before = await opened()
        await repeat(100, () => brief.call())
        const between = await opened()
        await repeat(100, () => streamed(brief, 'brief'))
        const after = await opened()
        return { connections: between - before, 'stream-connections': after - between }
      }
    },
  },
} as const satisfies Record<string, Workload>

/** The name of a workload. */
export type WorkloadName = keyof typeof WORKLOADS

/** CPU µs of one call with `prompt`. */
function callsWith(
  name: string,
  prompt: Prompt,
  times: { readonly warm: number; readonly block: number; readonly blocks: number },
): Workload {
  return {
    blocks: times.blocks,
    async prepare(run) {
      const plain = client(run, 'plain', prompt)
      await repeat(count(run, times.warm), () => answered(plain))
      return async () => ({ [name]: await cpu(count(run, times.block), () => answered(plain)) })
    },
  }
}

/** CPU µs of one event: what a long stream costs above a brief one of the same kind. */
function events(name: string, long: StreamName, brief: StreamName): Workload {
  return {
    blocks: 8,
    async prepare(run) {
      const longStream = client(run, long)
      const briefStream = client(run, brief)
      await repeat(count(run, 80), () => streamed(longStream, long))
      await repeat(count(run, 80), () => streamed(briefStream, brief))
      return async () => {
        const start = await cpu(count(run, 20), () => streamed(briefStream, brief))
        const whole = await cpu(count(run, 20), () => streamed(longStream, long))
        return { [name]: (whole - start) / (STREAMS[long].deltas - STREAMS[brief].deltas) }
      }
    },
  }
}

/** Calls a second with so many under way at once. */
function atOnce(name: string, concurrency: number): Workload {
  return {
    blocks: 6,
    async prepare(run) {
      const plain = client(run, 'plain')
      const times = Math.max(concurrency, count(run, 400))
      await throughput(count(run, 1000), concurrency, () => answered(plain))
      return async () => ({ [name]: await throughput(times, concurrency, () => answered(plain)) })
    },
  }
}

function client(run: Run, stream: StreamName, prompt: Prompt = QUESTION): Calls {
  return run.contestant(run.upstream[stream], prompt, run.upstream)
}

async function answered(asked: Calls): Promise<void> {
  if ((await asked.call()) === 0) throw new Error('nothing was answered')
}

async function streamed(asked: Calls, stream: StreamName, onDelta?: () => void): Promise<void> {
  let deltas = 0
  await asked.stream?.(() => {
    deltas += 1
    onDelta?.()
  })
  if (deltas !== STREAMS[stream].deltas)
    throw new Error(`${deltas} deltas arrived, not ${STREAMS[stream].deltas}`)
}

async function hold(asked: Calls): Promise<unknown> {
  if (asked.hold === undefined) throw new Error('cannot hold a stream')
  return asked.hold()
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
