import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type BedrockOptions } from '@patchbay/sdk'
import { createBedrockServer, createGate, type BedrockRequest, type BedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

function route(options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, ...options })
}

const openai = (options?: BedrockOptions) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))
const anthropic = (options?: BedrockOptions) =>
  register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route(options))

async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}

const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const sent = (): BedrockRequest => {
  const last = server.requests.at(-1)
  if (last === undefined) throw new Error('nothing was sent')
  return last
}
const wentTo = () => `${sent().host} ${sent().operation} ${sent().modelId}`

describe('a model that only Responses on Mantle have', () => {
  it('answers chat completions, whole and streamed', async () => {
    const whole = await openai().chat.completions.create({ model: 'openai.gpt-5.5', messages })
    expect(whole.choices[0]?.message.content).toContain('42')
    expect(wentTo()).toBe('mantle CreateResponse openai.gpt-5.5')
    expect(sent().authentication).toMatchObject({ kind: 'sigv4', service: 'bedrock-mantle' })
    expect(sent().json).toMatchObject({ store: false })
    const stream = await openai().chat.completions.create({ model: 'openai.gpt-5.5', messages, stream: true })
    const chunks = await collect(stream)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toContain('42')
  })

  it('answers messages, and completions of a text', async () => {
    const message = await anthropic().messages.create({ model: 'openai.gpt-5.5', max_tokens: 500, messages })
    expect(message.content.at(-1)).toMatchObject({ type: 'text', text: expect.stringContaining('42') })
    const text = await openai().completions.create({ model: 'openai.gpt-5.5', prompt: 'What is 12 + 30?' })
    expect(text.choices[0]?.text).toContain('42')
  })

  it('answers responses untouched', async () => {
    const response = await openai().responses.create({ model: 'openai.gpt-5.5', input: 'What is 12 + 30?' })
    expect(response.output_text).toContain('42')
    expect(sent().json).toEqual({ model: 'openai.gpt-5.5', input: 'What is 12 + 30?' })
  })

  it('is a 400 that names the option where no Mantle is known', async () => {
    const { region, url, credentials } = server
    const client = register(new OpenAI({ apiKey: 'unused' }), bedrock({ region, endpoint: url, credentials }))
    await expect(client.chat.completions.create({ model: 'openai.gpt-5.5', messages })).rejects.toMatchObject(
      {
        status: 400,
        message: expect.stringContaining('mantleEndpoint'),
      },
    )
  })
})

