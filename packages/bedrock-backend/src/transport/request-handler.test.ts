import { readText } from '@patchbay/core/transport'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { afterEach, describe, expect, it } from 'vitest'

import { isBorrowable, requestHandlerClient, type RequestHandlerLike } from './request-handler.ts'

/** The SDK's handlers are its dependencies, not ours. */
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-bedrock-runtime'))
const { NodeHttpHandler, NodeHttp2Handler } = ofSdk('@smithy/node-http-handler') as Record<
  'NodeHttpHandler' | 'NodeHttp2Handler',
  new () => RequestHandlerLike
>
const { FetchHttpHandler } = ofSdk('@smithy/fetch-http-handler') as Record<
  'FetchHttpHandler',
  new () => RequestHandlerLike
>

const servers: Server[] = []

async function listen(listener: RequestListener): Promise<{ url: URL; server: Server }> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/model/a%3A0/converse`),
  }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('isBorrowable', () => {
  it('leaves the SDK’s default alone', () => {
    const client = new BedrockRuntimeClient({ region: 'us-east-1' })
    expect(isBorrowable(client.config.requestHandler)).toBe(false)
    expect(isBorrowable(new NodeHttp2Handler())).toBe(false)
    expect(isBorrowable(undefined)).toBe(false)
    expect(isBorrowable(new NodeHttpHandler())).toBe(true)
  })
})

describe.each([
  ['NodeHttpHandler', new NodeHttpHandler()],
  ['FetchHttpHandler', new FetchHttpHandler()],
])('requestHandlerClient with the SDK’s %s', (_, handler) => {
  const send = requestHandlerClient(handler)

  it('sends a request and reads its answer', async () => {
    const { url } = await listen((request, response) => {
      response.writeHead(201, { 'X-Amzn-RequestId': 'r1' })
      response.write(`${request.method} ${request.url} `)
      request.pipe(response)
    })
    const answer = await send({ method: 'POST', url, headers: { 'x-a': 'b' }, body: 'Grüße' })
    expect(answer.status).toBe(201)
    expect(answer.header('x-amzn-requestid')).toBe('r1')
    expect(await readText(answer.body)).toBe('POST /model/a%3A0/converse Grüße')
  })

  it.each(['cancel', 'abort'])('closes the connection on %s', async (how) => {
    const { url, server } = await listen((request, response) => {
      request.resume()
      response.write('first')
    })
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const controller = new AbortController()
    const { body } = await send({ method: 'POST', url, headers: {}, body: '{}', signal: controller.signal })
    await body.read()
    if (how === 'cancel') body.cancel()
    else controller.abort(new Error('enough'))
    await closed
    const last = await body.read().catch((error: unknown) => (error as Error).message)
    expect(last).toBe(how === 'cancel' ? undefined : 'enough')
  })

  it('rejects as fetch does when nothing answers', async () => {
    const { url, server } = await listen(() => {})
    server.close()
    await once(server, 'close')
    await expect(send({ method: 'POST', url, headers: {}, body: '{}' })).rejects.toThrow('fetch failed')
  })
})
