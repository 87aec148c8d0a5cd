// What hooks are told of requests that `bedrock()` serves: where they went, by which API, and what they took, in one convention.
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, type BedrockOptions, type HookEvent, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, encodeEvent } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { recordHooks } from './support/record-hooks.ts'
import { LLAMA } from './support/setups.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const GPT = 'openai.gpt-5.5'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

function setUp(options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  const route = bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, ...options })
  const recorded = recordHooks()
  const { hooks } = recorded
  const openai = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
  const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
  const end = async (): Promise<HookEvent | undefined> => (await recorded.ended())[0]
  return { openai, anthropic, end, recorded }
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of stream);
}

type Clients = Pick<ReturnType<typeof setUp>, 'openai' | 'anthropic'>
const asks = {
  chat: async ({ openai }: Clients, model: string, stream: boolean) => {
    if (!stream) return void (await openai.chat.completions.create({ model, messages }))
    const options = { stream: true as const, stream_options: { include_usage: true } }
    return drain(await openai.chat.completions.create({ model, messages, ...options }))
  },
  responses: async ({ openai }: Clients, model: string, stream: boolean) => {
    if (!stream) return void (await openai.responses.create({ model, input: 'What is 12 + 30?' }))
    return drain(await openai.responses.create({ model, input: 'What is 12 + 30?', stream: true }))
  },
  messages: async ({ anthropic }: Clients, model: string, stream: boolean) => {
    const body = { model, max_tokens: 500, messages }
    if (!stream) return void (await anthropic.messages.create(body))
    return drain(await anthropic.messages.create({ ...body, stream: true }))
  },
} as const

interface Row {
  readonly operation: keyof typeof asks
  readonly model: string
  readonly api: string
  readonly host: string
  readonly options?: BedrockOptions
}

const ROWS: readonly Row[] = [
  { operation: 'chat', model: LLAMA, api: 'converse', host: 'bedrock-runtime' },
  { operation: 'chat', model: CLAUDE, api: 'converse', host: 'bedrock-runtime' },
  {
    operation: 'chat',
    model: 'openai.gpt-oss-120b-1:0',
    api: 'chat-completions',
    host: 'bedrock-runtime',
    options: { api: 'native' },
  },
  { operation: 'chat', model: GPT, api: 'responses', host: 'bedrock-mantle' },
  { operation: 'responses', model: LLAMA, api: 'converse', host: 'bedrock-runtime' },
  { operation: 'responses', model: GPT, api: 'responses', host: 'bedrock-mantle' },
  { operation: 'messages', model: LLAMA, api: 'converse', host: 'bedrock-runtime' },
  { operation: 'messages', model: CLAUDE, api: 'invoke-model', host: 'bedrock-runtime' },
  {
    operation: 'messages',
    model: CLAUDE,
    api: 'messages',
    host: 'bedrock-runtime',
    options: { api: 'messages' },
  },
  { operation: 'messages', model: GPT, api: 'responses', host: 'bedrock-mantle' },
]

describe.each(ROWS)('$operation of $model by $api', ({ operation, model, api, host, options }) => {
  it.each([false, true])(`goes by ${api} to ${host}; as a stream: %s`, async (stream) => {
    const { end, recorded, ...clients } = setUp(options)
    await asks[operation](clients, model, stream)
    const event = await end()
    expect(event).toMatchObject({
      operation,
      requestModel: model,
      stream,
      api,
      host,
      outcome: 'ok',
      status: 200,
    })
    expect(event?.url.startsWith(host === 'bedrock-mantle' ? server.mantleUrl : server.url)).toBe(true)
    // The model's own answers name it without its vendor.
    const name = model.replace(/^(?:us\.)?\w+\./, '').replace(/(?:-v1)?:0$/, '')
    expect(event?.responseModel).toContain(name)
    expect(event?.usage?.inputTokens).toBeGreaterThan(0)
    expect(event?.usage?.outputTokens).toBeGreaterThan(0)
    expect(event?.finishReasons).toHaveLength(1)
    expect(recorded.of('onFirstToken')).toHaveLength(stream ? 1 : 0)
    expect(recorded.of('onAttempt')).toMatchObject([{ target: 'bedrock', attempt: 1 }])
  })
})

