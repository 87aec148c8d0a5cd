// Report 22: what a client's own fetch throws (a proxy, a token source, a circuit breaker) reaches the SDK untouched on every gateway route, so that it is an APIConnectionError and is retried (openai/openai-node tests/index.test.ts, anthropics/anthropic-sdk-typescript tests/index.test.ts)
import Anthropic from '@anthropic-ai/sdk'
import { ChatOpenAI } from '@langchain/openai'
import {
  altrum,
  bedrock,
  bedrockAccessGateway,
  createFetch,
  fallback,
  gateway,
  javelin,
  openai,
  portkey,
  register,
  retry,
  type Route,
} from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const baseURL = 'http://127.0.0.1:9'
const apiKey = 'gateway-key-0123456789'
const routes: readonly (readonly [string, () => Route])[] = [
  ['javelin()', () => javelin({ baseURL, apiKey })],
  ['portkey()', () => portkey({ baseURL, apiKey })],
  ['altrum()', () => altrum({ baseURL, apiKey, provider: 'openai' })],
  ['bedrockAccessGateway()', () => bedrockAccessGateway({ baseURL: `${baseURL}/api/v1`, apiKey })],
  ['gateway()', () => gateway({ baseURL: `${baseURL}/v1`, apiKey })],
  ['openai()', () => openai({ baseURL: `${baseURL}/v1`, apiKey })],
  [
    'bedrock()',
    () => bedrock({ endpoint: baseURL, region: 'us-east-1', apiKey, model: 'amazon.nova-lite-v1:0' }),
  ],
  ['a policy', () => fallback([gateway({ baseURL: `${baseURL}/v1`, apiKey })])],
  [
    'policies of several',
    () => fallback([javelin({ baseURL, apiKey }), retry(portkey({ baseURL, apiKey }), { attempts: 1 })]),
  ],
]

/** Neither its name nor its text is one that connections fail with, and its text has the key in it. */
class TokenSourceError extends Error {
  override readonly name = 'TokenSourceError'
}

/** A fetch that fails with `error`, and counts its calls. */
function failingWith(error: unknown): { fetch: typeof fetch; calls: () => number } {
  let calls = 0
  return {
    fetch: async () => {
      calls += 1
      throw error
    },
    calls: () => calls,
  }
}

const question = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hi' }] }
const rejection = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('report 22: errors of the client’s own fetch', () => {
  describe.each(versions)('$name', ({ OpenAI }) => {
    it.concurrent.for(routes)(
      '%s: a connection error with the very error as its cause, after retries',
      async ([, route]) => {
        const error = new TokenSourceError(`no token for ${apiKey}, the header is late`)
        const own = failingWith(error)
        const client = register(
          new OpenAI({ apiKey: 'unused', maxRetries: 1, fetch: own.fetch as never }),
          route(),
        )
        const failure = await rejection(client.chat.completions.create(question))
        expect(failure).toBeInstanceOf(OpenAI.APIConnectionError)
        expect((failure as Error).cause).toBe(error)
        expect(error.message).toContain(apiKey)
        expect(own.calls()).toBeGreaterThanOrEqual(2)
      },
    )
  })

  it.concurrent.for(routes.filter(([name]) => !/access|altrum/i.test(name)))(
    'Anthropic on %s',
    async ([, route]) => {
      const error = new TokenSourceError('no token')
      const own = failingWith(error)
      const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 1, fetch: own.fetch }), route())
      const failure = await rejection(client.messages.create({ ...question, max_tokens: 9 }))
      expect(failure).toBeInstanceOf(Anthropic.APIConnectionError)
      expect((failure as Error).cause).toBe(error)
      expect(own.calls()).toBeGreaterThanOrEqual(2)
    },
  )

  it.each(routes)('LangChain on %s', async (_, route) => {
    const error = new TokenSourceError('no token')
    const own = failingWith(error)
    const model = register(
      new ChatOpenAI({
        apiKey: 'unused',
        model: 'gpt-4o',
        maxRetries: 0,
        configuration: { fetch: own.fetch },
      }),
      route(),
    )
    const failure = await rejection(model.invoke('Hi'))
    expect((failure as Error).cause ?? failure).toBe(error)
  })

  it('a timeout error of the caller’s own is the caller’s', async () => {
    const error = Object.assign(new Error('breaker open'), { status: 503 })
    const client = register(
      new Anthropic({ apiKey: 'unused', maxRetries: 0, fetch: failingWith(error).fetch }),
      gateway({ baseURL: `${baseURL}/v1`, apiKey }),
    )
    expect(((await rejection(client.models.list())) as Error).cause).toBe(error)
  })

  it('createFetch() rejects with what the global fetch threw', async () => {
    const error = new TokenSourceError('no token')
    const before = globalThis.fetch
    globalThis.fetch = failingWith(error).fetch
    try {
      const send = createFetch(gateway({ baseURL: `${baseURL}/v1`, apiKey }))
      await expect(send('https://api.openai.com/v1/models')).rejects.toBe(error)
    } finally {
      globalThis.fetch = before
    }
  })

  it('an answer whose body fails is a connection error, too', async () => {
    const error = new TokenSourceError('no more bytes')
    const fetch = async () =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(error) }), {
        headers: { 'content-type': 'application/json' },
      })
    const failing = (status: number) => async () => {
      const { body, headers } = await fetch()
      return new Response(body, { status, headers })
    }
    for (const status of [200, 500]) {
      const client = register(
        new Anthropic({ apiKey: 'unused', maxRetries: 0, fetch: failing(status) }),
        javelin({ baseURL, apiKey }),
      )
      const failure = await rejection(client.messages.create({ ...question, max_tokens: 9 }))
      expect((failure as Error).cause ?? failure).toBe(error)
    }
  })
})
