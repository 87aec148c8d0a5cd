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

  describe('a global dispatcher of the class that Node itself uses', () => {
    it.each(['undici.globalDispatcher.1', 'undici.globalDispatcher.2'])(
      'counts as another with options or interceptors of the application (%s)',
      async (name) => {
        const Agent = await agentOfNode()
        const dispatch: Interceptor = (next) => next
        expect(withDispatcher(name, new Agent())).toBe(true)
        expect(withDispatcher(name, new Agent({}))).toBe(true)
        expect(withDispatcher(name, new Agent({ connect: { rejectUnauthorized: false } }))).toBe(false)
        expect(withDispatcher(name, new Agent({ connect: () => undefined }))).toBe(false)
        expect(withDispatcher(name, new Agent({ connections: 1 }))).toBe(false)
        expect(withDispatcher(name, new Agent({ headersTimeout: 1000 }))).toBe(false)
        expect(withDispatcher(name, new Agent({ factory: () => undefined }))).toBe(false)
        expect(withDispatcher(name, new Agent().compose(dispatch))).toBe(false)
        expect(withDispatcher(name, Object.assign(new Agent(), { dispatch: () => true }))).toBe(false)
      },
    )
  })
})

type Interceptor = (next: unknown) => unknown
type AgentClass = new (options?: object) => { compose(interceptor: Interceptor): object }

/** Node puts its dispatcher where it looks for one with the first request. */
async function agentOfNode(): Promise<AgentClass> {
  await original('http://127.0.0.1:1/').catch(() => {})
  const dispatcher = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')) as object
  return dispatcher.constructor as AgentClass
}

function withDispatcher(name: string, dispatcher: object): boolean {
  const key = Symbol.for(name)
  const before: unknown = Reflect.get(globalThis, key)
  Reflect.set(globalThis, key, dispatcher)
  try {
    return isBuiltInFetch(original)
  } finally {
    Reflect.set(globalThis, key, before)
  }
}
