import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  attach,
  attachClone,
  beginCall,
  currentRoute,
  type Install,
  REGISTRATION,
  registrationOf,
  type RegistrationState,
  stateOf,
  unregister,
} from './registration.ts'
import type { Route } from './route.ts'

function routeNamed(name: string): Route {
  return {
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    serve: async () => new Response(name),
    socketBaseURL: () => undefined,
  }
}

interface Client {
  send: () => string
}

const createClient = (): Client => ({ send: () => 'provider' })

/** Replaces `send` by a function that reads the route live. */
const installOn =
  (client: Client): Install =>
  (state) => {
    const original = client.send
    client.send = () => currentRoute(state)?.name ?? original()
    return () => {
      client.send = original
    }
  }

const failToInstall: Install = () => {
  throw new Error('cannot')
}

const register = (client: Client, name: string): RegistrationState =>
  attach(client, 'openai', routeNamed(name), installOn(client))

const adopt = (clone: Client, original: RegistrationState): RegistrationState =>
  attachClone(clone, 'openai', original, installOn(clone))

describe('a registration', () => {
  it('routes, is described, and ends without a trace', () => {
    const client = createClient()
    const before = Object.getOwnPropertyDescriptors(client)
    register(client, 'one')
    expect(client.send()).toBe('one')
    expect(registrationOf(client)).toEqual({ kind: 'openai', route: { kind: 'local', name: 'one' } })
    expect(Object.keys(client)).toEqual(['send'])
    unregister(client)
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
    expect(Reflect.ownKeys(client)).toEqual(['send'])
    expect(registrationOf(client)).toBeUndefined()
  })

  it('can be ended again and again, and where there is none', () => {
    const client = createClient()
    unregister(client)
    register(client, 'one')
    unregister(client)
    unregister(client)
    expect(client.send()).toBe('provider')
  })

  it('takes another route without a second installation', () => {
    const client = createClient()
    register(client, 'one')
    const { send } = client
    register(client, 'two')
    expect(client.send).toBe(send)
    expect(client.send()).toBe('two')
  })

  it('is revived with the same state, which old functions and clones still read', () => {
    const client = createClient()
    const clone = createClient()
    const state = register(client, 'one')
    const { send } = client
    adopt(clone, state)
    unregister(client)
    expect([send(), clone.send()]).toEqual(['provider', 'provider'])
    expect(register(client, 'two')).toBe(state)
    expect([send(), clone.send(), client.send()]).toEqual(['two', 'two', 'two'])
  })

  it('belongs to one client', () => {
    const [one, two] = [createClient(), createClient()]
    register(one, 'one')
    register(two, 'two')
    unregister(one)
    expect([one.send(), two.send()]).toEqual(['provider', 'two'])
  })

  it('leaves no mark when the installation fails', () => {
    const client = createClient()
    const failing = () => attach(client, 'openai', routeNamed('one'), failToInstall)
    expect(failing).toThrow('cannot')
    expect(Reflect.ownKeys(client)).toEqual(['send'])
    expect(registrationOf(client)).toBeUndefined()
  })
})

describe('a clone', () => {
  it('follows through any number of generations', () => {
    const client = createClient()
    const [child, grandchild] = [createClient(), createClient()]
    adopt(grandchild, adopt(child, register(client, 'one')))
    register(client, 'two')
    expect(grandchild.send()).toBe('two')
    expect(registrationOf(grandchild)).toEqual(registrationOf(client))
  })

  it('goes its own way once it is registered or unregistered itself', () => {
    const client = createClient()
    const [own, ended] = [createClient(), createClient()]
    const state = register(client, 'one')
    adopt(own, state)
    adopt(ended, state)
    register(own, 'own')
    unregister(ended)
    expect([client.send(), own.send(), ended.send()]).toEqual(['one', 'own', 'provider'])
    register(client, 'two')
    unregister(own)
    expect([client.send(), own.send(), ended.send()]).toEqual(['two', 'provider', 'provider'])
    expect(Reflect.ownKeys(ended)).toEqual(['send'])
  })
})

describe('two installed copies', () => {
  beforeEach(() => void vi.resetModules())

  it('agree on a registration, its route and its end', async () => {
    const other = await import('./registration.ts')
    expect(other.attach).not.toBe(attach)
    const client = createClient()
    const before = Object.getOwnPropertyDescriptors(client)
    const state = register(client, 'one')
    expect(other.registrationOf(client)).toEqual(registrationOf(client))
    expect(other.attach(client, 'openai', routeNamed('two'), installOn(client))).toBe(state)
    expect(client.send()).toBe('two')
    other.unregister(client)
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
    expect(register(client, 'three')).toBe(state)
  })

  it('wait for the calls that the other one has begun', async () => {
    const other = await import('./registration.ts')
    const client = createClient()
    const before = Object.getOwnPropertyDescriptors(client)
    const state = register(client, 'one')
    const { promise, resolve } = Promise.withResolvers<void>()
    const call = beginCall(state)
    void call.during(promise)
    other.unregister(client)
    expect([client.send(), other.registrationOf(client)]).toEqual(['provider', undefined])
    expect(call.routeFor(state)?.name).toBe('one')
    resolve()
    await promise
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
  })
})

describe('the memory of states', () => {
  afterEach(() => void Reflect.deleteProperty(globalThis, REGISTRATION))

  it('is made by the first registration, hidden, and holds no client alive', () => {
    Reflect.deleteProperty(globalThis, REGISTRATION)
    const client = createClient()
    expect(stateOf(client)).toBeUndefined()
    expect(REGISTRATION in globalThis).toBe(false)
    register(client, 'one')
    expect(Object.getOwnPropertyDescriptor(globalThis, REGISTRATION)).toMatchObject({ enumerable: false })
    expect(Reflect.get(globalThis, REGISTRATION)).toBeInstanceOf(WeakMap)
  })

  it('is not needed while the client is registered, nor by a Proxy around it', () => {
    const client = createClient()
    const state = register(client, 'one')
    Reflect.deleteProperty(globalThis, REGISTRATION)
    expect(stateOf(new Proxy(client, {}))).toBe(state)
  })
})
