import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { type Loopback, startLoopback } from '../../test-support/loopback.ts'
import { type Call, PROVIDER_KEY, requestOf } from '../../test-support/requests.ts'
import { altrum } from './altrum.ts'
import { bedrockAccessGateway } from './bedrock-access-gateway.ts'
import { gateway } from './gateway.ts'
import type { GatewayRoute } from './gateway-types.ts'
import { javelin } from './javelin.ts'
import { portkey } from './portkey.ts'

let server: Loopback
beforeAll(async () => {
  server = await startLoopback()
})
afterAll(() => server.close())
beforeEach(() => void (server.arrivals as unknown[]).splice(0))

const AWS = { awsAccessKeyId: 'AKIDEXAMPLE', awsSecretAccessKey: 'aws-secret-0123', awsRegion: 'us-east-1' }

/** Routes by name; each is given the loopback server's URL. */
const ROUTES: Record<string, (baseURL: string) => GatewayRoute> = {
  javelin: (baseURL) => javelin({ baseURL, apiKey: 'jv-key', route: 'sampleroute1' }),
  'javelin below a prefix': (baseURL) => javelin({ baseURL: `${baseURL}/tenant/v1/`, apiKey: 'jv-key' }),
  'javelin query': (baseURL) =>
    javelin({ baseURL, apiKey: 'jv-key', route: 'my route/1', endpoints: 'query' }),
  'javelin highflame': (baseURL) => javelin({ baseURL, apiKey: 'jv-key', virtualKey: 'vk', highflame: true }),
  portkey: (baseURL) => portkey({ baseURL, apiKey: 'pk-key', provider: '@bedrock' }),
  'portkey openai': (baseURL) => portkey({ baseURL, apiKey: 'pk-key', provider: 'openai' }),
  'portkey azure': (baseURL) => portkey({ baseURL, apiKey: 'pk-key', provider: 'azure-openai' }),
  altrum: (baseURL) => altrum({ baseURL, apiKey: 'al-key', ...AWS }),
  'altrum openai': (baseURL) => altrum({ baseURL, apiKey: 'al-key', provider: 'openai' }),
  'altrum azure': (baseURL) => altrum({ baseURL, apiKey: 'al-key', provider: 'azure' }),
  'altrum anthropic': (baseURL) => altrum({ baseURL, apiKey: 'al-key', provider: 'anthropic' }),
  bag: (baseURL) => bedrockAccessGateway({ baseURL: `${baseURL}/api/v1`, apiKey: 'bag-key' }),
  gateway: (baseURL) => gateway({ baseURL: `${baseURL}/llm/v1`, apiKey: 'gw-key' }),
  'gateway paths': (baseURL) =>
    gateway({ baseURL: `${baseURL}/llm`, paths: { '/chat/completions': '/openai/chat' } }),
}

const CHAT = '/chat/completions'
const AZURE = '/deployments/prod-gpt/chat/completions?api-version=2025-01-01'
const AZURE_RESPONSES = '/responses?api-version=2025-01-01'
const BEARER = `Bearer ${PROVIDER_KEY}`

