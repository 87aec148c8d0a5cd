import { altrum, bedrockAccessGateway, gateway, type GatewayRoute, javelin, portkey } from '@patchbay/core'
import { bedrock } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/openai'
import {
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
  type RecordedRequest,
  trap,
  type Trap,
} from '@patchbay/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { versions } from './support/versions.ts'

let server: GatewayServer
/** The Azure resource, which must not be reached. */
let azure: Trap

beforeAll(async () => {
  ;[server, azure] = await Promise.all([createGatewayServer(), trap()])
})
afterAll(() => Promise.all([server.close(), azure.close()]))
afterEach(() => {
  server.reset()
  if (azure.connectionCount > 0) throw new Error('The Azure resource was reached.')
})

const apiVersion = '2024-10-21'
const messages = [{ role: 'user' as const, content: 'hello' }]
const AWS = {
  awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  awsSecretAccessKey: 'aws-secret',
  awsRegion: 'us-east-1',
}
const AZURE_HEADERS = /^x-portkey-azure-/

/** What Azure's request becomes on its way to one gateway. */
interface Form {
  readonly name: string
  readonly create: (origin: string) => GatewayRoute
  /** Path and query of a chat completion on the deployment `my dep`. */
  readonly chat: string
  /** Path and query of a response, which carries no deployment; `undefined` where the gateway serves none. */
  readonly responses: string | undefined
  /** What the caller's key and Entra token travel as. */
  readonly key: Readonly<Record<string, string>>
  readonly token: Readonly<Record<string, string>>
  readonly headers?: (origin: string) => Readonly<Record<string, string>>
}

const query = `?api-version=${apiVersion}`
const asIs = { key: { 'api-key': 'azure-key' }, token: { authorization: 'Bearer entra-token' } }
const stripped = { key: {}, token: {} }

const FORMS: readonly Form[] = [
  {
    name: 'javelin, unified',
    create: (origin) => javelin({ baseURL: origin, apiKey: 'g', route: 'r' }),
    chat: `/v1/openai/deployments/my%20dep/chat/completions${query}`,
    responses: `/v1/openai/responses${query}`,
    ...asIs,
    headers: (origin) => ({
      'x-javelin-provider': origin,
      'x-javelin-model': 'gpt-4o',
      'x-javelin-route': 'r',
    }),
  },
  {
    name: 'javelin, query',
    create: (origin) => javelin({ baseURL: `${origin}/tenant`, apiKey: 'g', route: 'r', endpoints: 'query' }),
    chat: `/tenant/v1/query/r/openai/deployments/my%20dep/chat/completions${query}`,
    responses: `/tenant/v1/query/r/openai/responses${query}`,
    ...asIs,
  },
  {
    name: 'portkey, azure-openai',
    create: (origin) =>
      portkey({ baseURL: origin, apiKey: 'g', provider: 'azure-openai', azureResourceName: 'my-resource' }),
    chat: '/v1/chat/completions',
    responses: '/v1/responses',
    key: { authorization: 'Bearer azure-key' },
    token: { 'x-portkey-azure-ad-token': 'entra-token' },
    headers: () => ({
      'x-portkey-azure-resource-name': 'my-resource',
      'x-portkey-azure-deployment-id': 'my dep',
      'x-portkey-azure-api-version': apiVersion,
    }),
  },
  {
    name: 'portkey, catalogue',
    create: (origin) => portkey({ baseURL: origin, apiKey: 'g', provider: '@azure' }),
    chat: '/v1/chat/completions',
    responses: '/v1/responses',
    ...stripped,
  },
  {
    name: 'altrum, amazon-bedrock',
    create: (origin) => altrum({ baseURL: origin, apiKey: 'g', ...AWS }),
    chat: '/v1/amazon-bedrock/chat/completions',
    responses: undefined,
    ...stripped,
  },
  {
    name: 'altrum, azure',
    create: (origin) =>
      altrum({ baseURL: origin, apiKey: 'g', provider: 'azure', azureEndpoint: 'res.openai.azure.com' }),
    chat: `/v1/azure/res.openai.azure.com/openai/deployments/my%20dep/chat/completions${query}`,
    responses: undefined,
    ...asIs,
  },
  {
    name: 'bedrock-access-gateway',
    create: (origin) => bedrockAccessGateway({ baseURL: `${origin}/api/v1`, apiKey: 'g' }),
    chat: '/api/v1/chat/completions',
    responses: '/api/v1/responses',
    ...stripped,
  },
  {
    name: 'gateway',
    create: (origin) => gateway({ baseURL: `${origin}/v1` }),
    chat: `/v1/deployments/my%20dep/chat/completions${query}`,
    responses: `/v1/responses${query}`,
    ...stripped,
  },
  {
    name: 'gateway with a mapped path',
    create: (origin) =>
      gateway({ baseURL: `${origin}/v1`, paths: { '/chat/completions': '/azure/chat/completions' } }),
    chat: `/v1/azure/chat/completions${query}`,
    responses: `/v1/responses${query}`,
    ...stripped,
  },
]

