import { describe, expect, it } from 'vitest'

import { isBuiltInFetch } from './built-in-fetch.ts'

const original = globalThis.fetch

describe('isBuiltInFetch', () => {
  it('knows Node’s own fetch from every other', () => {
    expect(isBuiltInFetch(original)).toBe(true)
    expect(isBuiltInFetch((...input: Parameters<typeof fetch>) => original(...input))).toBe(false)
    expect(isBuiltInFetch(original.bind(globalThis))).toBe(false)
    expect(
      isBuiltInFetch(async function fetch(input: string) {
        return original(input)
      }),
    ).toBe(false)
    expect(isBuiltInFetch(undefined)).toBe(false)
  })

  it('minds another global dispatcher, such as a proxy’s', () => {
    const key = Symbol.for('undici.globalDispatcher.1')
    const before: unknown = Reflect.get(globalThis, key)
    Reflect.set(globalThis, key, { constructor: { name: 'ProxyAgent' } })
    try {
      expect(isBuiltInFetch(original)).toBe(false)
    } finally {
      Reflect.set(globalThis, key, before)
    }
  })
})
