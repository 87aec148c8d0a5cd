/** The least time that a difference between two runs means anything in. */
const LEAST_MICROSECONDS = 5000

/**
 * How much longer a work takes for an input four times the size: about 4 where the time is linear, 16 where it is quadratic.
 * Of each size the fastest of three runs counts, in time of the processor, so that a busy machine matters little.
 *
 * @param prepare - makes the work for a size; its own time does not count
 */
export function growth(size: number, prepare: (size: number) => () => unknown): number {
  const [small, large] = [size, 4 * size].map((each) => {
    const work = prepare(each)
    const times = [1, 2, 3].map(() => {
      const started = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(started)
      return user + system
    })
    return Math.max(LEAST_MICROSECONDS, Math.min(...times))
  }) as [number, number]
  return large / small
}