interface Row {
  readonly route: string
  readonly kind: NonNullable<Call['kind']>
  readonly path: string
  readonly url: string
  /** Headers that must arrive; `undefined` ones must not. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

const stripped = { authorization: undefined, 'api-key': undefined, 'x-api-key': undefined }

const ROWS: readonly Row[] = [
  {
    route: 'javelin',
    kind: 'openai',
    path: CHAT,
    url: '/v1/chat/completions',
    headers: {
      'x-javelin-apikey': 'jv-key',
      'x-javelin-route': 'sampleroute1',
      'x-javelin-model': 'gpt-4o',
      'x-javelin-provider': 'https://api.openai.com/v1',
      'x-javelin-virtualapikey': undefined,
      'x-highflame-apikey': undefined,
      authorization: BEARER,
    },
  },
  { route: 'javelin', kind: 'openai', path: '/embeddings', url: '/v1/embeddings' },
  { route: 'javelin', kind: 'openai', path: '/responses', url: '/v1/responses' },
  {
    route: 'javelin',
    kind: 'azure-openai',
    path: AZURE,
    url: '/v1/openai/deployments/prod-gpt/chat/completions?api-version=2025-01-01',
    headers: {
      'api-key': PROVIDER_KEY,
      'x-javelin-provider': 'https://contoso.openai.azure.com',
      'x-javelin-model': 'gpt-4o',
    },
  },
  {
    route: 'javelin',
    kind: 'azure-openai',
    path: AZURE_RESPONSES,
    url: '/v1/openai/responses?api-version=2025-01-01',
  },
  { route: 'javelin', kind: 'langchain', path: CHAT, url: '/v1/openai/chat/completions' },
  {
    route: 'javelin',
    kind: 'anthropic',
    path: '/v1/messages',
    url: '/v1/messages',
    headers: { 'x-api-key': PROVIDER_KEY, 'x-javelin-provider': 'https://api.anthropic.com' },
  },
  {
    route: 'javelin',
    kind: 'fetch',
    path: CHAT,
    url: '/v1/chat/completions',
    headers: { 'x-javelin-provider': 'https://api.openai.com/v1' },
  },
  {
    route: 'javelin below a prefix',
    kind: 'openai',
    path: CHAT,
    url: '/tenant/v1/chat/completions',
    headers: { 'x-javelin-route': undefined },
  },
  {
    route: 'javelin query',
    kind: 'openai',
    path: CHAT,
    url: '/v1/query/my%20route%2F1/chat/completions',
    headers: { 'x-javelin-route': 'my route/1' },
  },
  {
    route: 'javelin query',
    kind: 'azure-openai',
    path: AZURE,
    url: '/v1/query/my%20route%2F1/openai/deployments/prod-gpt/chat/completions?api-version=2025-01-01',
  },
  {
    route: 'javelin query',
    kind: 'langchain',
    path: CHAT,
    url: '/v1/query/my%20route%2F1/chat/completions',
  },
  {
    route: 'javelin highflame',
    kind: 'openai',
    path: CHAT,
    url: '/v1/chat/completions',
    headers: {
      'x-javelin-apikey': 'jv-key',
      'x-highflame-apikey': 'jv-key',
      'x-highflame-virtualapikey': 'vk',
      'x-highflame-model': 'gpt-4o',
    },
  },
  {
    route: 'portkey',
    kind: 'openai',
    path: CHAT,
    url: '/v1/chat/completions',
    headers: { 'x-portkey-api-key': 'pk-key', 'x-portkey-provider': '@bedrock', ...stripped },
  },
  { route: 'portkey', kind: 'langchain', path: CHAT, url: '/v1/chat/completions', headers: stripped },
  {
    route: 'portkey',
    kind: 'anthropic',
    path: '/v1/messages/count_tokens',
    url: '/v1/messages/count_tokens',
    headers: stripped,
  },
  { route: 'portkey', kind: 'openai', path: '/prompts/p1/completions', url: '/v1/prompts/p1/completions' },
  {
    route: 'portkey',
    kind: 'azure-openai',
    path: AZURE,
    url: '/v1/chat/completions',
    headers: { ...stripped, 'x-portkey-azure-deployment-id': undefined },
  },
  {
    route: 'portkey openai',
    kind: 'openai',
    path: CHAT,
    url: '/v1/chat/completions',
    headers: { authorization: BEARER },
  },
  {
    route: 'portkey azure',
    kind: 'azure-openai',
    path: AZURE,
    url: '/v1/chat/completions',
    headers: {
      authorization: BEARER,
      'api-key': undefined,
      'x-portkey-azure-resource-name': 'contoso',
      'x-portkey-azure-deployment-id': 'prod-gpt',
      'x-portkey-azure-api-version': '2025-01-01',
    },
  },
  {
    route: 'altrum',
    kind: 'openai',
    path: CHAT,
    url: '/v1/amazon-bedrock/chat/completions',
    headers: {
      'project-api-key': 'al-key',
      'aws-access-key-id': 'AKIDEXAMPLE',
      'aws-secret-access-key': 'aws-secret-0123',
      'aws-region-name': 'us-east-1',
      ...stripped,
    },
  },
  {
    route: 'altrum',
    kind: 'azure-openai',
    path: AZURE,
    url: '/v1/amazon-bedrock/chat/completions',
    headers: stripped,
  },
  {
    route: 'altrum openai',
    kind: 'openai',
    path: CHAT,
    url: '/v1/openai/chat/completions',
    headers: { authorization: BEARER, 'aws-access-key-id': undefined },
  },
  {
    route: 'altrum azure',
    kind: 'azure-openai',
    path: AZURE,
    url: '/v1/azure/contoso.openai.azure.com/openai/deployments/prod-gpt/chat/completions?api-version=2025-01-01',
    headers: { 'api-key': PROVIDER_KEY },
  },
  {
    route: 'altrum anthropic',
    kind: 'langchain',
    path: CHAT,
    url: '/v1/anthropic/chat/completions',
  },
  {
    route: 'bag',
    kind: 'openai',
    path: CHAT,
    url: '/api/v1/chat/completions',
    headers: { authorization: 'Bearer bag-key' },
  },
  {
    route: 'bag',
    kind: 'azure-openai',
    path: AZURE,
    url: '/api/v1/chat/completions',
    headers: { authorization: 'Bearer bag-key', 'api-key': undefined },
  },
  {
    route: 'gateway',
    kind: 'openai',
    path: '/models?limit=2',
    url: '/llm/v1/models?limit=2',
    headers: { authorization: 'Bearer gw-key' },
  },
  {
    route: 'gateway',
    kind: 'azure-openai',
    path: AZURE,
    url: '/llm/v1/deployments/prod-gpt/chat/completions?api-version=2025-01-01',
    headers: { authorization: 'Bearer gw-key', 'api-key': undefined },
  },
  { route: 'gateway', kind: 'anthropic', path: '/v1/messages', url: '/llm/v1/messages' },
  { route: 'gateway paths', kind: 'openai', path: CHAT, url: '/llm/openai/chat', headers: stripped },
  {
    route: 'gateway paths',
    kind: 'azure-openai',
    path: AZURE,
    url: '/llm/openai/chat?api-version=2025-01-01',
  },
]

describe('where a request arrives, and with which headers', () => {
  test.for(ROWS)('$route: $kind $path → $url', async ({ route, kind, path, url, headers = {} }) => {
    const create = ROUTES[route]
    if (create === undefined) throw new Error(`No route "${route}".`)
    const response = await create(server.url).serve(requestOf({ kind, path }))
    expect(response.status).toBe(200)
    expect(server.arrivals).toHaveLength(1)
    expect(server.last().url).toBe(url)
    expect(pick(server.last().headers, Object.keys(headers))).toEqual(headers)
  })
})

function pick(headers: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, headers[name]]))
}
