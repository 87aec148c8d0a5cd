// The clocks of a contestant's process.
import { startProfile } from './profile/record.ts'

/** CPU time of this process for one `run`, in µs, over `times` runs one after the other. */
export async function cpu(times: number, run: () => Promise<unknown>): Promise<number> {
  const stop = await startProfile()
  const before = process.cpuUsage()
  await repeat(times, run)
  const { user, system } = process.cpuUsage(before)
  await stop()
  return (user + system) / times
}

/** The wall time of one `run`, in µs, each of which says itself when it is over: the lower quartile over `times` runs. */
export async function wall(times: number, run: (over: () => void) => Promise<unknown>): Promise<number> {
  const stop = await startProfile()
  const durations: number[] = []
  for (let index = 0; index < times; index += 1) {
    const start = performance.now()
    let end = Number.NaN
    await run(() => (end = Number.isNaN(end) ? performance.now() : end))
    durations.push((end - start) * 1000)
  }
  await stop()
  return durations.toSorted((a, b) => a - b)[durations.length >> 2] ?? Number.NaN
}

/** Calls a second, `concurrency` of them under way at any time. */
export async function throughput(
  times: number,
  concurrency: number,
  run: () => Promise<unknown>,
): Promise<number> {
  const stop = await startProfile()
  const start = performance.now()
  let left = times
  const lane = async () => {
    while (left > 0) {
      left -= 1
      await run()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  const seconds = (performance.now() - start) / 1000
  await stop()
  return times / seconds
}

/** Bytes that this process holds after a garbage collection, on the heap and in buffers. */
export function heldBytes(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc')
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Runs `run` `times` times, one after the other. */
export async function repeat(times: number, run: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < times; index += 1) await run()
}

/** The middle of `values`. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}
