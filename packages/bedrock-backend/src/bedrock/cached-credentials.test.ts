import { describe, expect, it } from 'vitest'

import { cacheCredentials } from './cached-credentials.ts'
import type { AwsCredentials } from './options.ts'

const MINUTE = 60_000

function identity(name: string, expiresAt?: number): AwsCredentials {
  return {
    accessKeyId: name,
    secretAccessKey: 's',
    ...(expiresAt === undefined ? {} : { expiration: new Date(expiresAt) }),
  }
}

describe('cacheCredentials', () => {
  it('loads once for callers at the same time, and for all later ones', async () => {
    let loads = 0
    const cache = cacheCredentials(async () => identity(`a${(loads += 1)}`))
    const found = await Promise.all([cache.get(), cache.get(), cache.get()])
    expect(found.map(({ accessKeyId }) => accessKeyId)).toEqual(['a1', 'a1', 'a1'])
    await cache.get()
    expect(loads).toBe(1)
  })

  it('renews before the end', async () => {
    let time = 0
    let loads = 0
    const cache = cacheCredentials(
      async () => identity(`a${(loads += 1)}`, time + 60 * MINUTE),
      () => time,
    )
    await cache.get()
    time = 54 * MINUTE
    expect((await cache.get()).accessKeyId).toBe('a1')
    time = 56 * MINUTE
    expect((await cache.get()).accessKeyId).toBe('a2')
  })

  it('keeps good credentials when renewing them fails, and fails once they are over', async () => {
    let time = 0
    let broken = false
    const cache = cacheCredentials(
      async () => {
        if (broken) throw new Error('no')
        return identity('a1', 60 * MINUTE)
      },
      () => time,
    )
    await cache.get()
    broken = true
    time = 57 * MINUTE
    expect((await cache.get()).accessKeyId).toBe('a1')
    time = 61 * MINUTE
    await expect(cache.get()).rejects.toThrow('no')
  })

  it('does not remember a failure', async () => {
    let loads = 0
    const cache = cacheCredentials(async () => {
      loads += 1
      if (loads === 1) throw new Error('no')
      return identity('a')
    })
    const failures = await Promise.allSettled([cache.get(), cache.get()])
    expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(loads).toBe(1)
    expect((await cache.get()).accessKeyId).toBe('a')
  })

  it('forgets what the service refused, but not what came since', async () => {
    let loads = 0
    const cache = cacheCredentials(async () => identity(`a${(loads += 1)}`))
    const old = await cache.get()
    cache.forget(old)
    expect((await cache.get()).accessKeyId).toBe('a2')
    cache.forget(old)
    expect((await cache.get()).accessKeyId).toBe('a2')
  })
})
