import { describe, expect, test, vi } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { errorResponse } from '../errors/error-response.ts'
import type { Route } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Clock } from './clock.ts'
import { fallback } from './fallback.ts'
import { retry } from './retry.ts'
import { timeout } from './timeout.ts'

function routeOf(name: string, serve: (request: RouteRequest) => Promise<Response>): Route {
  return {
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    serve,
    socketBaseURL: () => undefined,
  }
}

/** Lets promises that are under way run. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/** A clock that the test moves. */
function manualClock() {
  let now = 0
  const timers = new Set<{ at: number; callback: () => void }>()
  const clock: Clock = {
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  return {
    clock,
    running: () => timers.size,
    advance: (milliseconds: number): void => {
      now += milliseconds
      for (const timer of [...timers].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) {
        timers.delete(timer)
        timer.callback()
      }
    },
  }
}

/** A clock on which every wait is over at once; it tells how long each was. */
function instantClock() {
  const waits: number[] = []
  const clock: Clock = {
    after(milliseconds, callback) {
      waits.push(milliseconds)
      queueMicrotask(callback)
      return () => undefined
    },
  }
  return { clock, waits }
}

describe('retry', () => {
  function failing(times: number, failure: () => Response = () => errorResponse(503, { message: 'busy' })) {
    const serve = vi.fn<Route['serve']>()
    serve.mockImplementation(() =>
      Promise.resolve(serve.mock.calls.length <= times ? failure() : Response.json({ ok: true })),
    )
    return routeOf('busy', serve)
  }

  test('tries until it answers, with growing waits', async () => {
    const { clock, waits } = instantClock()
    const route = retry(failing(3), { attempts: 5, clock, random: () => 1, backoff: { base: 100, max: 250 } })
    expect((await route.serve(requestOf())).status).toBe(200)
    expect(waits).toEqual([100, 200, 250])
  })

  test('stops after `attempts`, and reports each', async () => {
    const { clock } = instantClock()
    const response = await retry(failing(9), { attempts: 3, clock }).serve(requestOf())
    expect(response.status).toBe(503)
    const body = (await response.json()) as { error: { attempts: unknown[] } }
    expect(body.error.attempts).toHaveLength(3)
  })

  test.for([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after-ms': '30', 'retry-after': '2' }, 30],
    [{ 'retry-after': '86400' }, 60_000],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 7],
    [{}, 7],
  ] as const)('%j waits %i ms', async ([headers, expected]) => {
    const { clock, waits } = instantClock()
    const failure = () => errorResponse(429, { message: 'slow' }, headers as Record<string, string>)
    await retry(failing(1, failure), { attempts: 2, clock, backoff: () => 7 }).serve(requestOf())
    expect(waits).toEqual([expected])
  })

  test.for([
    ['a status that is not meant', () => errorResponse(400, { message: 'no' })],
    ['x-should-retry: false', () => errorResponse(503, { message: 'no' }, { 'x-should-retry': 'false' })],
  ] as const)('%s is the answer', async ([, failure]) => {
    const { clock, waits } = instantClock()
    await retry(failing(9, failure), { attempts: 5, clock }).serve(requestOf())
    expect(waits).toEqual([])
  })

  test('an abort ends the wait', async () => {
    const controller = new AbortController()
    const { clock, running } = manualClock()
    const route = retry(failing(1), {
      attempts: 2,
      clock,
      backoff: () => {
        queueMicrotask(() => controller.abort(new Error('enough')))
        return 1000
      },
    })
    await expect(route.serve(requestOf({ signal: controller.signal }))).rejects.toThrow('enough')
    expect(running()).toBe(0)
  })

  test.for([0, -1, 1.5, undefined])('attempts: %s is refused', (attempts) => {
    expect(() => retry(failing(0), { attempts: attempts as number })).toThrow(ConfigurationError)
  })
})

