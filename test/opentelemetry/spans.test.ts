import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { bedrock, configure, fallback, gateway, javelin, openai, register, retry } from '@patchbay/sdk'
import { openTelemetry } from '@patchbay/sdk/opentelemetry'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { drain } from '../bedrock/support/setup.ts'
import { createTelemetry, GENERATIONS, type SeenSpan } from './support/telemetry.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
const messages = [{ role: 'user' as const, content: 'What is a patch bay?' }]

afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
})

function named(spans: readonly SeenSpan[], name: string): SeenSpan {
  const found = spans.filter((span) => span.name === name)
  expect(found.map((span) => span.name)).toEqual([name])
  return found[0] as SeenSpan
}

/** The lines of a tree of spans, in the order in which they began. */
function treeOf(spans: readonly SeenSpan[], parent?: string, depth = 0): string[] {
  const isRoot = ({ parentSpanId }: SeenSpan): boolean => !spans.some(({ spanId }) => spanId === parentSpanId)
  return spans
    .filter((span) => (parent === undefined ? isRoot(span) : span.parentSpanId === parent))
    .toSorted((one, other) => one.start - other.start)
    .flatMap((span) => [`${'  '.repeat(depth)}${span.name}`, ...treeOf(spans, span.spanId, depth + 1)])
}

const openAI = (): OpenAI => new OpenAI({ apiKey: 'sk-own', maxRetries: 0 })

