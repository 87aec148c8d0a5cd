import { describe, expect, it } from 'vitest'

import { createTimeLimitedCache } from './time-limited-cache.ts'

describe('createTimeLimitedCache', () => {
  it('asks once at a time, again after its time, and after a failure', async () => {
    let time = 0
    let asked = 0
    const cache = createTimeLimitedCache<number>(100, () => time)
    const ask = async () => (asked += 1)
    expect(await Promise.all([cache.get('a', ask), cache.get('a', ask), cache.get('b', ask)])).toEqual([
      1, 1, 2,
    ])
    time = 99
    expect(await cache.get('a', ask)).toBe(1)
    time = 100
    expect(await cache.get('a', ask)).toBe(3)
    const failing = () => Promise.reject(new Error('no'))
    await expect(cache.get('c', failing)).rejects.toThrow('no')
    expect(await cache.get('c', ask)).toBe(4)
  })
})
