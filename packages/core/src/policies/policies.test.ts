import { describe, expect, test, vi } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { errorResponse } from '../errors/error-response.ts'
import type { Route } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import { fallback } from './fallback.ts'
import { loadBalance } from './load-balance.ts'

type Reply = Response | Error | ((request: RouteRequest) => Promise<Response>)

/** A route that gives its replies in turn, the last one again and again. */
function scripted(name: string, ...replies: readonly Reply[]) {
  const serve = vi.fn<Route['serve']>()
  serve.mockImplementation(async (request) => {
    const reply = replies[Math.min(serve.mock.calls.length, replies.length) - 1]
    if (reply instanceof Error) throw reply
    return reply instanceof Response ? reply.clone() : (reply?.(request) ?? Response.json({ served: name }))
  })
  const route: Route & { serve: typeof serve } = {
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    serve,
    socketBaseURL: () => `https://${name}.example`,
  }
  return route
}

const refused = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })
const status = (code: number) => errorResponse(code, { message: `no ${code}`, code: `c${code}` })

async function served(response: Response): Promise<unknown> {
  return ((await response.json()) as { served?: unknown }).served
}

describe('fallback', () => {
  test.for([408, 429, 500, 502, 503, 504, 529] as const)('moves on after a %i', async (code) => {
    const [a, b] = [scripted('a', status(code)), scripted('b')]
    expect(await served(await fallback([a, b]).serve(requestOf()))).toBe('b')
  })

  test('moves on after a failed connection, and after a fault of the route', async () => {
    for (const error of [refused(), new RangeError('bug')]) {
      const route = fallback([scripted('a', error), scripted('b')])
      expect(await served(await route.serve(requestOf()))).toBe('b')
    }
  })

  test.for([400, 401, 403, 404, 422] as const)('a %i is the answer', async (code) => {
    const [a, b] = [scripted('a', status(code)), scripted('b')]
    const response = await fallback([a, b]).serve(requestOf())
    expect(response.status).toBe(code)
    expect(await response.json()).toEqual({ error: expect.not.objectContaining({ attempts: [] }) as object })
    expect(b.serve).not.toHaveBeenCalled()
  })

  test('when all fail the last error tells of every attempt', async () => {
    const routes = [scripted('a', refused()), scripted('b', status(503)), scripted('c', status(429))]
    const response = await fallback(routes).serve(requestOf())
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({
      error: {
        message: 'no 429',
        code: 'c429',
        attempts: [
          { route: 'a', message: 'The connection failed.' },
          { route: 'b', status: 503, code: 'c503', message: 'no 503' },
          { route: 'c', status: 429, code: 'c429', message: 'no 429' },
        ],
      },
    })
  })

  test('a last connection failure rejects as it is, with the attempts', async () => {
    const error = refused()
    const call = fallback([scripted('a', status(500)), scripted('b', error)]).serve(requestOf())
    await expect(call).rejects.toBe(error)
    expect(error).toHaveProperty('attempts.0.status', 500)
  })

  test('an abort of the caller goes nowhere else', async () => {
    const controller = new AbortController()
    const b = scripted('b')
    const a = scripted('a', () => {
      controller.abort(new Error('enough'))
      return Promise.reject(controller.signal.reason as Error)
    })
    await expect(fallback([a, b]).serve(requestOf({ signal: controller.signal }))).rejects.toThrow('enough')
    expect(b.serve).not.toHaveBeenCalled()
  })

  test('an answer that began well is handed on, whatever becomes of it', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('cut')) })
    const b = scripted('b')
    const response = await fallback([scripted('a', () => Promise.resolve(new Response(broken))), b]).serve(
      requestOf(),
    )
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('cut')
    expect(b.serve).not.toHaveBeenCalled()
  })

  test('conditions of the caller', async () => {
    const onlyList = fallback([scripted('a', status(500)), scripted('b')], { on: [401] })
    expect((await onlyList.serve(requestOf())).status).toBe(500)
    const onList = fallback([scripted('a', status(401)), scripted('b')], { on: [401] })
    expect((await onList.serve(requestOf())).status).toBe(200)
    const seen = vi.fn<() => boolean>(() => true)
    await fallback([scripted('a', status(418)), scripted('b')], { on: seen }).serve(requestOf())
    expect(seen.mock.calls).toEqual([
      [{ kind: 'status', route: 'a', status: 418, code: 'c418', message: 'no 418' }],
    ])
  })

  test('a body that is a stream reaches every route whole', async () => {
    const body = () => new Blob(['ab', 'cd']).stream()
    async function* nodeLike(): AsyncGenerator<string> {
      yield 'ab'
      yield 'cd'
    }
    for (const stream of [body(), nodeLike() as unknown as ReadableStream]) {
      const read: string[] = []
      const reading = async (request: RouteRequest): Promise<Response> => {
        read.push(await new Response(request.body).text())
        return read.length === 1 ? status(500) : Response.json({})
      }
      const request = { ...requestOf(), body: stream, init: { duplex: 'half' } }
      await fallback([scripted('a', reading), scripted('b', reading)]).serve(request)
      expect(read).toEqual(['abcd', 'abcd'])
    }
  })

  test('describes its routes, and serves sockets only where there is one', () => {
    const { client } = requestOf()
    const [a, b] = [scripted('a'), scripted('b')]
    expect(fallback([a, b]).describe()).toEqual({
      kind: 'policy',
      name: 'fallback',
      routes: [a.describe(), b.describe()],
    })
    expect(fallback([a, b]).socketBaseURL(client)).toBeUndefined()
    expect(fallback([a]).socketBaseURL(client)).toBe('https://a.example')
  })

  test.for([[[]], [['x']], [[undefined]], ['x']])('%j is refused', ([routes]) => {
    expect(() => fallback(routes as never)).toThrow(ConfigurationError)
  })
})

