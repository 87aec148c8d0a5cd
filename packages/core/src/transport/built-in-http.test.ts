import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import http, { createServer, type ClientRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { isBuiltInHttp } from './built-in-http.ts'
import { readText } from './http-client.ts'
import { nodeHttpClient } from './node-http.ts'

let server: Server
let url: URL
const seen: IncomingHttpHeaders[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.headers)
    response.end('done')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function send(method: string): Promise<IncomingHttpHeaders | undefined> {
  await readText((await nodeHttpClient({ method, url, headers: { 'x-name': 'value' } })).body)
  return seen.at(-1)
}

describe('isBuiltInHttp', () => {
  it('knows the functions of this version of Node', () => {
    expect(isBuiltInHttp()).toBe(true)
  })

  it('leaves headers to instrumentation that replaces http.request', async () => {
    const original = http.request
    http.request = ((options: http.RequestOptions, onAnswer: () => void) =>
      original(
        { ...options, headers: { ...(options.headers as object), traceparent: '00-1' } },
        onAnswer,
      )) as never
    try {
      expect(isBuiltInHttp()).toBe(false)
      expect(await send('GET')).toMatchObject({ 'x-name': 'value', traceparent: '00-1', host: url.host })
    } finally {
      http.request = original
    }
    expect(isBuiltInHttp()).toBe(true)
  })

  it('leaves headers to instrumentation that listens to what is sent', async () => {
    const created = channel('http.client.request.created')
    const listener = (message: unknown) =>
      (message as { request: ClientRequest }).request.setHeader('traceparent', '00-2')
    created.subscribe(listener)
    try {
      expect(isBuiltInHttp()).toBe(false)
      expect(await send('GET')).toMatchObject({ 'x-name': 'value', traceparent: '00-2' })
    } finally {
      created.unsubscribe(listener)
    }
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'says of %s without a body what Node says',
    async (method) => {
      const flat = await send(method)
      const original = http.request
      http.request = ((...given: Parameters<typeof original>) => original(...given)) as never
      try {
        expect(flat).toEqual(await send(method))
      } finally {
        http.request = original
      }
    },
  )
})
