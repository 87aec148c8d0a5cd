import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

import { bedrock, register } from '@patchbay/sdk'
import OpenAI, { APIConnectionError } from 'openai'
import { afterEach, describe, expect, it } from 'vitest'

const model = 'amazon.nova-lite-v1:0'
const messages = [{ role: 'user' as const, content: 'hello' }]
const ANSWER = JSON.stringify({
  output: { message: { role: 'assistant', content: [{ text: 'Hello.' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
})
const WHOLE = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${ANSWER.length}\r\n\r\n${ANSWER}`

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** What is done with a request, the how manieth of all and of its connection it is. */
type Script = (socket: Socket, request: { readonly total: number; readonly ofSocket: number }) => void

/** Calls the script for each complete request on a socket. */
async function listen(script: Script) {
  const counts = { connections: 0, requests: 0 }
  const server = createServer((socket) => {
    sockets.add(socket)
    counts.connections += 1
    let ofSocket = 0
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      const [head = '', body] = text.split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
      if (body === undefined || body.length < length) return
      text = ''
      counts.requests += 1
      ofSocket += 1
      script(socket, { total: counts.requests, ofSocket })
    })
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { counts, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const clientOf = (endpoint: string, options: Parameters<typeof bedrock>[0] = {}) =>
  register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({ region: 'us-east-1', endpoint, apiKey: 'key', ...options }),
  )
const ask = async (client: OpenAI) =>
  (await client.chat.completions.create({ model, messages })).choices[0]?.message.content

describe('a connection that was kept, and that the server has closed', () => {
  it('is replaced: the request is sent once more, and the client notices nothing', async () => {
    const { counts, endpoint } = await listen((socket, { ofSocket }) =>
      ofSocket === 1 ? socket.write(WHOLE) : socket.destroy(),
    )
    const client = clientOf(endpoint)
    expect(await ask(client)).toBe('Hello.')
    expect(await ask(client)).toBe('Hello.')
    expect(counts).toEqual({ connections: 2, requests: 3 })
  })

  it('is replaced by a new one, not by another that is as old', async () => {
    const waiting: Socket[] = []
    const { counts, endpoint } = await listen((socket, { ofSocket }) => {
      if (ofSocket > 1) return socket.destroy()
      if (counts.requests > 3) return void socket.write(WHOLE)
      // The first three are answered together, so that each has a connection of its own.
      waiting.push(socket)
      if (waiting.length === 3) for (const one of waiting) one.write(WHOLE)
    })
    const client = clientOf(endpoint)
    await Promise.all([ask(client), ask(client), ask(client)])
    expect(await ask(client)).toBe('Hello.')
    expect(counts).toEqual({ connections: 4, requests: 5 })
  })

  it('is the caller’s failure where the route says so', async () => {
    const { counts, endpoint } = await listen((socket, { ofSocket }) =>
      ofSocket === 1 ? socket.write(WHOLE) : socket.destroy(),
    )
    const client = clientOf(endpoint, { resendOnStaleSocket: false })
    expect(await ask(client)).toBe('Hello.')
    await expect(ask(client)).rejects.toBeInstanceOf(APIConnectionError)
    expect(counts).toEqual({ connections: 1, requests: 2 })
  })
})

describe('a request is sent once only', () => {
  it('on a new connection', async () => {
    const { counts, endpoint } = await listen((socket) => socket.destroy())
    await expect(ask(clientOf(endpoint))).rejects.toBeInstanceOf(APIConnectionError)
    expect(counts.requests).toBe(1)
  })

  it.each(['H', WHOLE.slice(0, 40), WHOLE.slice(0, -5)])('where its answer began: %j', async (beginning) => {
    const { counts, endpoint } = await listen((socket, { ofSocket }) => {
      if (ofSocket === 1) socket.write(WHOLE)
      else socket.write(beginning, () => socket.destroy())
    })
    const client = clientOf(endpoint)
    await ask(client)
    await expect(ask(client)).rejects.toBeInstanceOf(APIConnectionError)
    expect(counts.requests).toBe(2)
  })

  it('where the caller gives up', async () => {
    const gone = new AbortController()
    const { counts, endpoint } = await listen((socket, { ofSocket }) => {
      if (ofSocket === 1) return void socket.write(WHOLE)
      gone.abort()
      socket.destroy()
    })
    const client = clientOf(endpoint)
    await ask(client)
    const call = client.chat.completions.create({ model, messages }, { signal: gone.signal })
    await expect(call).rejects.toThrow(/aborted/)
    expect(counts.requests).toBe(2)
  })

  it('and a second time, where the new connection breaks as well', async () => {
    const { counts, endpoint } = await listen((socket, { total }) =>
      total === 1 ? socket.write(WHOLE) : socket.destroy(),
    )
    const client = clientOf(endpoint)
    await ask(client)
    await expect(ask(client)).rejects.toBeInstanceOf(APIConnectionError)
    expect(counts.requests).toBe(3)
  })
})
