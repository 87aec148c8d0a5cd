import { describe, expect, test } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { errorResponse } from '../errors/error-response.ts'
import type { Route } from '../route.ts'
import type { Clock } from './clock.ts'
import { fallback } from './fallback.ts'
import { loadBalance } from './load-balance.ts'

/** A clock that the test sets. */
function manualClock() {
  let now = 1000
  const clock: Clock = { now: () => now, after: () => () => undefined }
  return { clock, pass: (milliseconds: number) => void (now += milliseconds) }
}

/** A route whose health the test decides, and which counts its calls. */
function routeOf(name: string) {
  const state = { status: 200, calls: 0, hold: undefined as Promise<unknown> | undefined }
  const route: Route = {
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    async serve({ signal }) {
      state.calls += 1
      const { status } = state
      await state.hold
      signal?.throwIfAborted()
      return status === 200 ? Response.json({ served: name }) : errorResponse(status, { message: name })
    },
    socketBaseURL: () => undefined,
  }
  return { route, state }
}

const cooldown = { failures: 2, ms: 1000 }

async function serve(policy: Route, signal?: AbortSignal): Promise<unknown> {
  const response = await policy.serve(requestOf(signal === undefined ? {} : { signal }))
  const body = (await response.json()) as { served?: unknown; error?: { message: unknown } }
  return body.served ?? response.status
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}

describe('fallback with a cooldown', () => {
  function setUp() {
    const [a, b] = [routeOf('a'), routeOf('b')]
    const { clock, pass } = manualClock()
    const policy = fallback([a.route, b.route], { cooldown, clock })
    return { a: a.state, b: b.state, policy, pass }
  }

  test('leaves a route out after so many failures in a row, and tries it again when its time is over', async () => {
    const { a, b, policy, pass } = setUp()
    a.status = 503
    for (let call = 0; call < 5; call += 1) expect(await serve(policy)).toBe('b')
    expect([a.calls, b.calls]).toEqual([2, 5])
    pass(999)
    await serve(policy)
    expect(a.calls).toBe(2)
    pass(1)
    await serve(policy)
    expect(a.calls).toBe(3)
    await serve(policy)
    expect(a.calls).toBe(3)
    a.status = 200
    pass(1000)
    expect([await serve(policy), await serve(policy)]).toEqual(['a', 'a'])
  })

  test('counts failures in a row only, and of the kinds that move on', async () => {
    const { a, policy } = setUp()
    for (const status of [503, 200, 503, 400, 503, 200]) {
      a.status = status
      await serve(policy)
    }
    expect(a.calls).toBe(6)
    a.status = 400
    for (let call = 0; call < 5; call += 1) expect(await serve(policy)).toBe(400)
    expect(a.calls).toBe(11)
  })

  test('sends one probe at a time', async () => {
    const { a, b, policy, pass } = setUp()
    a.status = 503
    await serve(policy)
    await serve(policy)
    pass(1000)
    a.status = 200
    const { open, opened } = gate()
    a.hold = opened
    const calls = [serve(policy), serve(policy), serve(policy)]
    expect(await Promise.all(calls.slice(1))).toEqual(['b', 'b'])
    open()
    expect(await calls[0]).toBe('a')
    expect([a.calls, b.calls]).toEqual([3, 4])
    expect(await Promise.all([serve(policy), serve(policy)])).toEqual(['a', 'a'])
  })

  test('a probe that its caller gives up leaves room for the next one', async () => {
    const { a, policy, pass } = setUp()
    a.status = 503
    await serve(policy)
    await serve(policy)
    pass(1000)
    const { open, opened } = gate()
    a.hold = opened
    const controller = new AbortController()
    const given = serve(policy, controller.signal)
    controller.abort(new Error('enough'))
    open()
    await expect(given).rejects.toThrow('enough')
    a.status = 200
    expect(await serve(policy)).toBe('a')
  })

  test('tries the one that is due soonest where all are left out', async () => {
    const { a, b, policy, pass } = setUp()
    a.status = b.status = 503
    await serve(policy)
    pass(10)
    await serve(policy)
    expect([a.calls, b.calls]).toEqual([2, 2])
    // Both have been left out since the same moment: the first of them.
    pass(10)
    expect(await serve(policy)).toBe(503)
    expect([a.calls, b.calls]).toEqual([3, 2])
    // That one has failed again later than the other.
    pass(10)
    b.status = 200
    a.status = 200
    pass(1)
    expect(await serve(policy)).toBe('b')
    expect([a.calls, b.calls]).toEqual([3, 3])
  })

  test('what began before a route was left out neither brings it back nor prolongs it', async () => {
    const { a, policy, pass } = setUp()
    const { open, opened } = gate()
    a.hold = opened
    const early = serve(policy)
    await settled()
    a.status = 503
    const failing = [serve(policy), serve(policy)]
    await settled()
    a.hold = undefined
    await serve(policy)
    await serve(policy)
    pass(600)
    open()
    expect(await early).toBe('a')
    await Promise.all(failing)
    const { calls } = a
    await serve(policy)
    expect(a.calls).toBe(calls)
    pass(400)
    await serve(policy)
    expect(a.calls).toBe(calls + 1)
  })

  test('is kept by the policy, for whichever client and also by `decide`', async () => {
    const { a, policy } = setUp()
    a.status = 503
    await serve(policy)
    const used: string[] = []
    const decide = () =>
      policy.decide?.(requestOf(), async (route, request) => {
        used.push(route.name)
        return route.serve(request)
      })
    await decide()
    await decide()
    expect(used).toEqual(['a', 'b', 'b'])
    expect(await serve(policy)).toBe('b')
  })

  test('is described', () => {
    expect(setUp().policy.describe()).toMatchObject({ cooldown })
  })
})

