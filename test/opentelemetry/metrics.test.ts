import { bedrock, configure, gateway, register } from '@patchbay/sdk'
import { openTelemetry } from '@patchbay/sdk/opentelemetry'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterEach, expect, it, vi } from 'vitest'
import { drain } from '../bedrock/support/setup.ts'
import { createTelemetry } from './support/telemetry.ts'

const messages = [{ role: 'user' as const, content: 'What is a patch bay?' }]
const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]

afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
})

async function setUp() {
  const server = await createGatewayServer()
  const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' })
  const client = register(new OpenAI({ apiKey: 'sk-own', maxRetries: 0 }), route, { hooks: openTelemetry() })
  const common = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.url).port),
  }
  return { server, client, common, [Symbol.asyncDispose]: () => server.close() }
}

it('counts tokens and measures durations, by the names of both versions of the conventions', async () => {
  await using telemetry = createTelemetry()
  await using world = await setUp()
  const answer = await world.client.chat.completions.create({ model: 'gpt-4o', messages })
  const attributes = { ...world.common, 'gen_ai.response.model': answer.model }
  const input = answer.usage?.prompt_tokens
  const output = answer.usage?.completion_tokens
  expect(await telemetry.points('gen_ai.client.token.usage')).toEqual([
    { attributes: { ...attributes, 'gen_ai.token.type': 'input' }, sum: input, count: 1, boundaries: TOKENS },
    {
      attributes: { ...attributes, 'gen_ai.token.type': 'output' },
      sum: output,
      count: 1,
      boundaries: TOKENS,
    },
  ])
  for (const name of ['gen_ai.client.operation.duration', 'gen_ai.client.inference.duration'])
    expect(await telemetry.points(name)).toEqual([
      { attributes, sum: expect.any(Number) as number, count: 1, boundaries: SECONDS },
    ])
  const unknown = { ...attributes, 'gen_ai.token.modality': 'unknown' }
  expect(await telemetry.points('gen_ai.client.inference.usage.input_tokens')).toEqual([
    { attributes: unknown, sum: input, count: undefined, boundaries: undefined },
  ])
  expect(await telemetry.points('gen_ai.client.inference.operation.output_tokens')).toEqual([
    { attributes, sum: output, count: 1, boundaries: TOKENS },
  ])
  expect(await telemetry.names()).not.toContain('gen_ai.client.inference.time_to_first_chunk')
})

it('has the duration of the span', async () => {
  await using telemetry = createTelemetry()
  await using world = await setUp()
  await world.client.chat.completions.create({ model: 'gpt-4o', messages })
  const span = telemetry.spans.find(({ name }) => name === 'chat gpt-4o')
  const [point] = await telemetry.points('gen_ai.client.inference.duration')
  expect(point?.sum).toBeCloseTo(((span?.end ?? 0) - (span?.start ?? 0)) / 1000, 5)
})

it('measures the time to the first chunk of streams', async () => {
  await using telemetry = createTelemetry()
  await using world = await setUp()
  const stream = await world.client.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
  await drain(stream)
  for (const name of [
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.client.inference.time_to_first_chunk',
  ])
    expect(await telemetry.points(name)).toMatchObject([{ count: 1, boundaries: SECONDS }])
})

it('has the kind of error', async () => {
  await using telemetry = createTelemetry()
  await using world = await setUp()
  world.server.reply({ error: { status: 429, message: 'slow down', code: 'rate_limit_exceeded' } })
  await expect(world.client.chat.completions.create({ model: 'gpt-4o', messages })).rejects.toThrow(
    'slow down',
  )
  const attributes = { ...world.common, 'error.type': 'rate_limit_exceeded' }
  expect(await telemetry.points('gen_ai.client.operation.duration')).toMatchObject([{ attributes, count: 1 }])
  // Nothing was told, and nothing is invented.
  expect(await telemetry.points('gen_ai.client.token.usage')).toEqual([])
})

it('has the names of the current release alone where OTEL_SEMCONV_STABILITY_OPT_IN says so', async () => {
  vi.stubEnv('OTEL_SEMCONV_STABILITY_OPT_IN', 'http, gen_ai_latest_experimental')
  await using telemetry = createTelemetry()
  await using world = await setUp()
  await world.client.chat.completions.create({ model: 'gpt-4o', messages })
  await world.client.models.list()
  const names = await telemetry.names()
  expect(names).toContain('gen_ai.client.inference.duration')
  expect(names).not.toContain('gen_ai.client.token.usage')
  const [point, ...others] = await telemetry.points('gen_ai.client.operation.duration')
  expect(point?.attributes).toMatchObject({ 'gen_ai.operation.name': 'models' })
  expect(others).toEqual([])
})

it('measures embeddings', async () => {
  await using telemetry = createTelemetry()
  await using world = await setUp()
  await world.client.embeddings.create({ model: 'text-embedding-3-small', input: 'Hello', dimensions: 8 })
  expect(telemetry.spans.map(({ name }) => name)).toContain('embeddings text-embedding-3-small')
  expect(await telemetry.points('gen_ai.client.embeddings.duration')).toMatchObject([{ count: 1 }])
  expect(await telemetry.points('gen_ai.client.embeddings.operation.input_tokens')).toMatchObject([
    { count: 1 },
  ])
  expect(await telemetry.points('gen_ai.client.token.usage')).toMatchObject([
    { attributes: { 'gen_ai.token.type': 'input' }, count: 1 },
  ])
  expect(await telemetry.names()).not.toContain('gen_ai.client.inference.duration')
})

it('counts cached and reasoning tokens', async () => {
  await using telemetry = createTelemetry()
  await using service = await createBedrockServer()
  service.enqueue({
    text: 'Yes.',
    usage: { inputTokens: 3, outputTokens: 5, cacheReadInputTokens: 90, cacheWriteInputTokens: 10 },
  })
  const route = bedrock({ region: service.region, endpoint: service.url, apiKey: service.bearerToken })
  const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks: openTelemetry() })
  await client.chat.completions.create({ model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', messages })
  const totals = new Map<string, number | undefined>()
  for (const part of ['input_tokens', 'output_tokens', 'cache_read.input_tokens', 'cache_write.input_tokens'])
    totals.set(part, (await telemetry.points(`gen_ai.client.inference.usage.${part}`))[0]?.sum)
  expect(Object.fromEntries(totals)).toEqual({
    input_tokens: 103,
    output_tokens: 5,
    'cache_read.input_tokens': 90,
    'cache_write.input_tokens': 10,
  })
})