describe.each(GENERATIONS)('spans by %s', (generation) => {
  it('of a chat through a gateway: one for the request, one for the attempt, within the active span', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(openAI(), route, { hooks: openTelemetry() })
    const answer = await telemetry.within('handle order', () =>
      client.chat.completions.create({
        model: 'gpt-4o',
        messages,
        temperature: 0.5,
        max_completion_tokens: 50,
      }),
    )
    expect(treeOf(telemetry.spans)).toEqual(['handle order', '  chat gpt-4o', '    attempt gateway'])
    const request = named(telemetry.spans, 'chat gpt-4o')
    const port = Number(new URL(server.url).port)
    expect(request.kind).toBe(SpanKind.CLIENT)
    expect(request.status.code).toBe(SpanStatusCode.UNSET)
    expect(request.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': 50,
      'gen_ai.response.model': answer.model,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': answer.usage?.prompt_tokens,
      'gen_ai.usage.output_tokens': answer.usage?.completion_tokens,
      'gen_ai.usage.cache_read.input_tokens': 0,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'openai.api.type': 'chat_completions',
      'server.address': '127.0.0.1',
      'server.port': port,
      'patchbay.request.id': expect.any(String) as string,
      'patchbay.route': 'gateway',
      'patchbay.target': 'gateway',
      'patchbay.attempt': 1,
      'patchbay.outcome': 'ok',
    })
    expect(named(telemetry.spans, 'attempt gateway')).toMatchObject({
      kind: SpanKind.CLIENT,
      attributes: {
        'patchbay.target': 'gateway',
        'patchbay.attempt': 1,
        'http.response.status_code': 200,
        'url.full': `${server.url}/v1/chat/completions`,
        'server.address': '127.0.0.1',
        'server.port': port,
      },
    })
  })

  it('sends the attempt’s context, and the baggage, to the gateway', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(openAI(), route, { hooks: openTelemetry() })
    const baggage = propagation.createBaggage({ tenant: { value: 'acme' } })
    await context.with(propagation.setBaggage(context.active(), baggage), () =>
      client.chat.completions.create({ model: 'gpt-4o', messages }),
    )
    const { traceId, spanId } = named(telemetry.spans, 'attempt gateway')
    expect(server.requests[0]?.headers).toMatchObject({
      traceparent: `00-${traceId}-${spanId}-01`,
      baggage: 'tenant=acme',
    })
  })

  it('end with the stream, not before', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(openAI(), route, { hooks: openTelemetry() })
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    expect(telemetry.spans).toEqual([])
    await drain(stream)
    const { attributes, start, end } = named(telemetry.spans, 'chat gpt-4o')
    expect(attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': expect.any(Number) as number,
      'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
    })
    const attempt = named(telemetry.spans, 'attempt gateway')
    expect(attempt.start).toBeGreaterThanOrEqual(start)
    expect(attempt.end).toBe(end)
  })

  it('of a fallback: an attempt for each route, those that were given up with why', async () => {
    await using telemetry = createTelemetry(generation)
    await using down = await createGatewayServer()
    await using service = await createBedrockServer()
    down.reply({ error: { status: 503, message: 'try later', type: 'server_error' } })
    const route = fallback([
      javelin({ baseURL: down.url, apiKey: 'javelin-key' }),
      bedrock({ region: service.region, endpoint: service.url, apiKey: service.bearerToken, model: CLAUDE }),
    ])
    const client = register(openAI(), route, { hooks: openTelemetry() })
    const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
    await drain(stream)
    expect(treeOf(telemetry.spans)).toEqual(['chat gpt-4o', '  attempt javelin', '  attempt bedrock'])
    const failed = named(telemetry.spans, 'attempt javelin')
    expect(failed.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: expect.stringContaining('try later') as string,
    })
    expect(failed.attributes).toMatchObject({
      'http.response.status_code': 503,
      'error.type': expect.any(String) as string,
    })
    const answered = named(telemetry.spans, 'attempt bedrock')
    expect(failed.end).toBeLessThanOrEqual(answered.start)
    expect(answered.status.code).toBe(SpanStatusCode.UNSET)
    const request = named(telemetry.spans, 'chat gpt-4o')
    // What was recovered from is no failure of the request.
    expect(request.status.code).toBe(SpanStatusCode.UNSET)
    expect(request.attributes).not.toHaveProperty(['error.type'])
    expect(request.attributes).toMatchObject({
      'gen_ai.provider.name': 'aws.bedrock',
      'patchbay.target': 'bedrock',
      'patchbay.attempt': 2,
    })
    const traced = down.requests[0]?.headers['traceparent']
    expect(traced).toBe(`00-${failed.traceId}-${failed.spanId}-01`)
    // AWS is told nothing of the application's traces.
    for (const { headers } of service.requests)
      expect(
        Object.keys(headers).filter((name) => ['traceparent', 'tracestate', 'baggage'].includes(name)),
      ).toEqual([])
  })

  it('of failures', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    server.reply({
      error: { status: 429, message: 'slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    })
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(openAI(), route, { hooks: openTelemetry() })
    await expect(client.chat.completions.create({ model: 'gpt-4o', messages })).rejects.toThrow('slow down')
    for (const name of ['chat gpt-4o', 'attempt gateway']) {
      const { status, attributes } = named(telemetry.spans, name)
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'slow down' })
      expect(attributes).toMatchObject({ 'error.type': 'rate_limit_exceeded' })
    }
    expect(named(telemetry.spans, 'chat gpt-4o').attributes).not.toHaveProperty([
      'gen_ai.response.finish_reasons',
    ])
  })

  it('of a stream that is left early: no failure, but a generation that was cut off', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(openAI(), route, { hooks: openTelemetry() })
    const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break
    const { status, attributes } = named(telemetry.spans, 'chat gpt-4o')
    expect(status.code).toBe(SpanStatusCode.UNSET)
    expect(attributes).toMatchObject({
      'patchbay.outcome': 'aborted',
      'gen_ai.response.finish_reasons': ['error'],
    })
  })

  it('of AWS clients, whose requests to a gateway have the context, and those to AWS have not', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    await using service = await createBedrockServer()
    const hooks = openTelemetry()
    const client = (): BedrockRuntimeClient =>
      new BedrockRuntimeClient({ region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1 })
    const command = { modelId: CLAUDE, messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] }
    const through = register(client(), javelin({ baseURL: server.url, apiKey: 'javelin-key' }), { hooks })
    await through.send(new ConverseCommand({ ...command, inferenceConfig: { maxTokens: 30 } }))
    const attempt = named(telemetry.spans, 'attempt javelin')
    expect(server.requests[0]?.headers['traceparent']).toBe(`00-${attempt.traceId}-${attempt.spanId}-01`)
    expect(named(telemetry.spans, `chat ${CLAUDE}`).attributes).toMatchObject({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.request.max_tokens': 30,
      'gen_ai.usage.input_tokens': expect.any(Number) as number,
    })
    const direct = register(
      client(),
      bedrock({ region: service.region, endpoint: service.url, apiKey: service.bearerToken }),
      { hooks },
    )
    const { stream } = await direct.send(new ConverseStreamCommand(command))
    await drain(stream)
    expect(named(telemetry.spans, 'attempt bedrock').attributes).toMatchObject({
      'patchbay.api': 'converse',
      'patchbay.host': 'bedrock-runtime',
    })
    expect(service.requests[0]?.headers).not.toHaveProperty('traceparent')
  })

  it('of an AWS client through a gateway that speaks OpenAI’s API alone', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = retry(gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' }), { attempts: 1 })
    const client = register(new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), route, {
      hooks: openTelemetry(),
    })
    await client.send(
      new ConverseCommand({ modelId: CLAUDE, messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
    )
    const { traceId, spanId } = named(telemetry.spans, 'attempt gateway')
    expect(server.requests[0]?.headers['traceparent']).toBe(`00-${traceId}-${spanId}-01`)
  })

  it('of Anthropic’s client', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(new Anthropic({ apiKey: 'own', maxRetries: 0 }), route, {
      hooks: openTelemetry(),
    })
    await client.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 200, messages })
    expect(named(telemetry.spans, 'chat claude-sonnet-4-5').attributes).toMatchObject({
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.max_tokens': 200,
      'gen_ai.response.finish_reasons': ['end_turn'],
    })
  })

  it('are not mixed up between concurrent requests', async () => {
    await using telemetry = createTelemetry(generation)
    await using server = await createGatewayServer()
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
    const client = register(openAI(), route, { hooks: openTelemetry() })
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        telemetry.within(`task ${index}`, () =>
          client.chat.completions.create({ model: `model-${index}`, messages }),
        ),
      ),
    )
    const { spans } = telemetry
    for (let index = 0; index < 50; index += 1) {
      const task = named(spans, `task ${index}`)
      expect(treeOf(spans.filter(({ traceId }) => traceId === task.traceId))).toEqual([
        `task ${index}`,
        `  chat model-${index}`,
        '    attempt gateway',
      ])
    }
  })
})