describe('loadBalance with a cooldown', () => {
  function setUp(options: object = {}) {
    const routes = [routeOf('a'), routeOf('b'), routeOf('c')]
    const { clock, pass } = manualClock()
    const policy = loadBalance(
      routes.map(({ route }) => route),
      { strategy: 'round-robin', cooldown, clock, ...options },
    )
    const calls = () => routes.map(({ state }) => state.calls)
    const states = routes.map(({ state }) => state) as [
      (typeof routes)[0]['state'],
      (typeof routes)[0]['state'],
      (typeof routes)[0]['state'],
    ]
    return { states, policy, pass, calls }
  }
  const several = async (policy: Route, count: number) => {
    const results: unknown[] = []
    for (let call = 0; call < count; call += 1) results.push(await serve(policy))
    return results
  }

  test('takes plain routes, also beside weighted ones', async () => {
    const [a, b] = [routeOf('a'), routeOf('b')]
    const plain = loadBalance([a.route, b.route], { strategy: 'round-robin' })
    expect(await several(plain, 4)).toEqual(['a', 'b', 'a', 'b'])
    const mixed = loadBalance([a.route, { route: b.route, weight: 3 }], { strategy: 'round-robin' })
    expect((await several(mixed, 8)).filter((name) => name === 'b')).toHaveLength(6)
    expect(mixed.describe()).toMatchObject({ weights: [1, 3] })
  })

  test('a failure of the chosen one is the answer, until it is left out', async () => {
    const { states, policy, pass, calls } = setUp()
    states[0].status = 503
    expect(await several(policy, 12)).toEqual([503, 'b', 'c', 503, 'b', 'c', 'b', 'c', 'b', 'c', 'b', 'c'])
    pass(1000)
    states[0].status = 200
    const before = calls()
    await several(policy, 9)
    expect(calls().map((count, index) => count - (before[index] ?? 0))).toEqual([3, 3, 3])
  })

  test('a route without weight stays without requests', async () => {
    const [a, b] = [routeOf('a'), routeOf('b')]
    a.state.status = 503
    const targets = [{ route: a.route }, { route: b.route, weight: 0 }]
    const policy = loadBalance(targets, { cooldown, clock: manualClock().clock })
    expect(await several(policy, 4)).toEqual([503, 503, 503, 503])
    expect(b.state.calls).toBe(0)
  })

  test('a strategy’s choice that is left out is served by the next one in the list', async () => {
    const { states, policy } = setUp({ strategy: () => 1 })
    states[1].status = 503
    expect(await several(policy, 4)).toEqual([503, 503, 'c', 'c'])
    states[2].status = 500
    expect(await several(policy, 3)).toEqual([500, 500, 'a'])
    expect(() => setUp({ strategy: () => 9 }).policy.serve(requestOf())).toThrow(RangeError)
  })

  test('chance chooses among those that are there', async () => {
    const { states, policy } = setUp({ strategy: 'random', random: () => 0 })
    states[0].status = 429
    expect(await several(policy, 4)).toEqual([429, 429, 'b', 'b'])
  })

  test('connections that fail count, too', async () => {
    const refused = new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    })
    const down: Route = { ...routeOf('down').route, serve: () => Promise.reject(refused) }
    const up = routeOf('up')
    const policy = loadBalance([down, up.route], {
      strategy: () => 0,
      cooldown: { failures: 1, ms: 50 },
      clock: manualClock().clock,
    })
    await expect(policy.serve(requestOf())).rejects.toBe(refused)
    expect(await serve(policy)).toBe('up')
  })
})

test.for([
  [true],
  [5],
  [{}],
  [{ failures: 2 }],
  [{ ms: 5 }],
  [{ failures: 0, ms: 5 }],
  [{ failures: 1.5, ms: 5 }],
  [{ failures: 2, ms: 0 }],
  [{ failures: 2, ms: Number.POSITIVE_INFINITY }],
  [{ failures: 2, ms: 5, max: 3 }],
])('cooldown: %j is refused', ([wrong]) => {
  const { route } = routeOf('a')
  for (const policy of [fallback, loadBalance])
    expect(() => policy([route], { cooldown: wrong as never })).toThrow(ConfigurationError)
  expect(() => fallback([route], { cooldown: wrong as never })).toThrow('cooldown')
})
