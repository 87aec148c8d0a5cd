// Report 29: msw, nock and every other interceptor that replaces the property `request` of node:http sees what is sent, and a redirect on the gateway's own origin does not hang under msw (mswjs/msw, nock/nock)
import http from 'node:http'
import https from 'node:https'

import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, gateway, javelin, openai, register, type Route } from '@patchbay/sdk'
import { http as handle, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const ANSWER = {
  output: { message: { role: 'assistant', content: [{ text: 'From a handler.' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 1 },
}
const COMPLETION = {
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'From a handler.' }, finish_reason: 'stop' }],
}
const question = { model: 'amazon.nova-lite-v1:0', messages: [{ role: 'user' as const, content: 'Hi' }] }
const command = new ConverseCommand({
  modelId: 'amazon.nova-lite-v1:0',
  messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
})

const LOCAL = 'https://bedrock-runtime.us-east-1.amazonaws.com'
const routes: Record<string, Route> = {
  'javelin()': javelin({ baseURL: 'https://gw.example.com', apiKey: 'gateway-key' }),
  'bedrock()': bedrock({ region: 'us-east-1', apiKey: 'bedrock-key' }),
  'openai()': openai({ baseURL: 'https://backend.example.com/v1', apiKey: 'backend-key' }),
}
const bedrockClient = (route: Route | undefined) =>
  register(
    new BedrockRuntimeClient({
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    }),
    route,
  )

describe('report 29: an interceptor that replaces the property', () => {
  class Seen extends Error {}
  /** As nock does, but that every request fails here. */
  const intercept = (): string[] => {
    const seen: string[] = []
    for (const module of [http, https])
      vi.spyOn(module, 'request').mockImplementation((...given: unknown[]) => {
        const { hostname, path } = given[0] as { hostname: string; path: string }
        seen.push(hostname + path)
        throw new Seen('intercepted')
      })
    return seen
  }
  afterEach(() => void vi.restoreAllMocks())

  it.each(Object.entries(routes))('sees a Bedrock client on %s', async (_, route) => {
    const client = bedrockClient(route)
    // Modules that send are loaded at the first request: once before, so that they hold on to what they could.
    await client.send(command).catch(() => undefined)
    const seen = intercept()
    await expect(client.send(command)).rejects.toThrow('intercepted')
    expect(seen).toHaveLength(1)
  })

  it('sees an OpenAI client on bedrock()', async () => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), routes['bedrock()'])
    const seen = intercept()
    await client.chat.completions.create(question).catch(() => undefined)
    expect(seen).toEqual([`${new URL(LOCAL).hostname}/model/amazon.nova-lite-v1%3A0/converse`])
  })
})

describe('report 29: msw', () => {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())

  it('answers a Bedrock client', async () => {
    server.use(
      handle.post('https://gw.example.com/v1/model/:id/converse', () => HttpResponse.json(ANSWER)),
      handle.post(`${LOCAL}/model/:id/converse`, () => HttpResponse.json(ANSWER)),
      handle.post('https://backend.example.com/v1/chat/completions', () => HttpResponse.json(COMPLETION)),
    )
    for (const route of Object.values(routes)) {
      const { output } = await bedrockClient(route).send(command)
      expect(output?.message?.content).toEqual([{ text: 'From a handler.' }])
    }
  })

  it.each(versions)('redirects $name on the same origin', async ({ OpenAI: Client }) => {
    const bodies: unknown[] = []
    server.use(
      handle.post(
        'https://gw.example.com/v1/chat/completions',
        () => new HttpResponse('moved', { status: 307, headers: { location: '/v2/chat/completions' } }),
      ),
      handle.post('https://gw.example.com/v2/chat/completions', async ({ request }) => {
        bodies.push(await request.json())
        return HttpResponse.json(COMPLETION)
      }),
    )
    const client = register(
      new Client({ apiKey: 'unused', maxRetries: 0 }),
      gateway({ baseURL: 'https://gw.example.com/v1' }),
    )
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('From a handler.')
    expect(bodies).toEqual([question])
  })

  it('a redirect whose body somebody keeps a copy of is followed: msw 2 copies every answer', async () => {
    const copies: unknown[] = []
    const fetch = async (url: string | URL | Request) => {
      if ((url instanceof Request ? url.url : url.toString()).includes('/v2/'))
        return HttpResponse.json(COMPLETION)
      // What was copied is cancelled only when the copy is.
      const [body, copy] = new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(9)),
      }).tee()
      copies.push(copy)
      return new Response(body, { status: 307, headers: { location: '/v2/chat/completions' } })
    }
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0, fetch }),
      gateway({ baseURL: 'https://gw.example.com/v1' }),
    )
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('From a handler.')
  })
})
