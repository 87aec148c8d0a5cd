import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createGatewayServer, type GatewayServer } from './server.ts'
import { trap } from './trap.ts'

let server: GatewayServer
let client: OpenAI
beforeAll(async () => {
  server = await createGatewayServer()
  client = new OpenAI({ apiKey: 'test', baseURL: `${server.url}/v1`, maxRetries: 0 })
})
beforeEach(() => server.reset())
afterAll(() => server.close())

const messages = [{ role: 'user' as const, content: 'What is the weather in Paris?' }]
const tools = [
  {
    type: 'function' as const,
    function: {
      name: 'get_weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
]

describe('the gateway with the openai client', () => {
  it('answers chat completions, whole and streamed', async () => {
    const whole = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'What is 2 + 2?' }],
    })
    expect(whole.choices[0]?.message.content).toBe('2 + 2 is 4.')
    const stream = client.chat.completions.stream({
      model: 'gpt-4o',
      messages,
      tools,
      stream_options: { include_usage: true },
    })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }] },
    })
    expect(final.usage?.total_tokens).toBeGreaterThan(0)
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/chat/completions'])
  })

  it('answers responses, whole and streamed', async () => {
    const whole = await client.responses.create({ model: 'gpt-4o', input: 'What is 2 + 2?' })
    expect(whole.output_text).toBe('2 + 2 is 4.')
    const streamed = await client.responses
      .stream({
        model: 'gpt-4o',
        input: 'Weather in Paris?',
        tools: [
          {
            type: 'function',
            strict: false,
            ...tools[0]?.function,
            name: 'get_weather',
            parameters: tools[0]?.function.parameters ?? {},
          },
        ],
      })
      .finalResponse()
    expect(streamed.output.at(-1)).toMatchObject({ type: 'function_call', arguments: '{"city":"Paris"}' })
  })

  it('embeds, in base64 and in floats', async () => {
    const embedded = await client.embeddings.create({ model: 'e', input: 'a', dimensions: 8 })
    const floats = await client.embeddings.create({
      model: 'e',
      input: 'a',
      dimensions: 8,
      encoding_format: 'float',
    })
    expect(embedded.data[0]?.embedding).toHaveLength(8)
    expect(floats.data[0]?.embedding).toEqual([...(embedded.data[0]?.embedding ?? [])])
  })

  it('lists models, and knows completions', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('gpt-4o')
    await expect(client.models.retrieve('nothing')).rejects.toBeInstanceOf(OpenAI.NotFoundError)
    const { choices } = await client.completions.create({ model: 'm', prompt: 'Say exactly: pong' })
    expect(choices[0]?.text).toBe('pong')
  })

  it('answers as scripted', async () => {
    const ask = () => client.chat.completions.create({ model: 'gpt-4o', messages })
    server.enqueue(
      { error: { status: 429, message: 'Slow', code: 'rate_limit' } },
      { text: 'scripted' },
      { json: { choices: [] } },
      { disconnect: true },
    )
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.RateLimitError)
    expect((await ask()).choices[0]?.message.content).toBe('scripted')
    expect((await ask()).choices).toEqual([])
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.APIConnectionError)
  })

  it('breaks streams as scripted', async () => {
    server.enqueue({
      text: 'a long enough text',
      stream: { errorAfter: { events: 2, error: { message: 'broken', code: 'x' } } },
    })
    const seen: string[] = []
    const reading = (async () => {
      const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
      for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? '')
    })()
    await expect(reading).rejects.toThrow('broken')
    expect(seen).toEqual(['', 'a long enoug'])
  })

  it('is strict about JSON, and redirects when told to', async () => {
    const url = `${server.url}/v1/chat/completions`
    expect(
      (await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } })).status,
    ).toBe(415)
    expect(
      (await fetch(url, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400)
    server.enqueue({ status: 307, headers: { location: 'http://127.0.0.1:9/' } })
    expect((await fetch(url, { method: 'POST', body: '{}', redirect: 'manual' })).status).toBe(307)
  })
})

describe('header expectations', () => {
  it('refuses what is missing, wrong or forbidden', async () => {
    await using guarded = await createGatewayServer({
      expect: { 'x-api-key': /^k/, 'x-route': true },
      forbid: ['authorization'],
    })
    const get = async (headers: Record<string, string>) =>
      (await fetch(`${guarded.url}/v1/models`, { headers })).status
    expect(await get({ 'x-api-key': 'key', 'x-route': 'r' })).toBe(200)
    expect(await get({ 'x-api-key': 'other', 'x-route': 'r' })).toBe(401)
    expect(await get({ 'x-api-key': 'key' })).toBe(401)
    expect(await get({ 'x-api-key': 'key', 'x-route': 'r', authorization: 'Bearer leak' })).toBe(400)
    expect(guarded.requests).toHaveLength(4)
  })
})

describe('trap', () => {
  it('records and fails everything', async () => {
    await using provider = await trap()
    const lost = new OpenAI({ apiKey: 'x', baseURL: provider.url })
    await expect(lost.models.list()).rejects.toThrow('must not be reached')
    expect(provider.requests).toHaveLength(1)
  })
})
