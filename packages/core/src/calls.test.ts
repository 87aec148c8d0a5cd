import { describe, expect, it } from 'vitest'
import { type Call, CallsInProgress } from './calls.ts'
import type { Clock } from './policies/clock.ts'
import {
  attach,
  attachClone,
  beginCall,
  isRegistered,
  registrationOf,
  stateOf,
  unregister,
} from './registration.ts'
import type { Route } from './route.ts'

/** A clock that a test moves on. */
function createClock() {
  let now = 0
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>()
  const clock: Clock = {
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  const advance = (milliseconds: number): void => {
    now += milliseconds
    for (const timer of timers) {
      if (timer.at > now) continue
      timers.delete(timer)
      timer.callback()
    }
  }
  return { clock, advance, waiting: () => timers.size }
}

const route = (name: string): Route => ({
  kind: 'local',
  name,
  describe: () => ({ kind: 'local', name }),
  serve: async () => new Response(),
  socketBaseURL: () => undefined,
})

/** A registered client whose interceptor is a mark on it, with a clock of its own. */
function register(name = 'one') {
  const time = createClock()
  const client: { intercepted?: boolean } = {}
  const install = () => {
    client.intercepted = true
    return () => void delete client.intercepted
  }
  const state = attach(client, 'openai', route(name), install)
  state.calls = new CallsInProgress(time.clock)
  const again = (other: string) => attach(client, 'openai', route(other), install)
  return { client, state, again, ...time }
}

/** Work that a test ends. */
function open(call: Call) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  void call.during(promise).catch(() => undefined)
  const ended = promise.catch(() => undefined)
  return {
    end: async () => {
      resolve()
      await ended
    },
    fail: async () => {
      reject(new Error('failed'))
      await ended
    },
  }
}

describe('the end of a registration', () => {
  it('is at once where no call is in progress, also after calls', async () => {
    const { client, state, waiting } = register()
    await open(beginCall(state)).end()
    await open(beginCall(state)).fail()
    unregister(client)
    expect(Reflect.ownKeys(client)).toEqual([])
    expect(waiting()).toBe(0)
  })

  it('waits for the calls that are in progress, and is told at once', async () => {
    const { client, state, waiting } = register()
    const [one, two] = [open(beginCall(state)), open(beginCall(state))]
    unregister(client)
    expect(registrationOf(client)).toBeUndefined()
    expect([client.intercepted, isRegistered(client)]).toEqual([true, false])
    await one.end()
    expect(client.intercepted).toBe(true)
    await two.fail()
    expect(Reflect.ownKeys(client)).toEqual([])
    expect(waiting()).toBe(0)
  })

  it('waits 60 seconds for the next attempt of a call, and no longer', () => {
    const { client, state, advance } = register()
    const call = beginCall(state)
    open(call)
    call.attempt()()
    unregister(client)
    advance(59_999)
    expect(client.intercepted).toBe(true)
    advance(1)
    expect(Reflect.ownKeys(client)).toEqual([])
    expect(call.routeFor(state)?.name).toBe('one')
  })

  it('waits for an attempt in flight as long as that takes, and 60 seconds from its end for the next', () => {
    const { client, state, advance } = register()
    const call = beginCall(state)
    open(call)
    const end = call.attempt()
    unregister(client)
    advance(600_000)
    end()
    advance(59_999)
    const endOfSecond = call.attempt()
    advance(600_000)
    expect(client.intercepted).toBe(true)
    endOfSecond()
    advance(60_000)
    expect(Reflect.ownKeys(client)).toEqual([])
  })

  it('does not wait for calls that have no route', async () => {
    const { client, state } = register()
    const routed = open(beginCall(state))
    unregister(client)
    const passing = beginCall(state)
    open(passing)
    passing.attempt()
    expect(passing.routeFor(state)).toBeUndefined()
    await routed.end()
    expect(Reflect.ownKeys(client)).toEqual([])
  })

  it('is taken back by another registration', async () => {
    const { client, state, again, advance } = register()
    const call = beginCall(state)
    const work = open(call)
    unregister(client)
    expect(again('two')).toBe(state)
    advance(60_000)
    await work.end()
    expect([client.intercepted, registrationOf(client)?.route.name]).toEqual([true, 'two'])
    expect([call.routeFor(state)?.name, beginCall(state).routeFor(state)?.name]).toEqual(['one', 'two'])
    unregister(client)
    expect(Reflect.ownKeys(client)).toEqual([])
  })

  it('is taken back by what the client then follows, without a second installation', async () => {
    const { client, state } = register()
    const original = register('original')
    const work = open(beginCall(state))
    unregister(client)
    const fail = () => {
      throw new Error('installed twice')
    }
    expect(attachClone(client, 'openai', original.state, fail)).toBe(state)
    await work.end()
    expect([client.intercepted, registrationOf(client)?.route.name]).toEqual([true, 'original'])
  })
})

describe('a call', () => {
  it('keeps the route that it began with, for its own client and what follows that', () => {
    const { client, state, again } = register()
    const clone = {}
    const other = register('other')
    attachClone(clone, 'openai', state, () => () => undefined)
    const call = beginCall(state)
    again('two')
    const ofClone = stateOf(clone)
    expect(ofClone && call.routeFor(ofClone)?.name).toBe('one')
    expect(call.routeFor(other.state)).toBeUndefined()
    expect(ofClone && beginCall(ofClone, call).routeFor(ofClone)?.name).toBe('one')
    expect(beginCall(other.state, call).routeFor(other.state)?.name).toBe('other')
    unregister(client)
    expect(call.routeFor(state)?.name).toBe('one')
  })

  it('shows nothing of its route when it is printed', () => {
    const { state } = register()
    const call = beginCall(state)
    expect([Reflect.ownKeys(call), JSON.stringify(call)]).toEqual([[], '{}'])
  })
})