const address = ({ path, query: search }: RecordedRequest) =>
  `${path}${search.size === 0 ? '' : `?${search.toString()}`}`

/** The headers in which an Azure key or token could travel, less the gateway's own. */
function credentialsOf({ headers }: RecordedRequest): Record<string, string> {
  const all = ['authorization', 'api-key', 'x-api-key', 'x-portkey-azure-ad-token']
  const found = all.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]))
  return Object.fromEntries(found.filter(([, value]) => value !== 'Bearer g'))
}

function only(): RecordedRequest {
  const [request, ...more] = server.requests
  if (request === undefined || more.length > 0) throw new Error(`${server.requests.length} requests arrived`)
  return request
}

describe.each(versions)('AzureOpenAI of $name', ({ AzureOpenAI, OpenAI }) => {
  const make = (options: { deployment?: string } = { deployment: 'my dep' }) =>
    new AzureOpenAI({ apiKey: 'azure-key', endpoint: azure.url, apiVersion, maxRetries: 0, ...options })

  describe.each(FORMS)('through $name', ({ create, chat, responses, key, token, headers }) => {
    it('arrives in the form that the gateway wants, with its key', async () => {
      const answer = await register(make(), create(server.url)).chat.completions.create({
        model: 'gpt-4o',
        messages,
      })
      expect(answer.choices[0]?.message.content).toBeTruthy()
      const request = only()
      expect(address(request)).toBe(chat)
      expect(credentialsOf(request)).toEqual(key)
      expect(request.headers).toMatchObject(headers?.(azure.url) ?? {})
      expect(request.json).toMatchObject({ model: 'gpt-4o', messages })
      if (headers === undefined)
        expect(Object.keys(request.headers).filter((name) => AZURE_HEADERS.test(name))).toEqual([])
    })

    it('arrives with its Entra token', async () => {
      const client = new AzureOpenAI({
        azureADTokenProvider: async () => 'entra-token',
        endpoint: azure.url,
        apiVersion,
        deployment: 'my dep',
        maxRetries: 0,
      })
      await register(client, create(server.url)).chat.completions.create({ model: 'gpt-4o', messages })
      expect(credentialsOf(only())).toEqual(token)
      expect(address(only())).toBe(chat)
    })

    it('takes the model for its deployment where none is pinned', async () => {
      const client = register(make({}), create(server.url))
      await client.chat.completions.create({ model: 'by-model', messages })
      expect(address(only())).toBe(chat.replace('my%20dep', 'by-model'))
    })

    it('sends responses without a deployment, or says that the gateway has none', async () => {
      const client = register(make(), create(server.url))
      const call = client.post('/responses', { body: { model: 'gpt-4o', input: 'hello' } })
      if (responses === undefined) {
        await expect(call).rejects.toBeInstanceOf(OpenAI.BadRequestError)
        expect(server.requests).toEqual([])
      } else {
        await call
        expect(address(only())).toBe(responses)
      }
    })
  })

  it('finds its deployment among the aliases of a gateway route', async () => {
    const models = { 'my dep': 'other-deployment' }
    const client = register(make(), javelin({ baseURL: server.url, apiKey: 'g', models }))
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(address(only())).toBe(`/v1/openai/deployments/other-deployment/chat/completions${query}`)
  })

  it('is served by bedrock(), its deployment being an alias of a model', async () => {
    await using aws = await createBedrockServer()
    const model = 'anthropic.claude-3-haiku-20240307-v1:0'
    const route = bedrock({
      region: aws.region,
      endpoint: aws.url,
      credentials: aws.credentials,
      models: { 'my dep': model },
    })
    const client = register(make(), route)
    const ask = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'What is 12 + 30?' }] }
    const answer = await client.chat.completions.create(ask)
    expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
    let text = ''
    for await (const chunk of await client.chat.completions.create({ ...ask, stream: true }))
      text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('12 + 30 is 42.')
    expect(aws.requests.map(({ operation, modelId }) => [operation, modelId])).toEqual([
      ['Converse', model],
      ['ConverseStream', model],
    ])
    for (const { headers } of aws.requests) expect(headers['api-key']).toBeUndefined()
  })

  it('is told by bedrock() about a deployment that stands for no model', async () => {
    await using aws = await createBedrockServer()
    const route = bedrock({ region: aws.region, endpoint: aws.url, credentials: aws.credentials })
    const call = register(make(), route).chat.completions.create({ model: 'gpt-4o', messages })
    await expect(call).rejects.toBeInstanceOf(OpenAI.NotFoundError)
    await expect(call).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('models') as string,
    })
    expect(aws.requests).toEqual([])
  })
})