describe('native ways', () => {
  it('stream responses of Runtime, and find them again where they are stored', async () => {
    const client = openai()
    const stream = await client.responses.create({ model: 'us.openai.gpt-6-sol', input: 'Hi', stream: true })
    const events = await collect(stream)
    expect(events.at(-1)).toMatchObject({ type: 'response.completed' })
    expect(wentTo()).toBe('runtime CreateResponse us.openai.gpt-6-sol')
    const { response } = events.at(-1) as { response: OpenAI.Responses.Response }
    expect(await client.responses.retrieve(response.id)).toMatchObject({ id: response.id })
    expect(await client.responses.inputItems.list(response.id)).toMatchObject({ data: [{ content: 'Hi' }] })
    const chained = await client.responses.create({
      model: 'us.openai.gpt-6-sol',
      input: 'And?',
      previous_response_id: response.id,
    })
    expect(chained.status).toBe('completed')
    await client.responses.delete(response.id)
    await expect(client.responses.retrieve(response.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  })

  it('go back to the host on which a response was made', async () => {
    const client = openai()
    const made = await client.responses.create({
      model: 'us.openai.gpt-6-sol',
      input: 'Hi',
      tools: [{ type: 'web_search' }],
    })
    expect(wentTo()).toBe('mantle CreateResponse openai.gpt-6-sol')
    expect(await client.responses.retrieve(made.id)).toMatchObject({ id: made.id })
    await client.responses.create({
      model: 'us.openai.gpt-6-sol',
      input: 'And?',
      previous_response_id: made.id,
    })
    expect(wentTo()).toBe('mantle CreateResponse openai.gpt-6-sol')
  })

  it('store: false is sent where a request says nothing, and only then', async () => {
    const client = openai({ store: false })
    await client.responses.create({ model: 'us.openai.gpt-6-sol', input: 'Hi' })
    expect(sent().json).toMatchObject({ store: false })
    await client.responses.create({ model: 'us.openai.gpt-6-sol', input: 'Hi', store: true })
    expect(sent().json).toMatchObject({ store: true })
  })

  it('count the calls of a stream from zero on Mantle, too', async () => {
    const stream = await openai().chat.completions.create({
      model: 'zai.glm-4.6',
      messages: [{ role: 'user', content: 'The weather in Paris and in Oslo?' }],
      stream: true,
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
          },
        },
      ],
    })
    const calls = (await collect(stream)).flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])
    expect(wentTo()).toBe('mantle CreateChatCompletion zai.glm-4.6')
    expect([...new Set(calls.map(({ index }) => index))]).toEqual([0, 1])
  })

  it.each<['chat' | 'responses', number, unknown]>([
    ['chat', 429, { type: 'rate_limit_error', message: 'Slow down.' }],
    ['responses', 429, { code: 'rate_limit_exceeded', message: 'Slow down.' }],
  ])('raise a failure in mid-stream as the own error of the client: %s', async (api, status, error) => {
    server.enqueue({ stream: { errorEventAfter: { events: 2, error: error as object } } })
    const model = 'us.openai.gpt-6-sol'
    const stream =
      api === 'chat'
        ? await openai().chat.completions.create({ model, messages, stream: true })
        : await openai().responses.create({ model, input: 'Hi', stream: true })
    const failure: unknown = await collect(stream as AsyncIterable<unknown>).catch(
      (reason: unknown) => reason,
    )
    expect(failure).toBeInstanceOf(OpenAI.RateLimitError)
    expect(failure).toMatchObject({ status, message: expect.stringContaining('Slow down.') })
  })

  it.each([{ closeWithoutMessageStop: true }, { truncateAfterBytes: 300 }])(
    'that end too early are errors: %j',
    async (stream) => {
      server.enqueue({ stream })
      const answer = await openai().responses.create({
        model: 'us.openai.gpt-6-sol',
        input: 'Hi',
        stream: true,
      })
      await expect(collect(answer)).rejects.toBeInstanceOf(OpenAI.APIError)
    },
  )

  it("take Claude by Bedrock's Messages API, cleaned of what it refuses", async () => {
    const warnings: string[] = []
    const client = anthropic({ api: 'messages', onWarning: ({ field }) => void warnings.push(field) })
    const ask = {
      model: 'us.anthropic.claude-opus-5-5',
      max_tokens: 500,
      metadata: { user_id: '{"a":1}' },
      messages,
    }
    const message = await client.messages.create(ask)
    expect(wentTo()).toBe('runtime CreateMessage us.anthropic.claude-opus-5-5')
    expect(message.content.at(-1)).toMatchObject({ text: expect.stringContaining('42') })
    expect(warnings).toEqual(['metadata.user_id'])
    const events = await collect(await client.messages.create({ ...ask, stream: true }))
    expect(events.at(-1)).toMatchObject({ type: 'message_stop' })
  })
})

it("ends an answer of Bedrock's Messages API with its last event, however long the connection stays open", async () => {
  const gate = createGate()
  server.enqueue({ stream: { holdOpen: gate.opened } })
  const client = anthropic({ api: 'messages' })
  const ask = { model: 'us.anthropic.claude-opus-5-5', max_tokens: 500, messages, stream: true } as const
  const events = await collect(await client.messages.create(ask))
  expect(events.at(-1)).toMatchObject({ type: 'message_stop' })
  gate.open()
})

describe('a way that the service does not serve', () => {
  const refusal = {
    error: {
      type: 'invalid_request_error',
      status: 400,
      message: "The model 'us.openai.gpt-6-sol' isn't supported on this route.",
    },
  }

  it('is followed by the next one, once, told by a warning and remembered', async () => {
    const warnings: string[] = []
    const client = openai({ onWarning: ({ code }) => void warnings.push(code) })
    server.enqueue(refusal)
    const ask = () => client.chat.completions.create({ model: 'us.openai.gpt-6-sol', messages })
    expect((await ask()).choices[0]?.message.content).toContain('42')
    expect(wentTo()).toBe('runtime Converse us.openai.gpt-6-sol')
    expect(warnings).toEqual(['way_changed'])
    const before = server.requests.length
    await ask()
    expect(server.requests.length).toBe(before + 1)
    expect(wentTo()).toBe('runtime Converse us.openai.gpt-6-sol')
  })

  it('and the next one neither is an error in the words of the service', async () => {
    server.enqueue(refusal, { error: { type: 'ValidationException', message: 'Not this way either.' } })
    const ask = openai().chat.completions.create({ model: 'us.openai.gpt-6-sol', messages })
    await expect(ask).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('Not this way either.'),
    })
  })

  it('is not tried again for a failure of another kind', async () => {
    server.enqueue({ error: { type: 'rate_limit_error', status: 429, message: 'Slow down.' } })
    const ask = openai().chat.completions.create({ model: 'us.openai.gpt-6-sol', messages })
    await expect(ask).rejects.toBeInstanceOf(OpenAI.RateLimitError)
    expect(server.requests).toHaveLength(1)
  })
})
