import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type BedrockOptions } from '@patchbay/sdk'
import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const SOL = 'us.openai.gpt-6-sol'
const GPT_5_5 = 'openai.gpt-5.5'
const GROK = 'us.xai.grok-4.7'
const OSS = 'openai.gpt-oss-120b-1:0'
const OPUS = 'us.anthropic.claude-opus-5-5'
const NOVA = 'us.amazon.nova-pro-v1:0'

const GUARDRAIL = {
  'X-Amzn-Bedrock-GuardrailIdentifier': 'gr1',
  'X-Amzn-Bedrock-GuardrailVersion': '2',
  'X-Amzn-Bedrock-Trace': 'ENABLED',
}
const TIER = { 'X-Amzn-Bedrock-Service-Tier': 'flex' }
const LATENCY = { 'X-Amzn-Bedrock-PerformanceConfig-Latency': 'standard' }
const METADATA = { 'X-Amzn-Bedrock-Request-Metadata': '{"team":"a"}' }

type Headers = Readonly<Record<string, string>>
type Ask = (model: string, headers: Headers, options?: BedrockOptions) => Promise<unknown>

const messages = [{ role: 'user' as const, content: 'Hi' }]
const warnings: string[] = []
function route(options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  warnings.length = 0
  const onWarning = ({ code, field }: { code: string; field: string }) =>
    void warnings.push(`${code} ${field}`)
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, onWarning, ...options })
}
const openai = (options?: BedrockOptions) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))

/** Every client's own way to ask. */
type Client = 'chat' | 'responses' | 'completions' | 'messages'
const CLIENTS: Record<Client, Ask> = {
  chat: (model, headers, options) =>
    openai(options).chat.completions.create({ model, messages }, { headers }),
  responses: (model, headers, options) =>
    openai(options).responses.create({ model, input: 'Hi' }, { headers }),
  completions: (model, headers, options) =>
    openai(options).completions.create({ model, prompt: 'Hi' }, { headers }),
  messages: (model, headers, options) =>
    register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route(options)).messages.create(
      { model, max_tokens: 500, messages },
      { headers },
    ),
}

function sent() {
  const last = server.requests.at(-1)
  if (last === undefined) throw new Error('nothing was sent')
  return last
}
const body = () => sent().json as Record<string, unknown>
const wentBy = () => `${sent().host} ${sent().operation}`

describe('a guardrail in headers', () => {
  it.each<[Client, string, string, BedrockOptions?]>([
    ['chat', SOL, 'runtime CreateChatCompletion'],
    ['chat', OSS, 'runtime Converse'],
    ['chat', OPUS, 'runtime Converse'],
    ['chat', NOVA, 'runtime Converse'],
    ['completions', SOL, 'runtime Converse'],
    ['responses', SOL, 'runtime Converse'],
    ['responses', GROK, 'runtime Converse'],
    ['responses', OSS, 'runtime Converse'],
    ['responses', OPUS, 'runtime Converse'],
    ['messages', SOL, 'runtime Converse'],
    ['messages', NOVA, 'runtime Converse'],
    ['messages', OPUS, 'runtime InvokeModel'],
    ['messages', OPUS, 'runtime CreateMessage', { api: 'messages' }],
    ['messages', OPUS, 'runtime Converse', { api: 'converse' }],
  ])('of %s to %s is applied: %s', async (client, model, way, options) => {
    await CLIENTS[client](model, GUARDRAIL, options)
    expect([wentBy(), sent().guardrail]).toEqual([way, { identifier: 'gr1', version: '2' }])
    if (way === 'runtime Converse') expect(body()['guardrailConfig']).toHaveProperty('trace', 'enabled')
  })

  it.each<[Client, string, BedrockOptions?]>([
    ['chat', GPT_5_5],
    ['completions', GPT_5_5],
    ['responses', GPT_5_5],
    ['messages', GPT_5_5],
    ['responses', SOL, { api: 'responses' }],
    ['chat', SOL, { host: 'mantle' }],
    ['messages', 'anthropic.claude-opus-5-5', { host: 'mantle' }],
  ])('of %s to %s would be ignored, and is a 400', async (client, model, options) => {
    await expect(CLIENTS[client](model, GUARDRAIL, options)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('guardrail would be ignored'),
    })
    expect(server.requests).toEqual([])
  })

  it('of the route’s own headers is applied as well', async () => {
    await CLIENTS.responses(SOL, {}, { headers: GUARDRAIL })
    expect([wentBy(), sent().guardrail?.identifier]).toEqual(['runtime Converse', 'gr1'])
  })

  it('without its version, or beside another one in the body, is a 400', async () => {
    const { 'X-Amzn-Bedrock-GuardrailVersion': _version, ...half } = GUARDRAIL
    await expect(CLIENTS.chat(NOVA, half)).rejects.toMatchObject({ status: 400 })
    const guardrailConfig = { guardrailIdentifier: 'gr2', guardrailVersion: '1' }
    await expect(
      openai().chat.completions.create({ model: NOVA, messages, guardrailConfig } as never, {
        headers: GUARDRAIL,
      }),
    ).rejects.toMatchObject({ status: 400, message: expect.stringContaining('another guardrail') })
    expect(server.requests).toEqual([])
  })
})

