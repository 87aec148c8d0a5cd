import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import Anthropic from '@anthropic-ai/sdk'
import { createFetch, gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'
import { OpenAI as OpenAI5 } from 'openai-5'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../openai/support/loopback-certificate.ts'
import { createRawServer, type RawServer, whole } from './support/raw-server.ts'

const KEY = 'key-of-the-gateway-8c1f'
const MESSAGES = [{ role: 'user' as const, content: 'hello' }]
const CHAT = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi', refusal: null } },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})

let server: RawServer
let other: RawServer
beforeEach(async () => {
  server = await createRawServer()
  other = await createRawServer()
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

const route = (transport?: 'auto' | 'fetch') =>
  gateway({ baseURL: `${server.url}/v1`, apiKey: KEY, ...(transport && { transport }) })
const chat = (client: OpenAI) => client.chat.completions.create({ model: 'm', messages: MESSAGES })

describe.each(['auto', 'fetch'] as const)("transport: '%s'", (transport) => {
  it.each([307, 308])(
    'follows a %i on the origin of the gateway, with method, body and key',
    async (status) => {
      const seen: unknown[] = []
      server.answer = (response, request) => {
        seen.push([
          request.method,
          request.url,
          request.headers.authorization,
          request.headers['content-length'],
        ])
        if (request.url === '/v1/chat/completions')
          response.writeHead(status, { location: '/v2/elsewhere' }).end('moved')
        else whole(200, 'application/json', CHAT)(response, request)
      }
      const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(transport))
      expect((await chat(client)).choices[0]?.message.content).toBe('hi')
      expect(seen).toEqual([
        ['POST', '/v1/chat/completions', `Bearer ${KEY}`, expect.any(String)],
        ['POST', '/v2/elsewhere', `Bearer ${KEY}`, expect.any(String)],
      ])
    },
  )

  it.each([301, 302, 303, 307, 308])('follows no %i to another origin: no key leaves', async (status) => {
    server.answer = (response) => response.writeHead(status, { location: `${other.url}/v1` }).end()
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(transport))
    await expect(chat(client)).rejects.toMatchObject({ status: 502, code: 'gateway_redirect' })
    expect(other.count()).toBe(0)
  })

  it.each([301, 302, 303])('makes no GET of a request because of a %i', async (status) => {
    server.answer = (response) => response.writeHead(status, { location: '/v2' }).end()
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(transport))
    await expect(chat(client)).rejects.toMatchObject({ status: 502, code: 'gateway_redirect' })
    expect(server.count()).toBe(1)
  })

  it.each([
    ['with a length', '{"a":', { 'content-length': '5' }],
    ['without a length, cut', '{"choices":[}', { connection: 'close' }],
    ['with a length, no JSON between its ends', '{"id":"x","choices":[oops]}', { 'content-length': '27' }],
    ['with a length, no JSON at all', '{{ oops }}', { 'content-length': '10' }],
  ])('takes no text for JSON that is none: %s', async (_, body, headers) => {
    server.answer = (response) => {
      response.useChunkedEncodingByDefault = false
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body)
    }
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(transport))
    await expect(chat(client)).rejects.toMatchObject({ status: 502, code: 'gateway_no_answer' })
  })

  it('shows no key of one request or another, also in a success that reports a failure', async () => {
    server.answer = (response, request) => {
      const { authorization } = request.headers
      const error = { message: `No such key: ${authorization}` }
      response.setHeader('x-seen', String(authorization))
      whole(200, 'application/json', JSON.stringify({ error }))(response, request)
    }
    const send = createFetch(gateway({ baseURL: `${server.url}/v1`, credentials: 'forward', transport }))
    for (const key of ['sk-first-0123456789', 'sk-second-0123456789', 'sk-first-0123456789']) {
      const response = await send('https://x.example/v1/chat/completions', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ model: 'm', messages: MESSAGES }),
      })
      expect([response.headers.get('x-seen'), await response.json()]).toEqual([
        'Bearer [redacted]',
        { error: { message: 'No such key: Bearer [redacted]' } },
      ])
    }
  })

  it('keeps every cookie of an answer', async () => {
    server.answer = (response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.setHeader('content-type', 'application/json')
      response.end(CHAT)
    }
    const response = await createFetch(route(transport))('https://x.example/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ model: 'm', messages: MESSAGES }),
    })
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it.each([
    ['head', 'openai 7', OpenAI],
    ['body', 'openai 7', OpenAI],
    ['head', 'openai 5', OpenAI5 as unknown as typeof OpenAI],
    ['head', 'Anthropic', Anthropic],
  ] as const)("the client's own time limit counts while the %s is awaited: %s", async (where, _, Client) => {
    const closed = new Promise<void>((resolve) => {
      server.answer = (response, request) => {
        request.socket.once('close', () => resolve())
        if (where === 'body') response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":')
      }
    })
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0, timeout: 100 }), route(transport))
    const call =
      client instanceof Anthropic
        ? client.messages.create({ model: 'm', messages: MESSAGES, max_tokens: 1 })
        : chat(client)
    await expect(call).rejects.toBeInstanceOf(Client.APIConnectionTimeoutError)
    await closed
  })
})

describe('by TLS', () => {
  const listen = async (host: string) => {
    const created = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[]}')
    }).listen(0, host)
    await once(created, 'listening')
    return {
      url: `https://${host}:${(created.address() as AddressInfo).port}`,
      close() {
        created.closeAllConnections()
        created.close()
      },
    }
  }
  let secure: Awaited<ReturnType<typeof listen>>
  let folder: string
  let certificate: string
  beforeAll(async () => {
    secure = await listen('127.0.0.1')
    folder = await mkdtemp(join(tmpdir(), 'transport-'))
    certificate = join(folder, 'certificate.pem')
    await writeFile(certificate, LOOPBACK_CERTIFICATE)
  })
  afterAll(async () => {
    secure.close()
    await rm(folder, { recursive: true })
  })

  const run = async (environment: Record<string, string>, url = secure.url) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--conditions=@patchbay/source',
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(new URL('support/tls-calls.ts', import.meta.url)),
        url,
      ],
      { env: { PATH: process.env['PATH'], ...environment } },
    )
    return JSON.parse(stdout) as Record<string, unknown>
  }
  const by = { 'auto by': ['node:http'], 'fetch by': ['fetch'] }

  const REFUSED = 'APIConnectionError: fetch failed'

  it.each([
    ['refuses a certificate that nobody knows', {}, `${REFUSED}: DEPTH_ZERO_SELF_SIGNED_CERT`],
    ['takes one that the environment adds', { NODE_EXTRA_CA_CERTS: 'certificate.pem' }, 'list'],
    ['takes any where the environment says so', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'list'],
  ])('%s', async (_, environment: Record<string, string>, outcome) => {
    const adds = 'NODE_EXTRA_CA_CERTS' in environment
    const found = await run({ ...environment, ...(adds && { NODE_EXTRA_CA_CERTS: certificate }) })
    expect(found).toEqual({ auto: outcome, fetch: outcome, ...by })
  })

  // Elsewhere this machine is 127.0.0.1 alone.
  it.runIf(process.platform === 'linux')('refuses a certificate of another name', async () => {
    const another = await listen('127.0.0.2')
    const outcome = `${REFUSED}: ERR_TLS_CERT_ALTNAME_INVALID`
    const found = await run({ NODE_EXTRA_CA_CERTS: certificate }, another.url)
    another.close()
    expect(found).toEqual({ auto: outcome, fetch: outcome, ...by })
  })
})
