import { describe, expect, it } from 'vitest'
import { createFetch } from './create-fetch.ts'
import type { Route } from './route.ts'
import type { RouteRequest } from './route-request.ts'

function recording(): Route & { readonly requests: RouteRequest[] } {
  const requests: RouteRequest[] = []
  return {
    kind: 'local',
    name: 'test',
    requests,
    describe: () => ({ kind: 'local', name: 'test' }),
    socketBaseURL: () => undefined,
    async serve(request) {
      requests.push(request)
      return Response.json({ endpoint: request.endpoint })
    },
  }
}

describe('createFetch', () => {
  it('takes whatever fetch takes', async () => {
    const route = recording()
    const routed = createFetch(route)
    const url = 'https://api.anthropic.com/v1/messages'
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"m"}' }
    const calls = [
      routed(url, init),
      routed(new URL(url), init),
      routed(new Request(url, init)),
      routed(url, new Request('https://worker.example/v1/messages', init)),
    ]
    for (const call of calls) {
      expect(await (await call).json()).toEqual({ endpoint: '/messages' })
    }
    expect(route.requests.map((request) => request.json())).toEqual([
      { model: 'm' },
      { model: 'm' },
      { model: 'm' },
      { model: 'm' },
    ])
    expect(route.requests[0]?.client).toMatchObject({ kind: 'fetch', customFetch: false })
  })

  it('gives a Request without a body none, whatever type it names', async () => {
    const route = recording()
    const headers = { 'content-type': 'application/json' }
    await createFetch(route)(new Request('https://api.openai.com/v1/models', { headers }))
    expect(route.requests[0]?.body).toBeNull()
  })

  it('takes an option that is undefined for one that is not there', async () => {
    const route = recording()
    const request = new Request('https://api.openai.com/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"model":"m"}',
    })
    const nothing = { method: undefined, headers: undefined, body: undefined, signal: undefined }
    await createFetch(route)(request, nothing as unknown as RequestInit)
    expect(route.requests[0]).toMatchObject({ method: 'POST', body: '{"model":"m"}', signal: request.signal })
    expect(route.requests[0]?.json()).toEqual({ model: 'm' })
  })

  it('leaves other schemes to the global fetch', async () => {
    const route = recording()
    await expect((await createFetch(route)('data:,hello')).text()).resolves.toBe('hello')
    expect(route.requests).toHaveLength(0)
  })
})