describe('usage', () => {
  const usage = { inputTokens: 30, outputTokens: 20, cacheReadInputTokens: 60, cacheWriteInputTokens: 10 }

  it.each(['chat', 'responses', 'messages'] as const)(
    'has cached tokens in the input, whichever client has asked: %s',
    async (operation) => {
      for (const stream of [false, true]) {
        const { end, ...clients } = setUp()
        server.enqueue({ text: 'yes', usage })
        await asks[operation](clients, LLAMA, stream)
        expect((await end())?.usage).toEqual({
          inputTokens: 100,
          outputTokens: 20,
          cacheReadTokens: 60,
          cacheWriteTokens: 10,
          reasoningTokens: undefined,
        })
      }
    },
  )

  it('is there where the reader leaves at the finish reason, and it had come with that', async () => {
    const events = [
      encodeEvent('messageStart', { role: 'assistant' }),
      encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: '42' } }),
      encodeEvent('messageStop', { stopReason: 'end_turn' }),
      encodeEvent('metadata', { usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 } }),
    ]
    const headers = { 'content-type': 'application/vnd.amazon.eventstream' }
    server.enqueue({ raw: { status: 200, headers, body: Buffer.concat(events) } })
    const { openai, end } = setUp()
    for await (const chunk of await openai.chat.completions.create({ model: CLAUDE, messages, stream: true }))
      if (chunk.choices[0]?.finish_reason) break
    expect(await end()).toMatchObject({
      outcome: 'aborted',
      finishReasons: ['end_turn'],
      usage: { inputTokens: 3, outputTokens: 4 },
    })
  })

  it('is that of all choices together', async () => {
    for (const stream of [false, true]) {
      const { openai, end } = setUp()
      const reply = { text: 'yes', usage: { inputTokens: 5, outputTokens: 2 } }
      server.enqueue(reply, reply, reply)
      const body = { model: LLAMA, messages, n: 3 }
      if (stream) await drain(await openai.chat.completions.create({ ...body, stream: true }))
      else await openai.chat.completions.create(body)
      expect(await end()).toMatchObject({
        usage: { inputTokens: 15, outputTokens: 6 },
        finishReasons: ['end_turn', 'end_turn', 'end_turn'],
      })
    }
  })
})

describe('other endpoints', () => {
  it('are told by their operations, with the usage that they have', async () => {
    const embeddings = setUp()
    await embeddings.openai.embeddings.create({ model: 'amazon.titan-embed-text-v2:0', input: 'hello there' })
    expect(await embeddings.end()).toMatchObject({
      operation: 'embeddings',
      api: 'invoke-model',
      host: 'bedrock-runtime',
      responseModel: 'amazon.titan-embed-text-v2:0',
      usage: { inputTokens: expect.any(Number) },
      outcome: 'ok',
    })
    const completions = setUp()
    const stream = await completions.openai.completions.create({
      model: LLAMA,
      prompt: 'hello',
      stream: true,
    })
    await drain(stream)
    expect(await completions.end()).toMatchObject({
      operation: 'completions',
      api: 'converse',
      usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
      outcome: 'ok',
    })
    const models = setUp()
    await models.openai.models.list()
    expect(await models.end()).toMatchObject({
      operation: 'models',
      host: 'bedrock',
      usage: undefined,
      outcome: 'ok',
    })
    const counted = setUp()
    await counted.anthropic.messages.countTokens({ model: CLAUDE, messages })
    expect(await counted.end()).toMatchObject({
      operation: 'count_tokens',
      api: 'count-tokens',
      usage: undefined,
    })
  })
})

describe('what was decided', () => {
  it('is told: aliases, warnings, and a way that was changed', async () => {
    const aliased = setUp({ models: { 'gpt-4o': LLAMA } })
    await aliased.openai.chat.completions.create({ model: 'gpt-4o', messages, seed: 7 })
    expect(await aliased.end()).toMatchObject({
      requestModel: 'gpt-4o',
      responseModel: LLAMA,
      warnings: [{ code: expect.any(String), field: 'seed' }],
    })
    const changed = setUp()
    const message = "This model isn't supported on this route."
    server.enqueue({ error: { type: 'invalid_request_error', status: 400, message } })
    await changed.openai.responses.create({ model: 'openai.gpt-oss-120b', input: 'hello' })
    const end = await changed.end()
    expect(end).toMatchObject({ attempt: 1, outcome: 'ok', api: 'converse', host: 'bedrock-runtime' })
    expect(end?.warnings.map(({ code }) => code)).toContain('way_changed')
  })

  it('is told of what was refused without a call', async () => {
    const { openai, end } = setUp()
    await expect(
      openai.chat.completions.create({ model: LLAMA, messages, web_search_options: {} }),
    ).rejects.toMatchObject({ status: 400 })
    expect(await end()).toMatchObject({
      outcome: 'error',
      status: 400,
      api: undefined,
      host: undefined,
      error: { name: 'invalid_request_error', status: 400 },
      url: 'https://api.openai.com/v1/chat/completions',
    })
  })
})

describe('bodies', () => {
  it.each(['chat', 'responses', 'messages'] as const)(
    'are those of the caller’s API: %s',
    async (operation) => {
      const { configure } = await import('@patchbay/sdk')
      try {
        configure({ captureContent: true })
        for (const stream of [false, true]) {
          const { end, ...clients } = setUp()
          server.enqueue({ text: 'The answer.' })
          await asks[operation](clients, LLAMA, stream)
          const { requestBody, responseBody } = (await end()) ?? {}
          expect(JSON.stringify(requestBody)).toContain('What is 12 + 30?')
          expect(Array.isArray(responseBody)).toBe(stream)
          const [first] = [responseBody].flat() as { object?: string; type?: string }[]
          expect(first?.object ?? first?.type).toBe(
            {
              chat: stream ? 'chat.completion.chunk' : 'chat.completion',
              responses: stream ? 'response.created' : 'response',
              messages: stream ? 'message_start' : 'message',
            }[operation],
          )
        }
      } finally {
        configure(null)
      }
    },
  )
})
