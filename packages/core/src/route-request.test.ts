import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { ClientFacts } from './client-facts.ts'
import { createRouteRequest, toFetchCall } from './route-request.ts'

const client: ClientFacts = {
  kind: 'openai',
  baseURL: 'https://api.openai.com/v1',
  fetch: () => Promise.reject(new Error('not here')),
  customFetch: false,
}
const url = 'https://api.openai.com/v1/chat/completions?a=b'
const request = (init: RequestInit) => createRouteRequest({ url, init }, client)

describe('a route request', () => {
  it('takes the plain headers of openai 4, without those of the connection', () => {
    const headers = {
      Authorization: 'Bearer k',
      'content-length': '12',
      'Content-Type': 'application/json',
      connection: 'keep-alive',
      'transfer-encoding': 'chunked',
      empty: undefined,
      none: null,
    }
    const { headers: copied } = request({ headers: headers as unknown as HeadersInit })
    expect(Object.fromEntries(copied)).toEqual({
      authorization: 'Bearer k',
      'content-type': 'application/json',
    })
  })

  it("owns its copy of the caller's headers", () => {
    const headers = new Headers({ 'x-a': '1' })
    request({ headers }).headers.set('x-a', '2')
    expect(headers.get('x-a')).toBe('1')
  })

  it('keeps what else the client passed', () => {
    const agent = {}
    const { init, method, signal } = request({ method: 'post', redirect: 'manual', agent } as RequestInit)
    expect(init).toEqual({ redirect: 'manual', agent })
    expect([method, signal]).toEqual(['POST', undefined])
  })

  it('says where the request is aimed', () => {
    expect(request({})).toMatchObject({
      method: 'GET',
      endpoint: '/chat/completions',
      deployment: undefined,
      body: null,
    })
    expect(request({}).url.search).toBe('?a=b')
  })

  it('parses a JSON body once, and only when it is needed', () => {
    const once = request({
      body: '{"model":"m"}',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    })
    expect(once.json()).toEqual({ model: 'm' })
    expect(once.json()).toBe(once.json())
  })

  it.each([
    [
      'bytes of JSON',
      { body: new TextEncoder().encode('{"a":1}'), headers: { 'content-type': 'application/json' } },
      { a: 1 },
    ],
    ['JSON without a type', { body: '{"a":1}' }, { a: 1 }],
    [
      'JSON of a vendor',
      { body: '{"a":1}', headers: { 'content-type': 'application/vnd.x+json' } },
      { a: 1 },
    ],
    ['another type', { body: '{"a":1}', headers: { 'content-type': 'text/plain' } }, undefined],
    ['broken JSON', { body: '{"a":', headers: { 'content-type': 'application/json' } }, undefined],
    ['no body', { headers: { 'content-type': 'application/json' } }, undefined],
    ['a form', { body: new FormData() }, undefined],
    ['a Node stream', { body: Readable.from(['{}']) as unknown as BodyInit }, undefined],
  ])('reads %s', (_name, init: RequestInit, value) => {
    expect(request(init).json()).toEqual(value)
  })
})

describe('a fetch call', () => {
  it('may be a URL, an object or a Request', async () => {
    expect(await toFetchCall(url, { method: 'POST' })).toEqual({ url, init: { method: 'POST' } })
    expect(await toFetchCall(new URL(url))).toEqual({ url, init: {} })
    const { signal } = new AbortController()
    const given = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-a': '1' },
      body: '{"a":1}',
      signal,
    })
    const call = await toFetchCall(given, { method: 'PUT' })
    expect(call).toMatchObject({ url, init: { method: 'PUT', body: '{"a":1}' } })
    expect(createRouteRequest(call, client).headers.get('x-a')).toBe('1')
    expect(createRouteRequest(call, client).json()).toEqual({ a: 1 })
  })

  it('keeps the stream of a Request that is not JSON', async () => {
    const form = new FormData()
    form.set('a', 'b')
    const { init } = await toFetchCall(new Request(url, { method: 'POST', body: form }))
    expect(init.body).toBeInstanceOf(ReadableStream)
    expect(init).toMatchObject({ duplex: 'half' })
  })
})