describe('openTelemetry()', () => {
  it('takes a tracer, and uses a tracer provider that is registered later', async () => {
    await using server = await createGatewayServer()
    const early = openTelemetry()
    const client = register(openAI(), gateway({ baseURL: `${server.url}/v1`, apiKey: 'k' }), { hooks: early })
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    await using telemetry = createTelemetry()
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(telemetry.spans).toHaveLength(2)
    expect((await telemetry.points('gen_ai.client.operation.duration'))[0]?.count).toBe(1)
    const own: string[] = []
    const tracer = trace.getTracer('own')
    const spying = {
      startSpan: (...given: Parameters<typeof tracer.startSpan>) => {
        own.push(given[0])
        return tracer.startSpan(...given)
      },
    }
    register(client, gateway({ baseURL: `${server.url}/v1`, apiKey: 'k' }), {
      hooks: openTelemetry({ tracer: spying }),
    })
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(own).toEqual(['chat gpt-4o', 'attempt gateway'])
  })

  it('refuses an option that it does not know', () => {
    expect(() => openTelemetry({ captureContents: true } as object)).toThrow(/captureContent/)
  })

  it('records content where it is asked for, here or in the configuration, and for no other hook', async () => {
    await using telemetry = createTelemetry()
    await using server = await createGatewayServer()
    server.reply({ text: 'A board of sockets.' })
    const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'k' })
    const call = async (
      hooks: Parameters<typeof register>[2],
    ): Promise<Readonly<Record<string, unknown>>> => {
      await register(openAI(), route, hooks).chat.completions.create({ model: 'gpt-4o', messages })
      return telemetry.spans.filter(({ name }) => name === 'chat gpt-4o').at(-1)?.attributes ?? {}
    }
    const content = {
      'gen_ai.input.messages': JSON.stringify([
        { role: 'user', parts: [{ type: 'text', content: 'What is a patch bay?' }] },
      ]),
      'gen_ai.output.messages': JSON.stringify([
        {
          role: 'assistant',
          parts: [{ type: 'text', content: 'A board of sockets.' }],
          finish_reason: 'stop',
        },
      ]),
    }
    const names = Object.keys(content)
    expect(Object.keys(await call({ hooks: openTelemetry() }))).not.toEqual(
      expect.arrayContaining([names[0]]),
    )
    const others: object[] = []
    const other = {
      onStart: (event: object) => others.push(event),
      onEnd: (event: object) => others.push(event),
    }
    expect(await call({ hooks: [other, openTelemetry({ captureContent: true })] })).toMatchObject(content)
    expect(others).toHaveLength(2)
    for (const event of others) {
      expect(event).not.toHaveProperty('requestBody')
      expect(event).not.toHaveProperty('responseBody')
      expect(Object.isFrozen(event)).toBe(true)
    }
    configure({ captureContent: true })
    expect(await call({ hooks: openTelemetry() })).toMatchObject(content)
    const refused = await call({ hooks: openTelemetry({ captureContent: false }) })
    expect(names.filter((name) => name in refused)).toEqual([])
  })

  it('records the content of streams', async () => {
    await using telemetry = createTelemetry()
    await using server = await createGatewayServer()
    server.reply({ text: 'A board of sockets.' })
    const hooks = openTelemetry({ captureContent: true })
    const client = register(openAI(), gateway({ baseURL: `${server.url}/v1`, apiKey: 'k' }), { hooks })
    await drain(
      await client.chat.completions.create({
        model: 'gpt-4o',
        messages,
        stream: true,
      }),
    )
    expect(named(telemetry.spans, 'chat gpt-4o').attributes['gen_ai.output.messages']).toBe(
      JSON.stringify([
        {
          role: 'assistant',
          parts: [{ type: 'text', content: 'A board of sockets.' }],
          finish_reason: 'stop',
        },
      ]),
    )
  })

  it('sends no context to a backend of openai(), which is no gateway', async () => {
    await using telemetry = createTelemetry()
    await using server = await createGatewayServer()
    const client = register(openAI(), openai({ baseURL: `${server.url}/v1`, apiKey: 'k' }), {
      hooks: openTelemetry(),
    })
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(telemetry.spans).toHaveLength(2)
    expect(server.requests[0]?.headers).not.toHaveProperty('traceparent')
  })
})