describe('timeout', () => {
  const encoder = new TextEncoder()
  const SSE = { 'content-type': 'text/event-stream' }

  /** A route whose answer the test writes. It heeds the signal, as `fetch` does. */
  function written(headers: Record<string, string> = SSE) {
    let answer: (response: Response) => void = () => undefined
    const head = new Promise<Response>((resolve) => (answer = resolve))
    let writer: ReadableStreamDefaultController<Uint8Array> | undefined
    let signal: AbortSignal | undefined
    const cancelled = vi.fn<() => void>()
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (writer = controller),
      cancel: cancelled,
    })
    const route = routeOf('slow', (request) => {
      signal = request.signal
      return head
    })
    return {
      route,
      cancelled,
      aborted: () => signal?.aborted === true,
      begin: () => answer(new Response(body, { headers })),
      write: (text: string) => writer?.enqueue(encoder.encode(text)),
      end: () => writer?.close(),
    }
  }

  test('a head that is late is a 504 that is not retried, and the request is aborted', async () => {
    const { clock, advance, running } = manualClock()
    const slow = written()
    const call = timeout(slow.route, { connect: 100, total: 500, clock }).serve(requestOf())
    advance(100)
    const response = await call
    expect(response.status).toBe(504)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.json()).toMatchObject({ error: { code: 'route_timeout', limit: 'connect' } })
    expect(slow.aborted()).toBe(true)
    expect(running()).toBe(0)
    slow.begin()
    await settled()
    expect(slow.cancelled).toHaveBeenCalled()
  })

  test('a first token that is late is a 504 still, so that a fallback takes over', async () => {
    const { clock, advance } = manualClock()
    const slow = written()
    const other = routeOf('other', () => Promise.resolve(Response.json({ served: 'other' })))
    const call = fallback([timeout(slow.route, { firstToken: 100, clock }), other]).serve(requestOf())
    slow.begin()
    await settled()
    advance(100)
    expect(await (await call).json()).toEqual({ served: 'other' })
    expect(slow.aborted()).toBe(true)
  })

  test('an answer in time is handed on whole, and no timer is left', async () => {
    const { clock, running } = manualClock()
    const quick = written()
    const call = timeout(quick.route, { connect: 1, firstToken: 2, idle: 3, total: 4, clock }).serve(
      requestOf(),
    )
    quick.begin()
    quick.write('data: 1\n\n')
    quick.write('data: 2\n\n')
    quick.end()
    expect(await (await call).text()).toBe('data: 1\n\ndata: 2\n\n')
    expect(running()).toBe(0)
    expect(quick.aborted()).toBe(false)
  })

  test.for(['idle', 'total'] as const)('%s in mid-stream is an error event', async (limit) => {
    const { clock, advance, running } = manualClock()
    const slow = written()
    const call = timeout(slow.route, { [limit]: 100, clock }).serve(requestOf())
    slow.begin()
    slow.write('data: 1\n\n')
    const reader = (await call).body?.getReader()
    const first = await reader?.read()
    expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n')
    const next = reader?.read()
    await settled()
    advance(100)
    const text = new TextDecoder().decode((await next)?.value)
    expect(text).toMatch(/^data: .*\n\n$/)
    expect(JSON.parse(text.slice(6))).toMatchObject({ error: { code: 'route_timeout', limit } })
    expect((await reader?.read())?.done).toBe(true)
    expect(slow.cancelled).toHaveBeenCalled()
    expect(running()).toBe(0)
  })

  test.for([
    ['half an event', SSE, 'data: {"a'],
    ['JSON', { 'content-type': 'application/json' }, '{"a'],
  ] as const)('within %s the body fails', async ([, headers, text]) => {
    const { clock, advance } = manualClock()
    const slow = written(headers)
    const call = timeout(slow.route, { idle: 100, clock }).serve(requestOf())
    slow.begin()
    slow.write(text)
    const reader = (await call).body?.getReader()
    await reader?.read()
    const next = reader?.read()
    await settled()
    advance(100)
    await expect(next).rejects.toThrow(/idle took longer than 100 ms/)
  })

  test('a slow reader is not idle', async () => {
    const { clock, advance } = manualClock()
    const quick = written()
    const call = timeout(quick.route, { idle: 100, clock }).serve(requestOf())
    quick.begin()
    quick.write('data: 1\n\n')
    const response = await call
    advance(1000)
    quick.end()
    expect(await response.text()).toBe('data: 1\n\n')
  })

  test('an abort of the caller rejects with its reason', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const heeding = routeOf(
      'heeding',
      ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
    )
    const { clock, running } = manualClock()
    const call = timeout(heeding, { total: 100, clock }).serve(requestOf({ signal: controller.signal }))
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    expect(running()).toBe(0)
  })

  test.for([{ total: 100 }, { total: 100, firstToken: 50 }])(
    'an answer that is not read has no limits once its request was aborted: %j',
    async (limits) => {
      const controller = new AbortController()
      const { clock, running } = manualClock()
      const slow = written()
      const call = timeout(slow.route, { ...limits, clock }).serve(requestOf({ signal: controller.signal }))
      slow.begin()
      slow.write('data: 1\n\n')
      const { body } = await call
      expect(running()).toBe(1)
      controller.abort(new Error('enough'))
      expect(running()).toBe(0)
      await expect(new Response(body).text()).rejects.toThrow('enough')
    },
  )

  test('an abort reaches the source also where only the head is limited', async () => {
    const controller = new AbortController()
    let given: AbortSignal | undefined
    const route = routeOf('head', async ({ signal }) => {
      given = signal
      return new Response('body')
    })
    await timeout(route, { connect: 100 }).serve(requestOf({ signal: controller.signal }))
    controller.abort()
    expect(given?.aborted).toBe(true)
  })

  test('leaving early frees the source and the timers', async () => {
    const { clock, running } = manualClock()
    const slow = written()
    const call = timeout(slow.route, { total: 100, idle: 50, clock }).serve(requestOf())
    slow.begin()
    await (await call).body?.cancel()
    expect(slow.cancelled).toHaveBeenCalled()
    expect(running()).toBe(0)
  })

  test.for([{}, { total: 0 }, { idle: -1 }, { connect: Number.POSITIVE_INFINITY }, { conect: 5 }])(
    '%j is refused',
    (options) => {
      expect(() => timeout(written().route, options)).toThrow(ConfigurationError)
    },
  )
})
