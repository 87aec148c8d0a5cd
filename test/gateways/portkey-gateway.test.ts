import { ChatOpenAI } from '@langchain/openai'
import { createFetch, portkey, type PortkeyOptions, query } from '@patchbay/core'
import { register as registerLangChain } from '@patchbay/langchain'
import { register } from '@patchbay/openai'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { versions } from '../openai/support/versions.ts'
import { type PortkeyGateway, startPortkeyGateway } from '../support/portkey-gateway.ts'

/** The gateway that Portkey publishes, in a process of its own, and behind it a strict Bedrock. */
let gateway: PortkeyGateway
let aws: BedrockServer

beforeAll(async () => {
  // The gateway signs for the host without its port: a real signature check would refuse it.
  ;[gateway, aws] = await Promise.all([startPortkeyGateway(), createBedrockServer({ auth: 'none' })])
}, 60_000)
afterAll(() => Promise.all([gateway?.close(), aws?.close()]))
afterEach(() => aws.reset())

const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0'
const TITAN = 'amazon.titan-embed-text-v2:0'
const KEYS = { awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE', awsSecretAccessKey: 'aws-secret-of-the-test' }

const route = (options: PortkeyOptions = {}) =>
  portkey({
    baseURL: gateway.url,
    apiKey: 'portkey-key-of-the-test',
    provider: 'bedrock',
    ...KEYS,
    awsRegion: 'us-east-1',
    customHost: aws.url,
    ...options,
  })

const failure = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  )

const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

describe.each(versions)('the real Portkey gateway and $name', ({ OpenAI: Client }) => {
  const create = (options: PortkeyOptions = {}) =>
    register<OpenAI>(new Client({ apiKey: 'sk-of-the-caller', maxRetries: 0 }), route(options))

  it('answers', async () => {
    const answer = await create().chat.completions.create({
      model: CLAUDE,
      messages: [{ role: 'user', content: 'What is 12 + 30?' }],
      max_tokens: 100,
    })
    expect(answer.choices[0]?.message).toMatchObject({ role: 'assistant', content: '12 + 30 is 42.' })
    expect(answer.choices[0]?.finish_reason).toBe('stop')
    expect(answer.usage?.total_tokens).toBeGreaterThan(0)
    expect(aws.requests.map(({ operation, modelId }) => [operation, modelId])).toEqual([['Converse', CLAUDE]])
  })

  it('signs with the keys of the route, and never shows Bedrock the keys of the caller', async () => {
    await create().chat.completions.create({ model: CLAUDE, messages: [{ role: 'user', content: 'Hello' }] })
    const [received] = aws.requests
    expect(received?.headers['authorization']).toContain(`Credential=${KEYS.awsAccessKeyId}/`)
    expect(JSON.stringify(received?.headers)).not.toMatch(/sk-of-the-caller|aws-secret|portkey-key/)
  })

  it('streams', async () => {
    const stream = await create().chat.completions.create({
      model: CLAUDE,
      messages: [{ role: 'user', content: 'Say exactly: one two three four five six' }],
      stream: true,
    })
    const pieces: string[] = []
    let finish: string | null | undefined
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content ?? '')
      finish = chunk.choices[0]?.finish_reason ?? finish
    }
    expect(pieces.join('')).toBe('one two three four five six')
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1)
    expect(finish).toBe('stop')
    expect(aws.requests[0]?.operation).toBe('ConverseStream')
  })

  it('carries tool calls there and back', async () => {
    const client = create()
    const question = { role: 'user' as const, content: 'What is the weather in Oslo?' }
    const first = await client.chat.completions.create({
      model: CLAUDE,
      messages: [question],
      tools: [weather],
    })
    const message = first.choices[0]?.message
    const call = message?.tool_calls?.[0]
    expect(first.choices[0]?.finish_reason).toBe('tool_calls')
    if (message === undefined || call?.type !== 'function') throw new Error('no call of a function')
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Oslo' })
    const result = { role: 'tool' as const, tool_call_id: call.id, content: '18 degrees' }
    const second = await client.chat.completions.create({
      model: CLAUDE,
      messages: [question, message, result],
      tools: [weather],
    })
    expect(second.choices[0]?.message.content).toContain('18 degrees')
  })

  it('embeds by Titan, and answers in the encoding that the client asked for', async () => {
    const answer = await create().embeddings.create({
      model: TITAN,
      input: 'a patch bay',
      dimensions: 256,
    })
    expect(answer.data[0]?.embedding).toHaveLength(256)
    expect(answer.data[0]?.embedding.every((value) => typeof value === 'number')).toBe(true)
    expect(aws.requests[0]?.operation).toBe('InvokeModel')
  })

  it("raises the client's own class for a refusal of Bedrock", async () => {
    const error = await failure(
      create().chat.completions.create({
        model: CLAUDE,
        messages: [{ role: 'user', content: 'Hello' }],
        max_tokens: 10_000_000,
      }),
    )
    expect(error).toBeInstanceOf(Client.BadRequestError)
    expect(error).toMatchObject({ status: 400, message: expect.stringMatching(/max/i) as string })
  })

  it("raises the client's own class for Bedrock's throttling", async () => {
    aws.enqueue({ error: { type: 'ThrottlingException', message: 'Too many requests' } })
    const error = await failure(
      create().chat.completions.create({ model: CLAUDE, messages: [{ role: 'user', content: 'Hello' }] }),
    )
    expect(error).toBeInstanceOf(Client.RateLimitError)
    expect(error).toMatchObject({
      status: 429,
      message: expect.stringContaining('Too many requests') as string,
    })
  })

  it("raises the client's own class, in its shape, for an error of the gateway itself", async () => {
    const error = await failure(
      create({ provider: 'nobody' }).chat.completions.create({
        model: CLAUDE,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    )
    expect(error).toBeInstanceOf(Client.BadRequestError)
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringMatching(/provider/i) as string,
    })
    expect(aws.requests).toEqual([])
  })

  it('shows no secret in any of its errors', async () => {
    const client = create({ provider: 'nobody' })
    const errors = [
      await failure(client.chat.completions.create({ model: CLAUDE, messages: [] })),
      await failure(
        create().chat.completions.create({ model: CLAUDE, messages: [{ role: 'user', content: '' }] }),
      ),
    ]
    for (const error of errors) {
      const { message, stack, ...own } = error as Error
      expect(`${message} ${stack} ${JSON.stringify(own)}`).not.toMatch(
        /sk-of-the-caller|aws-secret|portkey-key/,
      )
    }
  })
})

