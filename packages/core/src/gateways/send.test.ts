import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

import { type Answer, type Loopback, sendJSON, startLoopback } from '../../test-support/loopback.ts'
import { requestOf } from '../../test-support/requests.ts'
import type { FetchLike } from '../client-facts.ts'
import { javelin } from './javelin.ts'

const answer: { current?: Answer } = {}
let server: Loopback
let trap: Loopback
beforeAll(async () => {
  server = await startLoopback(answer)
  trap = await startLoopback()
})
afterAll(async () => {
  await server.close()
  await trap.close()
})
afterEach(() => {
  delete answer.current
})

const route = () => javelin({ baseURL: server.url, apiKey: 'gateway-secret-key' })

test('calls the fetch of a client as a plain function, as workers and browsers want it', async () => {
  const receivers: unknown[] = []
  const fetch = function (this: unknown) {
    receivers.push(this)
    return Promise.resolve(new Response('{}'))
  } as FetchLike
  const request = requestOf()
  await route().serve({ ...request, client: { ...request.client, fetch } })
  expect(receivers).toEqual([undefined])
})

describe('redirects', () => {
  test.for([301, 302, 303, 307, 308])('a %i to another origin is not followed', async (status) => {
    answer.current = (response) => void response.writeHead(status, { location: `${trap.url}/v1` }).end()
    const response = await route().serve(requestOf())
    expect(response.status).toBe(502)
    expect(response.headers.get('x-should-retry')).toBe('false')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'gateway_redirect' } })
    expect(text).not.toContain('secret')
    expect(trap.arrivals).toHaveLength(0)
  })

  test('a 308 on the gateway itself is followed, body and keys included', async () => {
    answer.current = (response, { url }) => {
      if (url === '/moved') sendJSON(response, 200, { ok: true })
      else response.writeHead(308, { location: '/moved' }).end()
    }
    const response = await route().serve(requestOf({ body: { model: 'm' } }))
    expect(await response.json()).toEqual({ ok: true })
    expect(server.last().json).toEqual({ model: 'm' })
    expect(server.last().headers['x-javelin-apikey']).toBe('gateway-secret-key')
  })

  test('a 302 on the gateway itself would lose the body', async () => {
    answer.current = (response) => void response.writeHead(302, { location: '/moved' }).end()
    expect((await route().serve(requestOf())).status).toBe(502)
  })

  test('a loop ends', async () => {
    answer.current = (response) => void response.writeHead(307, { location: '/again' }).end()
    expect((await route().serve(requestOf())).status).toBe(502)
  })

  test('one that the runtime hides is refused', async () => {
    const hidden = Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' })
    const response = await route().serve(requestOf({ fetch: () => Promise.resolve(hidden) }))
    expect(response.status).toBe(502)
  })
})

describe('the way to the gateway', () => {
  test("is the client's own fetch, and no other", async () => {
    const own = vi.fn<FetchLike>(() => Promise.resolve(Response.json({})))
    const global = vi.spyOn(globalThis, 'fetch')
    await route().serve(requestOf({ fetch: own }))
    expect(own.mock.calls.map(([url]) => url)).toEqual([`${server.url}/v1/chat/completions`])
    expect(own.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', redirect: 'manual' })
    expect(global).not.toHaveBeenCalled()
    global.mockRestore()
  })

  test('fails closed: with the port shut the call rejects, and goes nowhere else', async () => {
    const gone = await startLoopback()
    await gone.close()
    const before = trap.arrivals.length
    const call = javelin({ baseURL: gone.url, apiKey: 'k' }).serve(requestOf({ baseURL: `${trap.url}/v1` }))
    await expect(call).rejects.toThrow(/fetch failed/)
    expect(trap.arrivals).toHaveLength(before)
  })

  test('an abort rejects with the reason of the signal', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    answer.current = () => controller.abort(reason)
    await expect(route().serve(requestOf({ signal: controller.signal }))).rejects.toBe(reason)
  })

  test('the bytes of the body are those of the caller where nothing changes', async () => {
    const text = '{ "model":"m",  "messages":[ ] }'
    const request = { ...requestOf(), body: text, json: () => JSON.parse(text) as unknown }
    await route().serve(request)
    expect(server.last().text).toBe(text)
  })

  test('models and deployments take their aliases, in the body, the path and the form', async () => {
    const models = { 'gpt-4o': { id: 'claude' }, prod: 'prod-2' }
    const aliased = javelin({ baseURL: server.url, apiKey: 'k', models })
    await aliased.serve(requestOf({ kind: 'azure-openai', path: '/deployments/prod/chat/completions' }))
    expect(server.last().url).toBe('/v1/openai/deployments/prod-2/chat/completions')
    expect(server.last().json).toMatchObject({ model: 'claude' })
    expect(server.last().headers['x-javelin-model']).toBe('claude')

    const form = new FormData()
    form.set('model', 'gpt-4o')
    form.set('file', new Blob(['sound']), 'a.wav')
    const request = requestOf({ path: '/audio/transcriptions', body: form })
    request.headers.delete('content-type')
    await aliased.serve(request)
    expect(server.last().headers['x-javelin-model']).toBe('claude')
    expect(server.last().text).toMatch(/name="model"\s+claude\s/)
    expect(server.last().text).toContain('a.wav')
  })

  test('a hundred calls at once each have their own model', async () => {
    const shared = route()
    const before = server.arrivals.length
    const calls = Array.from({ length: 100 }, (_, index) =>
      shared.serve(requestOf({ body: { model: `model-${index}`, messages: [] } })),
    )
    await Promise.all(calls)
    for (const { headers, json } of server.arrivals.slice(before))
      expect(json).toMatchObject({ model: headers['x-javelin-model'] })
    expect(new Set(server.arrivals.slice(before).map(({ headers }) => headers['x-javelin-model'])).size).toBe(
      100,
    )
  })
})
