import { attach, type FetchLike, type Route, type RouteRequest, unregister } from '@patchbay/core'
import { describe, expect, it } from 'vitest'
import { createFacts, createFetchInterceptor, type Sender } from './fetch-interceptor.ts'

const OWN = 'http://provider.example/v1'
const SHOWN = 'https://gateway.example/v1'
const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }

/** A interceptor on a client of which nothing but its `fetch` exists, its route, and what arrived on either side. */
function createInterceptor(agent: object = {}) {
  const passed: { input: string | URL | Request; init: RequestInit | undefined }[] = []
  const routed: RouteRequest[] = []
  const sender: Sender = {
    kind: 'openai',
    base: { own: () => OWN, toOwn: (url) => url.replace(SHOWN, OWN) },
    fetch: async (input, given) => {
      passed.push({ input, init: given })
      return new Response('passed')
    },
    customFetch: false,
    statusError: undefined,
  }
  const route: Route = {
    kind: 'gateway',
    name: 'test',
    describe: () => ({ kind: 'gateway', name: 'test' }),
    socketBaseURL: () => SHOWN,
    serve: async (request) => {
      routed.push(request)
      return new Response('routed')
    },
  }
  const client = {}
  const state = attach(client, 'openai', route, () => () => undefined)
  const facts = createFacts(sender)
  return {
    interceptor: createFetchInterceptor(state, sender, facts),
    facts,
    client,
    passed,
    routed,
    init: { ...init, agent },
  }
}

const text = async (answer: ReturnType<FetchLike>): Promise<string> => (await answer).text()

describe('the fetch interceptor', () => {
  it.each([
    ['a text', (url: string) => url],
    ['a URL', (url: string) => new URL(url)],
    ['a Request', (url: string) => new Request(url, init)],
  ])('routes %s, on the own base of the client', async (_name, make) => {
    const { interceptor, routed, passed } = createInterceptor()
    expect(await text(interceptor(make(`${SHOWN}/chat/completions`), init))).toBe('routed')
    expect(routed[0]).toMatchObject({ endpoint: '/chat/completions', method: 'POST' })
    expect(routed[0]?.url.href).toBe(`${OWN}/chat/completions`)
    expect(routed[0]?.json()).toEqual({ a: 1 })
    expect(passed).toHaveLength(0)
  })

  it('passes the very arguments on after the end of the registration', async () => {
    const { interceptor, client, passed } = createInterceptor()
    unregister(client)
    const request = new Request(`${OWN}/models`)
    await interceptor(request)
    await interceptor(`${OWN}/models`, init)
    expect(passed[0]?.input).toBe(request)
    expect(passed[1]).toEqual({ input: `${OWN}/models`, init })
    expect(passed[1]?.init).toBe(init)
  })

  it('sends a call that was built on the base of the gateway home, if the registration ended meanwhile', async () => {
    const { interceptor, client, passed } = createInterceptor()
    unregister(client)
    await interceptor(`${SHOWN}/models`)
    await interceptor(new Request(`${SHOWN}/files`, init))
    expect(passed[0]?.input).toBe(`${OWN}/models`)
    expect(requestIn(passed[1]).url).toBe(`${OWN}/files`)
    await expect(requestIn(passed[1]).text()).resolves.toBe('{"a":1}')
  })

  it('passes identity services by, bodies unread', async () => {
    const { interceptor, passed, routed } = createInterceptor()
    await interceptor(new Request('https://auth.openai.com/oauth/token', init))
    await expect(requestIn(passed[0]).text()).resolves.toBe('{"a":1}')
    expect(routed).toHaveLength(0)
  })

  it('does not route what a route sends', async () => {
    const { interceptor, facts, passed, routed } = createInterceptor()
    await facts.fetch('https://gateway.example/v1/models', init)
    await interceptor('https://gateway.example/v1/models', passed[0]?.init)
    expect([passed.length, routed.length]).toEqual([2, 0])
  })

  it("drops a Node agent that was chosen for another base's protocol", async () => {
    const agent = {}
    const { interceptor, routed, init: withAgent } = createInterceptor(agent)
    await interceptor(`${SHOWN}/models`, withAgent)
    await interceptor(`${OWN}/models`, withAgent)
    expect(routed.map((request) => request.init['agent'])).toEqual([undefined, agent])
  })
})

function requestIn(call: { readonly input: unknown } | undefined): Request {
  if (call?.input instanceof Request) return call.input
  throw new Error('no Request arrived')
}