describe('the real Portkey gateway', () => {
  const create = (options: PortkeyOptions = {}) =>
    register(new OpenAI({ apiKey: 'sk-of-the-caller', maxRetries: 0 }), route(options))
  const hello = { model: CLAUDE, messages: [{ role: 'user' as const, content: 'What is 12 + 30?' }] }
  const thinking = {
    model: 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    max_tokens: 3000,
    thinking: { type: 'enabled' as const, budget_tokens: 2030 },
    messages: hello.messages,
  }
  interface Block {
    readonly type?: string
    readonly thinking?: string
    readonly delta?: { readonly thinking?: string }
  }

  it('shows thinking where the answer may carry more than the shape of OpenAI', async () => {
    const client = create({ strictOpenAICompliance: false })
    const answer = await client.chat.completions.create(thinking)
    const message = answer.choices[0]?.message as { content_blocks?: Block[] } | undefined
    expect(message?.content_blocks?.find(({ type }) => type === 'thinking')?.thinking).toBeTruthy()
    let thought = ''
    for await (const { choices } of await client.chat.completions.create({ ...thinking, stream: true })) {
      const delta = choices[0]?.delta as { content_blocks?: Block[] } | undefined
      for (const block of delta?.content_blocks ?? []) thought += block.delta?.thinking ?? ''
    }
    expect(thought).toBeTruthy()
  })

  it('shows no thinking by default', async () => {
    const answer = await create().chat.completions.create(thinking)
    expect(answer.choices[0]?.message).not.toHaveProperty('content_blocks')
    expect(answer.choices[0]?.message.content).toContain('42')
  })

  const target = () => ({
    provider: 'bedrock',
    aws_access_key_id: KEYS.awsAccessKeyId,
    aws_secret_access_key: KEYS.awsSecretAccessKey,
    aws_region: 'us-east-1',
    custom_host: aws.url,
  })
  const byConfig = (config: PortkeyOptions['config']) =>
    register(
      new OpenAI({ apiKey: 'sk-of-the-caller', maxRetries: 0 }),
      portkey({ baseURL: gateway.url, config }),
    )

  it('obeys a typed config: retries', async () => {
    aws.enqueue({ error: { type: 'ServiceUnavailableException', message: 'later' } })
    const client = byConfig({ ...target(), retry: { attempts: 1, on_status_codes: [503] } })
    const answer = await client.chat.completions.create(hello)
    expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
    expect(aws.requests).toHaveLength(2)
  })

  it('obeys a typed config: a fallback to another model', async () => {
    aws.enqueue({ error: { type: 'ThrottlingException', message: 'busy' } })
    const other = 'us.amazon.nova-lite-v1:0'
    const client = byConfig({
      strategy: { mode: 'fallback', on_status_codes: [429] },
      targets: [target(), { ...target(), override_params: { model: other } }],
    })
    const answer = await client.chat.completions.create(hello)
    expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
    expect(aws.requests.map(({ modelId }) => modelId)).toEqual([CLAUDE, other])
  })

  it('serves LangChain', async () => {
    const model = registerLangChain(new ChatOpenAI({ model: CLAUDE, apiKey: 'sk-of-the-caller' }), route())
    expect((await model.invoke('What is 12 + 30?')).text).toBe('12 + 30 is 42.')
    let text = ''
    for await (const chunk of await model.stream('What is 12 + 30?')) text += chunk.text
    expect(text).toBe('12 + 30 is 42.')
  })

  it('serves createFetch and query()', async () => {
    const fetch = createFetch(route())
    const response = await fetch('https://api.openai.com/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-of-the-caller' },
      body: JSON.stringify(hello),
    })
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: '12 + 30 is 42.' } }] })
    expect(await query(route(), hello)).toMatchObject({
      choices: [{ message: { content: '12 + 30 is 42.' } }],
    })
  })
})
