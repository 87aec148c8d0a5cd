// Report 36: the gateway of `testing` answers Messages and Bedrock's paths, a reply function that returns `null` means the default, and msw handlers give the same strict answers without a socket (found in use)
import Anthropic from '@anthropic-ai/sdk'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { bedrock, gateway, register } from '@patchbay/sdk'
import { createBedrockServer, createGate, createGatewayServer } from '@patchbay/testing'
import { bedrockHandlers, gatewayHandlers } from '@patchbay/testing/msw'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { setupServer } from 'msw/node'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const question = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const asked = {
  modelId: MODEL,
  messages: [{ role: 'user' as const, content: [{ text: 'What is 12 + 30?' }] }],
}
const tool = {
  name: 'get_weather',
  description: 'The weather of a city',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
}
const weather = [{ role: 'user' as const, content: 'What is the weather in Paris?' }]
const claudeBody = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 99,
  messages: question,
})

async function collect<Item>(stream: AsyncIterable<Item> | undefined): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream ?? []) items.push(item)
  return items
}

describe('report 36: the gateway on a socket', () => {
  it('answers Messages, whole', async () => {
    await using server = await createGatewayServer()
    const client = new Anthropic({ apiKey: 'k', baseURL: server.url, maxRetries: 0 })
    const answer = await client.messages.create({ model: 'claude', max_tokens: 99, messages: question })
    expect(answer).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [{ type: 'text', text: '12 + 30 is 42.' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    })
    const called = await client.messages.create({
      model: 'm',
      max_tokens: 99,
      messages: weather,
      tools: [tool],
    })
    expect(called.stop_reason).toBe('tool_use')
    expect(called.content.at(-1)).toMatchObject({
      type: 'tool_use',
      name: 'get_weather',
      input: { city: 'Paris' },
    })
    const { input_tokens } = await client.messages.countTokens({ model: 'claude', messages: question })
    expect(input_tokens).toBe(answer.usage.input_tokens)
  })

  it('answers Messages, streamed with every event', async () => {
    await using server = await createGatewayServer()
    const client = new Anthropic({ apiKey: 'k', baseURL: `${server.url}/some/prefix`, maxRetries: 0 })
    const body = { model: 'claude', max_tokens: 2000, messages: weather, tools: [tool] }
    const stream = client.messages.stream({ ...body, thinking: { type: 'enabled', budget_tokens: 1024 } })
    const types = (await collect(stream)).map(({ type }) => type)
    expect(types[0]).toBe('message_start')
    expect(types.slice(-2)).toEqual(['message_delta', 'message_stop'])
    expect((await stream.finalMessage()).content.map(({ type }) => type)).toEqual([
      'thinking',
      'text',
      'tool_use',
    ])
    const raw = await fetch(`${server.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, stream: true }),
    })
    const names = [...(await raw.text()).matchAll(/^event: (.*)\ndata: .*"type":"\1"/gm)].map(
      ([, name]) => name,
    )
    expect(new Set(names)).toEqual(
      new Set([
        'message_start',
        'content_block_start',
        'ping',
        'content_block_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
      ]),
    )
  })

  it('refuses and fails in Anthropic’s envelope', async () => {
    await using server = await createGatewayServer({ forbid: ['x-leaked'] })
    const client = new Anthropic({ apiKey: 'k', baseURL: server.url, maxRetries: 0 })
    const ask = (more: object) =>
      client.messages.create({ model: 'm', max_tokens: 9, messages: question, ...more } as never)
    await expect(ask({ max_tokens: undefined })).rejects.toMatchObject({
      status: 400,
      error: {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
      },
    })
    await expect(ask({ messages: [] })).rejects.toThrow('messages: at least one message is required')
    server.enqueue({ error: { status: 529, message: 'Busy.' } })
    await expect(ask({})).rejects.toMatchObject({ status: 529, type: 'overloaded_error' })
    server.enqueue({ text: 'Scripted.' })
    expect(await ask({})).toMatchObject({ content: [{ type: 'text', text: 'Scripted.' }] })
  })

  it.each(['', '/v1', '/some/prefix'])('answers Bedrock’s paths below "%s"', async (prefix) => {
    await using server = await createGatewayServer()
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: `${server.url}${prefix}`,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler(),
    })
    const whole = await client.send(new ConverseCommand(asked))
    expect(whole.output?.message?.content).toEqual([{ text: '12 + 30 is 42.' }])
    const events = await collect((await client.send(new ConverseStreamCommand(asked))).stream)
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('')).toBe('12 + 30 is 42.')
    const invoked = await client.send(new InvokeModelCommand({ modelId: MODEL, body: claudeBody }))
    expect(JSON.parse(invoked.body.transformToString())).toMatchObject({
      content: [{ text: '12 + 30 is 42.' }],
    })
    const streamed = await client.send(
      new InvokeModelWithResponseStreamCommand({ modelId: MODEL, body: claudeBody }),
    )
    const chunks = (await collect(streamed.body)).map(
      ({ chunk }) => JSON.parse(new TextDecoder().decode(chunk?.bytes)) as { type: string },
    )
    expect(chunks.map(({ type }) => type).at(-1)).toBe('message_stop')
    const counted = await client.send(
      new CountTokensCommand({ modelId: MODEL, input: { converse: { messages: asked.messages } } }),
    )
    expect(counted.inputTokens).toBeGreaterThan(0)

    const refused = client.send(new ConverseCommand({ ...asked, messages: [] }))
    await expect(refused).rejects.toBeInstanceOf(ValidationException)
    server.enqueue({ error: { status: 429, message: 'Slow down.' } }, { text: 'Scripted.' })
    await expect(client.send(new ConverseCommand(asked))).rejects.toBeInstanceOf(ThrottlingException)
    expect((await client.send(new ConverseCommand(asked))).output?.message?.content).toEqual([
      { text: 'Scripted.' },
    ])
    client.destroy()
  })

  it.each([null, undefined])('takes %s from a reply function for the default', async (nothing) => {
    await using server = await createGatewayServer()
    server.reply(() => nothing)
    server.enqueue(() => Promise.resolve(nothing))
    const client = new OpenAI({ apiKey: 'k', baseURL: `${server.url}/v1`, maxRetries: 0 })
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await client.chat.completions.create({ model: 'm', messages: question })
      expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
    }
    await using strict = await createBedrockServer()
    strict.reply(() => nothing)
    strict.enqueue(() => Promise.resolve(nothing))
    const { region, url: endpoint, credentials } = strict
    const registered = register(
      new OpenAI({ apiKey: 'k', maxRetries: 0 }),
      bedrock({ region, endpoint, credentials }),
    )
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await registered.chat.completions.create({ model: MODEL, messages: question })
      expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
    }
  })
})

describe('report 36: Bedrock by msw', () => {
  const strict = bedrockHandlers()
  const server = setupServer(...strict)
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => strict.reset())
  afterAll(() => server.close())
  const { region, credentials } = strict

  const transports = {
    'node:http': () => new NodeHttpHandler(),
    fetch: () => new FetchHttpHandler(),
  }
  describe.each(Object.entries(transports))('an AWS client over %s', (_name, requestHandler) => {
    const create = (more: object = {}) =>
      new BedrockRuntimeClient({
        region,
        credentials,
        maxAttempts: 1,
        requestHandler: requestHandler(),
        ...more,
      })

    it('is answered, whole and streamed', async () => {
      const client = create()
      const whole = await client.send(new ConverseCommand(asked))
      expect(whole.output?.message?.content).toEqual([{ text: '12 + 30 is 42.' }])
      const events = await collect((await client.send(new ConverseStreamCommand(asked))).stream)
      expect(Object.keys(events[0] ?? {})).toEqual(['messageStart'])
      expect(Object.keys(events.at(-1) ?? {})).toEqual(['metadata'])
      const streamed = await client.send(
        new InvokeModelWithResponseStreamCommand({ modelId: MODEL, body: claudeBody }),
      )
      expect((await collect(streamed.body)).length).toBeGreaterThan(3)
      expect(strict.requests.map(({ operation }) => operation)).toEqual([
        'Converse',
        'ConverseStream',
        'InvokeModelWithResponseStream',
      ])
      expect(strict.requests[0]).toMatchObject({
        modelId: MODEL,
        authentication: { kind: 'sigv4', accessKeyId: credentials.accessKeyId },
      })
    })

    it('is refused with the service’s words', async () => {
      const refusal: unknown = await create()
        .send(new ConverseCommand({ ...asked, messages: [] }))
        .catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(ValidationException)
      expect(refusal).toMatchObject({
        $metadata: { httpStatusCode: 400, requestId: strict.requests[0]?.requestId },
      })
      const foreign = create({ credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 'x' } })
      await expect(foreign.send(new ConverseCommand(asked))).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      })
    })

    it('is answered as scripted', async () => {
      const client = create()
      strict.reply(({ modelId }) => ({ text: `by ${modelId}` }))
      strict.enqueue({ error: { type: 'ThrottlingException' } }, { disconnect: true })
      await expect(client.send(new ConverseCommand(asked))).rejects.toBeInstanceOf(ThrottlingException)
      await expect(client.send(new ConverseCommand(asked))).rejects.toBeInstanceOf(Error)
      const answer = await client.send(new ConverseCommand(asked))
      expect(answer.output?.message?.content).toEqual([{ text: `by ${MODEL}` }])
      expect(strict.pendingReplies).toBe(0)
    })

    it('sees a stream break where it is scripted to', async () => {
      const client = create()
      const exceptionAfter = { deltas: 1, type: 'throttlingException', message: 'Enough.' }
      strict.enqueue({ text: 'one two three four', stream: { exceptionAfter } })
      const first = await client.send(new ConverseStreamCommand(asked))
      await expect(collect(first.stream)).rejects.toThrow('Enough.')
      strict.enqueue({ text: 'one two three four', stream: { truncateAfterBytes: 300 } })
      const second = await client.send(new ConverseStreamCommand(asked))
      await expect(collect(second.stream)).rejects.toBeInstanceOf(Error)
    })

    it('waits at a gate', async () => {
      const gate = createGate()
      strict.enqueue({ text: 'one two three four', stream: { gates: [{ event: 2, until: gate.opened }] } })
      const { stream } = await create().send(new ConverseStreamCommand(asked))
      const seen: string[] = []
      for await (const event of stream ?? []) {
        seen.push(...Object.keys(event))
        if (seen.length === 2) {
          expect(await strict.waitForRequest()).toMatchObject({ aborted: false })
          gate.open()
        }
      }
      expect(seen.at(-1)).toBe('metadata')
      expect(await strict.requests[0]?.closed).toEqual({ aborted: false })
    })
  })

  it('serves a registered client, whole and streamed', async () => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), bedrock({ region, credentials }))
    const whole = await client.chat.completions.create({ model: MODEL, messages: question })
    expect(whole.choices[0]?.message.content).toBe('12 + 30 is 42.')
    const stream = client.chat.completions.stream({ model: MODEL, messages: question })
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe('12 + 30 is 42.')
    const refused = client.chat.completions.create({
      model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      messages: question,
    })
    await expect(refused).rejects.toMatchObject({ status: 400 })
    const page = await client.models.list()
    expect(page.data.length).toBeGreaterThan(0)
  })

  it('tells when a caller leaves a stream', async () => {
    const gate = createGate()
    strict.enqueue({ text: 'one two three four', stream: { gates: [{ event: 3, until: gate.opened }] } })
    const leave = new AbortController()
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), bedrock({ region, credentials }))
    const stream = await client.chat.completions.create(
      { model: MODEL, messages: question, stream: true },
      { signal: leave.signal },
    )
    for await (const chunk of stream) if (chunk) leave.abort()
    expect(await strict.requests[0]?.closed).toEqual({ aborted: true })
    gate.open()
  })

  it('answers only at its endpoint where one is given', async () => {
    const elsewhere = bedrockHandlers({ endpoint: 'https://bedrock.example', auth: 'none' })
    server.use(...elsewhere)
    const endpoint = 'https://bedrock.example'
    const client = new BedrockRuntimeClient({
      region,
      credentials,
      endpoint,
      requestHandler: new NodeHttpHandler(),
    })
    await client.send(new ConverseCommand(asked))
    expect(elsewhere.requests).toHaveLength(1)
    expect(strict.requests).toHaveLength(0)
    server.resetHandlers()
  })
})

describe('report 36: a gateway by msw', () => {
  const BASE = 'https://gateway.example/v1'
  const fake = gatewayHandlers({ expect: { authorization: 'Bearer gk' } })
  const server = setupServer(...bedrockHandlers(), ...fake)
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => fake.reset())
  afterAll(() => server.close())

  it('answers chat completions and responses, whole and streamed', async () => {
    const client = register(
      new OpenAI({ apiKey: 'of the provider', maxRetries: 0 }),
      gateway({ baseURL: BASE, apiKey: 'gk' }),
    )
    const whole = await client.chat.completions.create({ model: 'm', messages: question })
    expect(whole.choices[0]?.message.content).toBe('12 + 30 is 42.')
    const stream = client.chat.completions.stream({ model: 'm', messages: question })
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe('12 + 30 is 42.')
    const response = client.responses.stream({ model: 'm', input: 'What is 12 + 30?' })
    expect((await response.finalResponse()).output_text).toBe('12 + 30 is 42.')
    expect(fake.requests.map(({ path }) => path)).toEqual([
      '/v1/chat/completions',
      '/v1/chat/completions',
      '/v1/responses',
    ])
  })

  it('refuses, fails and answers as scripted', async () => {
    const stranger = new OpenAI({ apiKey: 'other', baseURL: BASE, maxRetries: 0 })
    const ask = (client: OpenAI) => client.chat.completions.create({ model: 'm', messages: question })
    await expect(ask(stranger)).rejects.toMatchObject({
      status: 401,
      message: expect.stringContaining('The header authorization is missing or wrong.'),
    })
    const client = new OpenAI({ apiKey: 'gk', baseURL: BASE, maxRetries: 1 })
    fake.enqueue({ error: { status: 503, retryAfter: 0 } }, { text: 'Scripted.' })
    expect((await ask(client)).choices[0]?.message.content).toBe('Scripted.')
    fake.enqueue({ disconnect: true }, { disconnect: true })
    await expect(ask(client)).rejects.toBeInstanceOf(OpenAI.APIConnectionError)
    fake.reply(() => null)
    expect((await ask(client)).choices[0]?.message.content).toBe('12 + 30 is 42.')
  })

  it('answers Anthropic’s and AWS’s clients', async () => {
    const anthropic = new Anthropic({
      authToken: 'gk',
      apiKey: null,
      baseURL: 'https://gateway.example',
      maxRetries: 0,
    })
    const stream = anthropic.messages.stream({ model: 'm', max_tokens: 99, messages: question })
    expect(await stream.finalText()).toBe('12 + 30 is 42.')
    const aws = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: BASE,
      token: { token: 'gk' },
      authSchemePreference: ['httpBearerAuth'],
      requestHandler: new NodeHttpHandler(),
    })
    const events = await collect((await aws.send(new ConverseStreamCommand(asked))).stream)
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('')).toBe('12 + 30 is 42.')
  })
})
