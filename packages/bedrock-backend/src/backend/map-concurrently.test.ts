import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { mapConcurrently } from './map-concurrently.ts'

describe('mapConcurrently', () => {
  it('gives what one after the other would, whatever ends first, never more than the limit at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        fc.scheduler(),
        async (items, limit, scheduler) => {
          let running = 0
          let most = 0
          const results = mapConcurrently(items, limit, undefined, async (item, _signal, index) => {
            running += 1
            most = Math.max(most, running)
            await scheduler.schedule(Promise.resolve())
            running -= 1
            return [item * 2, index]
          })
          expect(await scheduler.waitFor(results)).toEqual(items.map((item, index) => [item * 2, index]))
          expect(most).toBe(Math.min(limit, items.length))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('ends with the first failure: nothing further begins, and the others are aborted', async () => {
    const begun: number[] = []
    const told: unknown[] = []
    const failure = new Error('no')
    const work = async (item: number, signal: AbortSignal) => {
      begun.push(item)
      if (item === 2) throw failure
      return new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          told.push(item)
          reject(signal.reason as Error)
        })
      })
    }
    await expect(mapConcurrently([0, 1, 2, 3, 4], 3, undefined, work)).rejects.toBe(failure)
    expect(begun).toEqual([0, 1, 2])
    expect(told).toEqual([0, 1])
  })

  it('ends with the reason of an abort from outside, before and in between', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const begun: number[] = []
    const results = mapConcurrently([0, 1, 2], 1, controller.signal, async (item) => {
      begun.push(item)
      if (item === 1) controller.abort(reason)
    })
    await expect(results).rejects.toBe(reason)
    expect(begun).toEqual([0, 1])
    await expect(mapConcurrently([0], 1, controller.signal, async () => {})).rejects.toBe(reason)
  })
})
