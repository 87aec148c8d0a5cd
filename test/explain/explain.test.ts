import { subscribe, unsubscribe } from 'node:diagnostics_channel'

import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { ChatAnthropic } from '@langchain/anthropic'
import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai'
import {
  altrum,
  bedrock,
  bedrockAccessGateway,
  configure,
  ConfigurationError,
  defineGateway,
  explain,
  type ExplainedRequest,
  fallback,
  gateway,
  javelin,
  loadBalance,
  openai,
  PatchbayRequestError,
  portkey,
  register,
  registrationOf,
  retry,
  type Route,
  timeout,
  UnknownRouteError,
} from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI, { AzureOpenAI } from 'openai'
import OpenAI4, { AzureOpenAI as AzureOpenAI4 } from 'openai-4'
import OpenAI5 from 'openai-5'
import OpenAI6 from 'openai-6'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const body = { model: CLAUDE, messages: [{ role: 'user', content: 'Hello' }] }
const input = { modelId: 'amazon.nova-lite-v1:0', messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }
const region = 'us-east-1'
const secret = 'hunter22-and-more'
const javelinRoute = () => javelin({ baseURL: 'https://gw.example.com', apiKey: secret, route: 'r1' })

let sockets = 0
const count = (): void => void (sockets += 1)
beforeAll(() => subscribe('net.client.socket', count))
afterAll(() => unsubscribe('net.client.socket', count))

beforeEach(() => {
  sockets = 0
  for (const name of Object.keys(process.env))
    if (/^(?:AWS|PATCHBAY|OPENAI|JAVELIN|PORTKEY|ALTRUM|ANTHROPIC)_/.test(name)) vi.stubEnv(name, '')
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
})
afterEach(() => {
  if (sockets !== 0) throw new Error('Something has left the process.')
  vi.unstubAllEnvs()
  configure(null)
})

/** Whether a text, or a form of it, is anywhere in what is shown. */
function shows(explained: ExplainedRequest, text: string): boolean {
  const all = JSON.stringify(explained)
  return [text, Buffer.from(text).toString('base64').slice(0, 12), encodeURIComponent(text)].some((form) =>
    all.includes(form),
  )
}

