import { describe, expect, it, vi } from 'vitest'

import { loadOnce } from './load-once.ts'

describe('loading once', () => {
  it('loads at the first call, and once for all calls', async () => {
    const load = vi.fn<() => Promise<object>>(async () => ({}))
    const get = loadOnce(load)
    expect(load).not.toHaveBeenCalled()
    const [first, second] = await Promise.all([get(), get()])
    expect(await get()).toBe(first)
    expect(second).toBe(first)
    expect(load).toHaveBeenCalledOnce()
  })

  it('fails for the calls that waited, and loads anew for the next', async () => {
    const load = vi.fn<() => Promise<string>>(async () => 'loaded')
    load.mockRejectedValueOnce(new Error('The disk is away.'))
    const get = loadOnce(load)
    const waiting = [get(), get()]
    for (const call of waiting) await expect(call).rejects.toThrow('The disk is away.')
    await expect(get()).resolves.toBe('loaded')
    expect(load).toHaveBeenCalledTimes(2)
  })
})