describe('a service tier in headers', () => {
  it.each<[Client, string, string, object, BedrockOptions?]>([
    ['chat', NOVA, 'runtime Converse', { serviceTier: { type: 'flex' } }],
    ['completions', NOVA, 'runtime Converse', { serviceTier: { type: 'flex' } }],
    ['responses', GROK, 'runtime CreateResponse', { service_tier: 'flex' }],
    ['messages', NOVA, 'runtime Converse', { serviceTier: { type: 'flex' } }],
    ['chat', GROK, 'runtime CreateChatCompletion', { service_tier: 'flex' }, { api: 'chat-completions' }],
  ])('of %s to %s: %s', async (client, model, way, member, options) => {
    await CLIENTS[client](model, TIER, options)
    expect(wentBy()).toBe(way)
    expect(body()).toMatchObject(member)
  })

  it('of messages to Claude is a header of InvokeModel', async () => {
    await CLIENTS.messages(OPUS, TIER)
    expect([wentBy(), sent().headers['x-amzn-bedrock-service-tier']]).toEqual(['runtime InvokeModel', 'flex'])
  })

  it('is left out with a warning where the model takes none', async () => {
    await CLIENTS.chat(SOL, TIER)
    expect([body()['service_tier'], warnings]).toEqual([undefined, ['unsupported_parameter service_tier']])
  })
})

describe('a latency in headers', () => {
  it.each<[Client, string, string]>([
    ['chat', NOVA, 'runtime Converse'],
    ['responses', GROK, 'runtime Converse'],
    ['messages', NOVA, 'runtime Converse'],
  ])('of %s to %s is a member of %s', async (client, model, way) => {
    await CLIENTS[client](model, LATENCY)
    expect([wentBy(), body()['performanceConfig']]).toEqual([way, { latency: 'standard' }])
  })

  it('stays a header of InvokeModel, and is left out with a warning where nothing takes it', async () => {
    await CLIENTS.messages(OPUS, LATENCY)
    expect(sent().headers['x-amzn-bedrock-performanceconfig-latency']).toBe('standard')
    await CLIENTS.responses(GPT_5_5, LATENCY)
    expect([wentBy(), warnings]).toEqual([
      'mantle CreateResponse',
      ['unsupported_parameter x-amzn-bedrock-performanceconfig-latency'],
    ])
    expect(sent().headers).not.toHaveProperty('x-amzn-bedrock-performanceconfig-latency')
  })
})

describe('request metadata in headers', () => {
  it.each<[Client, string, string]>([
    ['chat', NOVA, 'runtime Converse'],
    ['completions', SOL, 'runtime Converse'],
    ['responses', SOL, 'runtime Converse'],
    ['messages', GROK, 'runtime Converse'],
  ])('of %s to %s is a member of %s', async (client, model, way) => {
    await CLIENTS[client](model, METADATA)
    expect([wentBy(), body()['requestMetadata']]).toEqual([way, { team: 'a' }])
  })

  it.each<[Client, string, string]>([
    ['chat', SOL, 'runtime CreateChatCompletion'],
    ['messages', OPUS, 'runtime InvokeModel'],
  ])('of %s to %s stays a header of %s', async (client, model, way) => {
    await CLIENTS[client](model, METADATA)
    expect([wentBy(), sent().headers['x-amzn-bedrock-request-metadata']]).toEqual([way, '{"team":"a"}'])
  })

  it.each<[Client]>([['chat'], ['responses'], ['messages']])(
    'of %s is a 400 by name where every API ignores it',
    async (client) => {
      await expect(CLIENTS[client](GPT_5_5, METADATA)).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining('x-amzn-bedrock-request-metadata would be ignored'),
      })
      expect(server.requests).toEqual([])
    },
  )
})

describe('an application inference profile', () => {
  const ARN = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'
  it.each<[Client, string]>([
    ['chat', 'runtime Converse'],
    ['completions', 'runtime Converse'],
    ['responses', 'runtime Converse'],
    ['messages', 'runtime InvokeModel'],
  ])('of %s goes by %s, by its ARN', async (client, way) => {
    await CLIENTS[client](ARN, GUARDRAIL)
    expect([wentBy(), sent().modelId, sent().guardrail?.identifier]).toEqual([way, ARN, 'gr1'])
  })

  it.each<[Client, BedrockOptions]>([
    ['responses', { api: 'responses' }],
    ['chat', { api: 'chat-completions' }],
    ['messages', { api: 'messages' }],
  ])('of %s is a 400 by name where the route rules these out', async (client, options) => {
    await expect(CLIENTS[client](ARN, {}, options)).rejects.toMatchObject({ status: 400 })
    expect(server.requests.filter(({ operation }) => !operation?.startsWith('GetInference'))).toEqual([])
  })
})
