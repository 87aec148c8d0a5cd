import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const weatherTool = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The current weather in a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
      required: ['city'],
    },
  },
}
/** A picture of one pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const route = (options: Parameters<typeof bedrock>[0] = {}) =>
  bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials, ...options })

describe.each(versions)('$name on a bedrock() route', ({ OpenAI }) => {
  const create = (options: Parameters<typeof bedrock>[0] = {}) =>
    register(new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: 0 }), route(options))

  it('answers whole, signed, and leaves the OpenAI key at home', async () => {
    const answer = await create().chat.completions.create({
      model,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is 12 + 30?' },
      ],
    })
    expect(answer.choices[0]?.message.content).toContain('42')
    expect(answer).toMatchObject({ object: 'chat.completion', model, choices: [{ finish_reason: 'stop' }] })
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0),
    )
    const [request] = server.requests
    expect(request?.authentication).toMatchObject({
      kind: 'sigv4',
      accessKeyId: server.credentials.accessKeyId,
    })
    expect(request?.path).toBe(`/model/${encodeURIComponent(model)}/converse`)
    expect(request?.json).toMatchObject({ system: [{ text: 'Be brief.' }] })
    expect(JSON.stringify(request?.rawHeaders)).not.toContain('sk-stays-at-home')
  })

  it('streams the same text, and usage on a last chunk when it is asked for', async () => {
    const messages = [{ role: 'user' as const, content: 'Say exactly: one two three four five six seven' }]
    const whole = await create().chat.completions.create({ model, messages })
    const stream = await create().chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    const finishes: unknown[] = []
    const usages: unknown[] = []
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason)
      if (chunk.usage) usages.push({ usage: chunk.usage, choices: chunk.choices })
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(finishes).toEqual(['stop'])
    expect(usages).toEqual([{ usage: whole.usage, choices: [] }])
  })

  it('goes around a loop with two parallel tool calls', async () => {
    const client = create()
    const messages: { role: 'user'; content: string }[] = [
      { role: 'user', content: 'What is the weather in Paris and London?' },
    ]
    const first = await client.chat.completions.create({ model, messages, tools: [weatherTool] })
    const message = first.choices[0]?.message
    expect(first.choices[0]?.finish_reason).toBe('tool_calls')
    const calls = message?.tool_calls?.filter((call) => call.type === 'function') ?? []
    expect(calls.map((call) => JSON.parse(call.function.arguments).city)).toEqual(['Paris', 'London'])
    const results = calls.map((call) => ({
      role: 'tool' as const,
      tool_call_id: call.id,
      content: '{"degrees":21}',
    }))
    const second = await client.chat.completions.create({
      model,
      messages: [
        ...messages,
        { role: 'assistant', content: message?.content ?? null, tool_calls: calls },
        ...results,
      ],
      tools: [weatherTool],
    })
    expect(second.choices[0]?.finish_reason).toBe('stop')
    expect(second.choices[0]?.message.content).toContain('21')
    const sent = server.requests.at(-1)?.json as {
      messages: { role: string; content: Record<string, never>[] }[]
    }
    const idsOf = (turn: number, block: string) =>
      sent.messages[turn]?.content.flatMap((part) => part[block]?.['toolUseId'] ?? [])
    expect(sent.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(idsOf(1, 'toolUse')).toEqual(calls.map(({ id }) => id))
    expect(idsOf(2, 'toolResult')).toEqual(calls.map(({ id }) => id))
  })

  it('streams tool calls with dense indices and whole arguments', async () => {
    const stream = await create().chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'What is the weather in Paris and London?' }],
      tools: [weatherTool],
      stream: true,
    })
    const calls: { id: string | undefined; name: string | undefined; arguments: string }[] = []
    for await (const chunk of stream) {
      for (const call of chunk.choices[0]?.delta.tool_calls ?? []) {
        calls[call.index] ??= { id: call.id, name: call.function?.name, arguments: '' }
        const known = calls[call.index]
        if (known !== undefined) known.arguments += call.function?.arguments ?? ''
      }
    }
    expect(calls.map((call) => [call.name, JSON.parse(call.arguments).city])).toEqual([
      ['get_weather', 'Paris'],
      ['get_weather', 'London'],
    ])
    expect(new Set(calls.map((call) => call.id)).size).toBe(2)
  })

  it('takes a picture by data URL', async () => {
    const answer = await create().chat.completions.create({
      model,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is in this picture?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } },
          ],
        },
      ],
    })
    expect(answer.choices[0]?.message.content).toContain('1 × 1')
  })

  it.each([
    ['ThrottlingException', 429, 'RateLimitError'],
    ['ValidationException', 400, 'BadRequestError'],
    ['AccessDeniedException', 403, 'PermissionDeniedError'],
    ['ResourceNotFoundException', 404, 'NotFoundError'],
    ['ModelErrorException', 424, 'APIError'],
    ['InternalServerException', 500, 'InternalServerError'],
    ['ServiceUnavailableException', 503, 'InternalServerError'],
  ] as const)('raises %s as status %i, %s', async (type, status, name) => {
    server.enqueue({ error: { type, message: 'said the service' } })
    const error: unknown = await create()
      .chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }] })
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI[name])
    expect(error).toMatchObject({ status, message: expect.stringContaining('said the service') })
    const { headers } = error as { headers: Headers | Record<string, string> }
    const requestId = headers instanceof Headers ? headers.get('x-request-id') : headers['x-request-id']
    expect(requestId).toBe(server.requests[0]?.requestId)
  })

  it('retries a throttled call by the client itself', async () => {
    server.enqueue({ error: { type: 'ThrottlingException', retryAfter: 0 } })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 1 }), route())
    const answer = await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'hello' }],
    })
    expect(answer.choices[0]?.finish_reason).toBe('stop')
    expect(server.requests).toHaveLength(2)
  })

  it('is let in by a bearer token', async () => {
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
      bedrock({ region: server.region, endpoint: server.url, apiKey: server.bearerToken }),
    )
    await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }] })
    expect(server.requests[0]?.authentication.kind).toBe('bearer')
  })

  it("names an unknown model's remedy, and sends nothing", async () => {
    const error: unknown = await create()
      .chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] })
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI.NotFoundError)
    expect(error).toMatchObject({ code: 'model_not_found', message: expect.stringContaining('models') })
    expect(server.requests).toHaveLength(0)
  })
})