describe('loadBalance', () => {
  const [a, b, c] = [scripted('a'), scripted('b'), scripted('c')]
  const weighted = [
    { route: a, weight: 1 },
    { route: b, weight: 3 },
    { route: c, weight: 0 },
  ]

  test.for([
    [0, 'a'],
    [0.2499, 'a'],
    [0.25, 'b'],
    [0.9999, 'b'],
    [1, 'b'],
  ] as const)('%d falls to %s', async ([point, name]) => {
    const route = loadBalance(weighted, { random: () => point })
    expect(await served(await route.serve(requestOf()))).toBe(name)
  })

  test('round-robin keeps the shares in every stretch', async () => {
    const route = loadBalance(weighted, { strategy: 'round-robin' })
    const names: unknown[] = []
    for (let count = 0; count < 8; count += 1) names.push(await served(await route.serve(requestOf())))
    expect(names).toEqual(['b', 'a', 'b', 'b', 'b', 'a', 'b', 'b'])
  })

  test('a strategy of the caller', async () => {
    const route = loadBalance(weighted, { strategy: (request) => (request.endpoint === '/models' ? 2 : 0) })
    expect(await served(await route.serve(requestOf({ path: '/models' })))).toBe('c')
  })

  test('a failure of the chosen one is the answer', async () => {
    const route = loadBalance([{ route: scripted('x', status(500)) }])
    expect((await route.serve(requestOf())).status).toBe(500)
  })

  test.for([
    [[], {}],
    [[{ route: a, weight: -1 }], {}],
    [[{ route: a, weight: Number.NaN }], {}],
    [[{ route: a, weight: 0 }], {}],
    [[{ weight: 1 }], {}],
    [[{ route: a }], { strategy: 'luck' }],
    [[{ route: a }], { stategy: 'random' }],
  ])('%j is refused', ([targets, options]) => {
    expect(() => loadBalance(targets as never, options as never)).toThrow(ConfigurationError)
  })
})

describe('decide', () => {
  test('uses every route within by what it is given, also within other policies', async () => {
    const [first, second, third] = ['first', 'second', 'third'].map((name) => scripted(name))
    const route = fallback([first as Route, loadBalance([{ route: second as Route }]), third as Route])
    const used: string[] = []
    const answer = await route.decide?.(requestOf(), async ({ name }) => {
      used.push(name)
      return name === 'third' ? Response.json({ served: name }) : status(503)
    })
    expect(used).toEqual(['first', 'second', 'third'])
    expect(await served(answer ?? Response.error())).toBe('third')
    for (const one of [first, second, third]) expect(one?.serve).not.toHaveBeenCalled()
  })
})