describe('gateways', () => {
  test.for<[string, Route, string, Record<string, string>]>([
    [
      'javelin',
      javelinRoute(),
      'https://gw.example.com/v1/chat/completions',
      { 'x-javelin-apikey': '[redacted]', 'x-javelin-route': 'r1', 'x-javelin-model': CLAUDE },
    ],
    [
      'portkey',
      portkey({ apiKey: secret, provider: '@bedrock', awsSecretAccessKey: `${secret}-aws` }),
      'https://api.portkey.ai/v1/chat/completions',
      {
        'x-portkey-api-key': '[redacted]',
        'x-portkey-provider': '@bedrock',
        'x-portkey-aws-secret-access-key': '[redacted]',
      },
    ],
    [
      'altrum',
      altrum({
        apiKey: secret,
        awsAccessKeyId: 'AKIDEXAMPLE',
        awsSecretAccessKey: `${secret}-aws`,
        awsRegion: region,
      }),
      'https://api.altrum.ai/v1/amazon-bedrock/chat/completions',
      { 'aws-secret-access-key': '[redacted]', 'aws-access-key-id': '[redacted]' },
    ],
    [
      'bedrock-access-gateway',
      bedrockAccessGateway({ apiKey: secret, baseURL: 'https://bag.example.com/api/v1' }),
      'https://bag.example.com/api/v1/chat/completions',
      { authorization: 'Bearer [redacted]' },
    ],
    [
      'gateway',
      gateway({ apiKey: 'k3y', baseURL: 'https://litellm.example.com/v1', headers: { 'x-team': 'search' } }),
      'https://litellm.example.com/v1/chat/completions',
      { authorization: 'Bearer [redacted]', 'x-team': 'search' },
    ],
    [
      'own',
      defineGateway<{ apiKey?: string }>({
        name: 'own',
        root: 'complete',
        options: ['apiKey'],
        keys: ({ apiKey }: { apiKey?: string }) => ({ 'x-own-key': apiKey }),
      } as never)({ apiKey: secret, baseURL: 'https://own.example.com/v1' } as never),
      'https://own.example.com/v1/chat/completions',
      { 'x-own-key': '[redacted]' },
    ],
    [
      'openai',
      openai({ apiKey: secret, model: 'gpt-4o' }),
      'https://api.openai.com/v1/chat/completions',
      { authorization: 'Bearer [redacted]' },
    ],
  ])('%s', async ([name, route, url, headers]) => {
    const explained = await explain(route, body)
    expect(explained).toMatchObject({ method: 'POST', url, api: 'chat-completions', host: undefined })
    expect(explained.headers).toMatchObject(headers)
    expect(explained.target?.name).toBe(name)
    expect(explained.body).toEqual(name === 'openai' ? { ...body, model: 'gpt-4o' } : body)
    expect(explained.model).toBe(name === 'openai' ? 'gpt-4o' : CLAUDE)
    expect(shows(explained, secret)).toBe(false)
    expect(shows(explained, 'k3y')).toBe(false)
  })

  test('masks keys that a caller has put anywhere', async () => {
    const route = portkey({
      apiKey: secret,
      config: { provider: 'bedrock', aws_secret_access_key: 'config-secret-key-1' } as never,
    })
    const explained = await explain(route, { ...body, metadata: { note: `my key is ${secret}` } })
    expect(shows(explained, secret)).toBe(false)
    expect(shows(explained, 'config-secret-key-1')).toBe(false)
    expect(explained.body).toMatchObject({ metadata: { note: 'my key is [redacted]' } })
  })

  test('query', async () => {
    const explained = await explain(javelinRoute(), body, { endpoint: '/query' })
    expect(explained.url).toBe('https://gw.example.com/v1/query/r1')
    const other = await explain(
      gateway({ baseURL: 'https://litellm.example.com/v1' }),
      { input: 'a' },
      { endpoint: '/query' },
    )
    expect(other.url).toBe('https://litellm.example.com/v1/embeddings')
  })

  test('a route of the application', async () => {
    const own: Route = {
      kind: 'local',
      name: 'own',
      describe: () => ({ kind: 'local', name: 'own' }),
      serve: (request) =>
        request.client.fetch('https://own.example.com/x', {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}` },
          body: JSON.stringify(request.json()),
        }),
      socketBaseURL: () => undefined,
    }
    const explained = await explain(own, body)
    expect(explained).toMatchObject({ url: 'https://own.example.com/x', body, target: { name: 'own' } })
    expect(shows(explained, secret)).toBe(false)
  })
})

describe('clients', () => {
  const route = javelinRoute()

  test.for<[string, () => never]>([
    ['openai 4', () => new OpenAI4({ apiKey: 'sk-caller-key' }) as never],
    ['openai 5', () => new OpenAI5({ apiKey: 'sk-caller-key' }) as never],
    ['openai 6', () => new OpenAI6({ apiKey: 'sk-caller-key' }) as never],
    ['openai 7', () => new OpenAI({ apiKey: 'sk-caller-key', defaultHeaders: { 'x-team': 'a' } }) as never],
    [
      'a key that is a function',
      () => new OpenAI({ apiKey: () => Promise.reject(new Error('asked')) }) as never,
    ],
    ['ChatOpenAI', () => new ChatOpenAI({ apiKey: 'sk-caller-key', model: 'x' }) as never],
  ])('%s', async ([, create]) => {
    const client: OpenAI = create()
    const before = Object.getOwnPropertyNames(client)
    const explained = await explain(route, body, { client })
    expect(explained.url).toMatch(/^https:\/\/gw\.example\.com\/v1\/(?:openai\/)?chat\/completions$/)
    expect(explained.headers).toMatchObject({
      authorization: 'Bearer [redacted]',
      'x-javelin-provider': 'https://api.openai.com/v1',
      'x-stainless-lang': 'js',
    })
    expect(explained.body).toEqual(body)
    expect(shows(explained, 'sk-caller-key')).toBe(false)
    expect(Object.getOwnPropertyNames(client)).toEqual(before)
    expect(registrationOf(client)).toBeUndefined()
  })

  test.for([
    ['openai 7', AzureOpenAI],
    ['openai 4', AzureOpenAI4],
  ] as const)('AzureOpenAI of %s', async ([, Azure]) => {
    const client = new Azure({
      apiKey: 'azure-caller-key',
      endpoint: 'https://my-resource.openai.azure.com',
      apiVersion: '2024-10-21',
      deployment: 'my-gpt',
    })
    const explained = await explain(route, body, { client })
    expect(explained.url).toContain('/deployments/my-gpt/chat/completions?api-version=2024-10-21')
    expect(explained.headers).toMatchObject({
      'api-key': '[redacted]',
      'x-javelin-provider': 'https://my-resource.openai.azure.com',
    })
    const model = { 'my-gpt': CLAUDE }
    const local = await explain(bedrock({ region, models: model }), { messages: body.messages }, { client })
    expect(local.model).toBe(CLAUDE)
  })

  test('AzureChatOpenAI', async () => {
    const client = new AzureChatOpenAI({
      azureOpenAIApiKey: 'azure-caller-key',
      azureOpenAIApiInstanceName: 'mine',
      azureOpenAIApiDeploymentName: 'my-gpt',
      azureOpenAIApiVersion: '2024-10-21',
    })
    const explained = await explain(route, body, { client })
    expect(explained.url).toContain('/deployments/my-gpt/chat/completions')
    expect(shows(explained, 'azure-caller-key')).toBe(false)
  })

  test.for<[string, () => Anthropic]>([
    ['Anthropic', () => new Anthropic({ apiKey: 'sk-ant-caller' })],
    [
      'an Anthropic whose key is a function',
      () => new Anthropic({ apiKey: () => Promise.reject(new Error('asked')) } as never),
    ],
    ['ChatAnthropic', () => new ChatAnthropic({ apiKey: 'sk-ant-caller', model: 'x' }) as never],
  ])('%s', async ([, create]) => {
    const request = { ...body, max_tokens: 10 }
    const explained = await explain(route, request, { client: create(), endpoint: '/messages' })
    expect(explained).toMatchObject({
      url: expect.stringMatching(/\/v1\/(?:anthropic\/)?messages$/),
      api: 'messages',
    })
    expect(explained.headers['anthropic-version']).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(shows(explained, 'sk-ant-caller')).toBe(false)
    const local = await explain(bedrock({ region }), request, { client: create(), endpoint: '/messages' })
    expect(local).toMatchObject({ api: 'invoke-model', host: 'bedrock-runtime', model: CLAUDE })
  })

  test('a registered client keeps its own base and key, and stands for its route', async () => {
    const client = register(
      new OpenAI({ apiKey: 'sk-caller-key', baseURL: 'https://llm.example.com/v1' }),
      route,
    )
    const explained = await explain(undefined, body, { client })
    expect(explained.headers['x-javelin-provider']).toBe('https://llm.example.com/v1')
    const stripped = gateway({ baseURL: 'https://litellm.example.com/v1', apiKey: secret })
    register(client, stripped)
    const other = await explain(route, body, { client })
    expect(other.headers).toMatchObject({
      authorization: 'Bearer [redacted]',
      'x-javelin-provider': 'https://llm.example.com/v1',
    })
    expect(registrationOf(client)?.route.name).toBe('gateway')
    expect((await explain(undefined, body, { client })).url).toBe(
      'https://litellm.example.com/v1/chat/completions',
    )
  })

  test('further headers', async () => {
    const headers = { 'x-javelin-route': 'other' }
    const client = new OpenAI({ apiKey: 'sk-caller-key' })
    expect((await explain(route, body, { client, headers })).headers['x-javelin-route']).toBe('other')
    expect((await explain(route, body, { headers })).headers['x-javelin-route']).toBe('other')
  })
})

describe('bedrock()', () => {
  test.for<[string, object, { body?: object; endpoint?: string; client?: never }, object]>([
    ['Converse', {}, {}, { api: 'converse', host: 'bedrock-runtime', model: CLAUDE }],
    [
      'Converse, streamed',
      {},
      { body: { ...body, stream: true } },
      { url: expect.stringMatching(/converse-stream$/) },
    ],
    [
      'InvokeModel',
      {},
      {
        body: { ...body, max_tokens: 9 },
        endpoint: '/messages',
        client: new Anthropic({ apiKey: 'k' }) as never,
      },
      { api: 'invoke-model', host: 'bedrock-runtime' },
    ],
    [
      'Messages on Runtime',
      { api: 'messages' },
      {
        body: { ...body, max_tokens: 9 },
        endpoint: '/messages',
        client: new Anthropic({ apiKey: 'k' }) as never,
      },
      { api: 'messages', host: 'bedrock-runtime' },
    ],
    [
      'Responses on Mantle',
      {},
      { body: { model: 'openai.gpt-5.5', input: 'Hello' }, endpoint: '/responses' },
      { api: 'responses', host: 'bedrock-mantle' },
    ],
    [
      'Chat Completions on Mantle',
      { api: 'chat-completions', host: 'mantle' },
      { body: { ...body, model: 'openai.gpt-oss-120b-1:0' } },
      { api: 'chat-completions', host: 'bedrock-mantle' },
    ],
    [
      'a chat for a model of Responses alone',
      {},
      { body: { ...body, model: 'openai.gpt-5.5' } },
      { api: 'responses', host: 'bedrock-mantle' },
    ],
    [
      'embeddings',
      {},
      { body: { model: 'amazon.titan-embed-text-v2:0', input: 'Hello' }, endpoint: '/embeddings' },
      { api: 'invoke-model', model: 'amazon.titan-embed-text-v2:0' },
    ],
    ['the list of models', {}, { endpoint: '/models' }, { method: 'GET', host: 'bedrock', body: undefined }],
  ])('%s', async ([name, options, request, expected]) => {
    const given = name === 'the list of models' ? undefined : (request.body ?? body)
    const explained = await explain(bedrock({ region, ...options }), given, request)
    expect(explained).toMatchObject(expected)
    expect(explained.headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=\[redacted\]\/\d{8}\/us-east-1\/bedrock(?:-mantle)?\/aws4_request, SignedHeaders=[a-z\d;-]+, Signature=\[redacted\]$/,
    )
    expect(explained.credentials).toMatch(/^the AWS default chain/)
  })

  test.for<[string, object, string, string]>([
    ['apiKey', { apiKey: secret }, 'the option `apiKey`', 'Bearer [redacted]'],
    [
      'a function',
      { apiKey: () => Promise.reject(new Error('asked')) },
      'the option `apiKey`',
      'Bearer [redacted]',
    ],
    [
      'credentials',
      { credentials: () => Promise.reject(new Error('asked')) },
      'the option `credentials`',
      'AWS4',
    ],
    ['profile', { profile: 'work' }, 'the option `profile` (work)', 'AWS4'],
    [
      'a role',
      { assumeRole: { roleArn: 'arn:aws:iam::123456789012:role/x' } },
      'the option `assumeRole`',
      'AWS4',
    ],
  ])('credentials are not asked for: %s', async ([, options, source, authorization]) => {
    const explained = await explain(bedrock({ region, ...options }), body)
    expect(explained.credentials).toBe(source)
    expect(explained.headers['authorization']).toContain(authorization)
  })

  test('credentials in code are not shown, and a session token only as masked', async () => {
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: secret,
      sessionToken: 'a-session-token',
    }
    const explained = await explain(bedrock({ region, credentials }), body)
    expect(explained.headers['x-amz-security-token']).toBe('[redacted]')
    for (const each of Object.values(credentials)) expect(shows(explained, each)).toBe(false)
  })

  test('the environment', async () => {
    vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', secret)
    const explained = await explain(bedrock({ region }), body)
    expect(explained).toMatchObject({ credentials: 'AWS_BEARER_TOKEN_BEDROCK' })
    expect(shows(explained, secret)).toBe(false)
    vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', '')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret)
    expect((await explain(bedrock({ region }), body)).credentials).toBe(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    )
  })

  test('a remote file is not fetched, a profile not looked up', async () => {
    const image = { type: 'image_url', image_url: { url: 'https://files.example.com/cat.png?signature=x' } }
    const asked = { ...body, messages: [{ role: 'user', content: [image] }] }
    const explained = await explain(bedrock({ region }), asked)
    expect(explained.warnings).toEqual([
      {
        code: 'remote_file_left_out',
        field: 'messages',
        message: expect.stringContaining('files.example.com'),
      },
    ])
    await expect(explain(bedrock({ region, images: { fetch: false } }), asked)).rejects.toMatchObject({
      code: 'invalid_file_url',
    })
    const model = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc'
    const { warnings } = await explain(bedrock({ region }), { ...body, model })
    expect(warnings.map(({ code }) => code)).toContain('lookup_left_out')
  })

  test('warnings are told here and nowhere else', async () => {
    const onWarning = vi.fn<() => void>()
    const route = bedrock({ region, onWarning })
    configure({ onWarning })
    const { warnings } = await explain(route, { ...body, logit_bias: { 1: 1 } })
    expect(warnings).toEqual([expect.objectContaining({ field: 'logit_bias' })])
    expect(onWarning).not.toHaveBeenCalled()
    await expect(
      explain(bedrock({ region, strict: true }), { ...body, logit_bias: { 1: 1 } }),
    ).rejects.toMatchObject({ status: 400 })
  })

  test.for<[string, unknown, object]>([
    ['an unknown model', { ...body, model: 'nope' }, { status: 404, code: 'model_not_found' }],
    ['a body that is no request', { messages: 1, model: CLAUDE }, { status: 400 }],
  ])('%s rejects', async ([, request, expected]) => {
    const refusal: unknown = await explain(bedrock({ region }), request).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(PatchbayRequestError)
    expect(refusal).toMatchObject({ ...expected, body: { error: expect.anything() } })
  })

  test('without a region it is refused as a request is', async () => {
    await expect(explain(bedrock(), body)).rejects.toMatchObject({ status: 400, code: 'region_not_found' })
  })
})

describe('Bedrock clients', () => {
  const client = (): BedrockRuntimeClient =>
    new BedrockRuntimeClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret },
    })

  test.for<[string, Route, object]>([
    [
      'a gateway',
      javelinRoute(),
      { url: 'https://gw.example.com/v1/model/amazon.nova-lite-v1%3A0/converse', api: 'converse' },
    ],
    [
      'bedrock()',
      bedrock({ region }),
      {
        url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse',
        host: 'bedrock-runtime',
        credentials: expect.stringContaining('default chain'),
      },
    ],
    [
      'openai()',
      openai({ apiKey: secret, model: 'gpt-4o' }),
      { url: 'https://api.openai.com/v1/chat/completions', api: 'chat-completions', model: 'gpt-4o' },
    ],
    [
      'a policy',
      fallback([javelinRoute(), bedrock({ region })]),
      { target: { name: 'javelin' }, api: 'converse' },
    ],
    [
      'a model of Responses',
      bedrock({ region, model: 'openai.gpt-5.5' }),
      { api: 'responses', host: 'bedrock-mantle' },
    ],
  ])('%s', async ([, route, expected]) => {
    const explained = await explain(route, input, { client: client() })
    expect(explained).toMatchObject({ method: 'POST', ...expected })
    expect(shows(explained, secret)).toBe(false)
    expect(shows(explained, 'AKIDEXAMPLE')).toBe(false)
    expect(await explain(route, new ConverseCommand(input as never), { client: client() })).toMatchObject(
      expected,
    )
  })

  test.for([
    ['/converse', input, 'converse'],
    ['/converse-stream', input, 'converse-stream'],
    ['/invoke', { modelId: CLAUDE, body: '{}' }, 'invoke'],
    ['/invoke-with-response-stream', { modelId: CLAUDE, body: '{}' }, 'invoke-with-response-stream'],
    ['/count-tokens', { modelId: CLAUDE, input: { converse: { messages: input.messages } } }, 'count-tokens'],
  ] as const)('%s, without a client', async ([endpoint, request, path]) => {
    const { url } = await explain(bedrock({ region }), request, { endpoint })
    expect(url.endsWith(`/${path}`)).toBe(true)
  })

  test('what was passed in code signs, as on a registered client', async () => {
    const signed = await explain(javelinRoute(), input, { client: client() })
    expect(signed.headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=\[redacted\].*eu-west-1/)
    const unsigned = await explain(javelinRoute(), input, { client: new BedrockRuntimeClient({ region }) })
    expect(unsigned.headers).not.toHaveProperty('authorization')
  })

  test('is refused as a command is, and leaves the client alone', async () => {
    const guarded = { ...input, guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }
    const own = register(client(), javelinRoute())
    await expect(explain(openai({ apiKey: secret }), guarded, { client: own })).rejects.toBeInstanceOf(
      PatchbayRequestError,
    )
    expect(registrationOf(own)?.route.name).toBe('javelin')
    expect((await explain(undefined, input, { client: own })).target?.name).toBe('javelin')
    await expect(
      explain(javelinRoute(), input, { client: own, endpoint: '/nothing' }),
    ).rejects.toBeInstanceOf(ConfigurationError)
  })

  test('its warnings are told here alone', async () => {
    const onWarning = vi.fn<() => void>()
    configure({ onWarning })
    const topK = { ...input, additionalModelRequestFields: { top_k: 5 } }
    const { warnings } = await explain(openai({ apiKey: secret, model: 'gpt-4o' }), topK, {
      client: client(),
    })
    expect(warnings).not.toHaveLength(0)
    expect(onWarning).not.toHaveBeenCalled()
  })
})

describe('routes by name', () => {
  test.for([undefined, 'amazon.nova-lite-v1:0', bedrock({ region })])(
    'are refused, as register() does, with a switch in the environment that is neither on nor off',
    async (route) => {
      vi.stubEnv('AWS_REGION', region)
      vi.stubEnv('PATCHBAY_DEBUG', 'yes')
      await expect(explain(route, body)).rejects.toThrow('PATCHBAY_DEBUG must be 1 or 0')
      vi.stubEnv('PATCHBAY_DEBUG', 'true')
      expect((await explain(route, body)).api).toBe('converse')
    },
  )

  test('a string, and nothing, are what register takes', async () => {
    vi.stubEnv('AWS_REGION', region)
    expect((await explain(CLAUDE, { messages: body.messages })).model).toBe(CLAUDE)
    expect((await explain(undefined, body)).target?.name).toBe('bedrock')
    configure({ routes: { mine: javelinRoute() } })
    expect((await explain('mine', body)).target?.name).toBe('javelin')
    await expect(explain('no such route', body)).rejects.toBeInstanceOf(UnknownRouteError)
    vi.stubEnv('PATCHBAY_GATEWAY_API_KEY', 'k')
    await expect(explain(undefined, body)).rejects.toBeInstanceOf(ConfigurationError)
  })
})

describe('policies', () => {
  const down = gateway({ baseURL: 'https://a.example.com/v1' })
  const other = gateway({ baseURL: 'https://b.example.com/v1' })

  test('the first target is shown, and nothing is remembered', async () => {
    const route = fallback([down, other], { cooldown: { failures: 1, ms: 60_000 } })
    for (let index = 0; index < 3; index += 1)
      expect((await explain(route, body)).target).toMatchObject({ baseURL: 'https://a.example.com/v1' })
  })

  test('a target that refuses is passed over as ever, and not left out for it', async () => {
    const broken: Route = {
      ...down,
      name: 'broken',
      explaining: async () => ({
        serve: async () => Response.json({ error: { message: 'down' } }, { status: 503 }),
      }),
    }
    const route = fallback([broken, other], { cooldown: { failures: 1, ms: 60_000 } })
    expect((await explain(route, body)).url).toBe('https://b.example.com/v1/chat/completions')
    const balanced = loadBalance([broken, other], {
      strategy: () => 0,
      cooldown: { failures: 1, ms: 60_000 },
    })
    await expect(explain(balanced, body)).rejects.toMatchObject({ status: 503 })
    await expect(explain(balanced, body)).rejects.toMatchObject({ status: 503 })
  })

  test('round robin goes on where it was', async () => {
    const route = loadBalance([down, other], { strategy: 'round-robin' })
    const urls = [await explain(route, body), await explain(route, body)].map(({ url }) => url)
    expect(urls[0]).toBe(urls[1])
  })

  test('within each other, with limits of time', async () => {
    const route = timeout(retry(fallback([down, other]), { attempts: 3 }), { connect: 60_000, total: 60_000 })
    expect((await explain(route, body)).url).toBe('https://a.example.com/v1/chat/completions')
  })
})

test('hooks are not told', async () => {
  const onStart = vi.fn<() => void>()
  const client = register(new OpenAI({ apiKey: 'k' }), javelinRoute(), { hooks: { onStart } } as never)
  await explain(undefined, body, { client })
  expect(onStart).not.toHaveBeenCalled()
})

test('the route goes on as if nothing had happened', async () => {
  const server = await createBedrockServer()
  const route = bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })
  const client = register(new OpenAI({ apiKey: 'unused' }), route)
  const explained = await explain(route, body, { client })
  await client.chat.completions.create(body as never)
  sockets = 0
  expect(server.requests).toHaveLength(1)
  expect(new URL(explained.url).pathname).toBe(server.requests[0]?.path)
  await server.close()
})
