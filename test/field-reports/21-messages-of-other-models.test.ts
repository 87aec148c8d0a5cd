// Report 21: message_start estimates the input, efforts without thinking are reported, a cache mark of the whole request counts for Nova, and ChatAnthropic can be registered (CLIProxyAPI#1700)
import Anthropic from '@anthropic-ai/sdk'
import { ChatAnthropic } from '@langchain/anthropic'
import { tool } from '@langchain/core/tools'
import { bedrock, register, registrationOf, unregister, type Warning } from '@patchbay/sdk'
import { register as registerAnthropic } from '@patchbay/sdk/anthropic'
import { register as registerLangChain } from '@patchbay/sdk/langchain'
import { type BedrockServer, createBedrockServer, redactReasoning } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

const nova = 'us.amazon.nova-pro-v1:0'
const nova2 = 'us.amazon.nova-2-lite-v1:0'
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
let server: BedrockServer
let warnings: Warning[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings = []
})

const route = () =>
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    onWarning: (warning) => void warnings.push(warning),
  })
const create = () => register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
const asked = (model: string) => ({
  model,
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'What is 12 + 30? '.repeat(40) }],
})
const listed = () => warnings.map(({ code, field }) => [code, field])

describe('report 21: usage', () => {
  it('is estimated at the start of a stream, and told at its end', async () => {
    const started: number[] = []
    const ended: (number | null)[] = []
    for await (const event of await create().messages.create({ ...asked(nova), stream: true })) {
      if (event.type === 'message_start') started.push(event.message.usage.input_tokens)
      if (event.type === 'message_delta') ended.push(event.usage.input_tokens)
    }
    const whole = await create().messages.create(asked(nova))
    expect(ended).toEqual([whole.usage.input_tokens])
    expect(started[0]).toBeGreaterThan(whole.usage.input_tokens / 2)
    expect(started[0]).toBeLessThan(whole.usage.input_tokens * 2)
  })
})

describe('report 21: efforts without thinking', () => {
  it.each([nova, nova2])('are a warning: %s', async (model) => {
    await create().messages.create({ ...asked(model), output_config: { effort: 'high' } })
    expect(listed()).toEqual([['unsupported_parameter', 'output_config.effort']])
  })
})

describe('report 21: a cache mark of the whole request', () => {
  it('is a cache point behind the last block', async () => {
    const cache_control = { type: 'ephemeral' } as const
    await create().messages.create({ ...asked(nova), cache_control })
    expect(server.requests[0]?.json).toMatchObject({
      messages: [
        {
          role: 'user',
          content: [{ text: expect.any(String) as string }, { cachePoint: { type: 'default' } }],
        },
      ],
    })
    expect(warnings).toEqual([])
  })

  it('is one with a mark there, and a warning where the model has no caching', async () => {
    const cache_control = { type: 'ephemeral' } as const
    const messages = [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'hello', cache_control }] },
    ]
    await create().messages.create({ ...asked(nova), messages, cache_control })
    expect(server.requests[0]?.json).toMatchObject({
      messages: [{ content: [{ text: 'hello' }, { cachePoint: {} }] }],
    })
    await create().messages.create({ ...asked('openai.gpt-oss-120b-1:0'), cache_control })
    expect(listed()).toEqual([['unsupported_cache_point', 'cache_control']])
  })
})

describe('report 21: ChatAnthropic', () => {
  const model = (name: string) =>
    new ChatAnthropic({ apiKey: 'unused', model: name, maxTokens: 100, maxRetries: 0 })

  it.each([claude, nova])(
    'is served whole and streamed, with tools, until it is unregistered: %s',
    async (name) => {
      const chat = register(model(name), route())
      expect(registrationOf(chat)).toMatchObject({ kind: 'anthropic' })
      expect((await chat.invoke('What is 12 + 30?')).text).toContain('42')
      let text = ''
      let input = 0
      for await (const chunk of await chat.stream('What is 12 + 30?')) {
        text += chunk.text
        const usage = chunk.usage_metadata as { input_tokens: number } | undefined
        input += usage?.input_tokens ?? 0
      }
      expect(text).toContain('42')
      expect(input).toBeGreaterThan(0)
      const weather = tool(() => 'Sunny', {
        name: 'get_weather',
        description: 'Weather of a city',
        schema: z.object({ city: z.string() }),
      })
      const called = await chat.bindTools([weather]).invoke('What is the weather in Paris?')
      expect(called.tool_calls).toMatchObject([{ name: 'get_weather' }])
      unregister(chat)
      expect(registrationOf(chat)).toBeUndefined()
      expect(Object.getOwnPropertySymbols(chat)).toEqual([])
    },
  )

  it('takes a route after its first call, and by the entry of Anthropic alone', async () => {
    const calls: string[] = []
    const chat = new ChatAnthropic({
      apiKey: 'unused',
      model: claude,
      maxTokens: 100,
      maxRetries: 0,
      clientOptions: {
        fetch: (url: string | URL | Request, init?: RequestInit) => {
          const address = url instanceof Request ? url.url : String(url)
          if (address.startsWith(server.url)) return fetch(url, init)
          calls.push(address)
          return Promise.reject(new Error('its own way'))
        },
      },
    })
    await expect(chat.invoke('hello')).rejects.toThrow(/its own way|onnection error/)
    expect(calls).toHaveLength(1)
    registerAnthropic(chat, route())
    await chat.invoke('hello')
    expect(server.requests).toHaveLength(1)
    unregister(chat)
    await expect(chat.invoke('hello')).rejects.toThrow(/its own way|onnection error/)
    expect(calls).toHaveLength(2)
  })

  it("says where it is registered, given to the entry of LangChain's OpenAI models", () => {
    expect(() => registerLangChain(model(claude), route())).toThrow(/ChatAnthropic is registered by/)
  })
})

describe('report 21: a cache mark of the whole request to Claude', () => {
  const cache_control = { type: 'ephemeral', ttl: '1h' } as const
  const thinking = { type: 'redacted_thinking', data: redactReasoning('Hm.') } as const
  const text = { type: 'text', text: 'hello' } as const
  const marked = { ...text, cache_control }
  const five = { ...text, cache_control: { type: 'ephemeral' as const } }
  const ask = (content: Anthropic.MessageParam['content'], model = claude) =>
    create().messages.create({
      model,
      max_tokens: 100,
      messages: [{ role: 'user', content }],
      cache_control,
    })

  it.each([
    ['hello', [marked], []],
    [[text, text], [text, marked], []],
    [[five], [five], []],
    [[five, five, five, five, text], [five, five, five, five, text], ['too_many_cache_points']],
    [[text, thinking as never], [text, thinking], ['misplaced_cache_point']],
  ])('stands on its last block: %j', async (content, expected, codes) => {
    await ask(content)
    expect(server.requests[0]?.json).toMatchObject({ messages: [{ role: 'user', content: expected }] })
    expect(server.requests[0]?.json).not.toHaveProperty('cache_control')
    expect(warnings.map(({ code }) => code)).toEqual(codes)
  })

  it('is left out where the model has no caching', async () => {
    await ask('hello', 'anthropic.claude-3-haiku-20240307-v1:0')
    expect(server.requests[0]?.json).toMatchObject({ messages: [{ role: 'user', content: 'hello' }] })
    expect(listed()).toEqual([['unsupported_cache_point', 'cache_control']])
  })
})
