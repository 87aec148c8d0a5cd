import { describe, expect, test, vi } from 'vitest'

import { type Call, requestOf } from '../../test-support/requests.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import type { FetchLike } from '../client-facts.ts'
import { altrum } from './altrum.ts'
import type { AltrumOptions } from './altrum-options.ts'

const AWS = { awsAccessKeyId: 'AKIDEXAMPLE', awsSecretAccessKey: 'aws-secret-0123', awsRegion: 'us-east-1' }
const BASE = { model: 'meta.llama3-8b-instruct-v1:0', messages: [] }

async function serve(options: AltrumOptions, call: Call = {}) {
  const fetch = vi.fn<FetchLike>(() => Promise.resolve(Response.json({})))
  const response = await altrum({ apiKey: 'k', ...options }).serve(requestOf({ body: BASE, ...call, fetch }))
  const [url, init] = fetch.mock.calls[0] ?? []
  return {
    response,
    url,
    body: init === undefined ? undefined : (JSON.parse(init.body as string) as unknown),
  }
}

describe('bodies', () => {
  test.for([
    [{ stop: 'END' }, { stop: ['END'] }],
    [{ stop: ['A', 'B'] }, { stop: ['A', 'B'] }],
    [{ stop: null }, { stop: null }],
    [{ tool_choice: 'auto' }, { tool_choice: 'auto' }],
  ] as const)('amazon-bedrock: %j becomes %j', async ([given, expected]) => {
    expect((await serve(AWS, { body: { ...BASE, ...given } })).body).toEqual({ ...BASE, ...expected })
  })

  test('a timeout is sent, and the own one of a request wins', async () => {
    expect((await serve({ ...AWS, timeout: 30 })).body).toEqual({ ...BASE, timeout: 30 })
    const own = await serve({ ...AWS, timeout: 30 }, { body: { ...BASE, timeout: 5 } })
    expect(own.body).toEqual({ ...BASE, timeout: 5 })
  })

  test('other providers take bodies as they are', async () => {
    const body = { ...BASE, stop: 'END', tool_choice: { type: 'function', function: { name: 'f' } } }
    expect((await serve({ provider: 'openai' }, { body })).body).toEqual(body)
  })
})

describe('refusals, before anything is sent', () => {
  test.for([
    [AWS, { path: '/embeddings' }, 'unsupported_endpoint'],
    [AWS, { path: '/responses' }, 'unsupported_endpoint'],
    [AWS, { path: '/models', method: 'GET', body: undefined }, 'unsupported_endpoint'],
    [
      AWS,
      { body: { ...BASE, tool_choice: { type: 'function', function: { name: 'get_weather' } } } },
      'unsupported_value',
    ],
    [{}, {}, 'aws_credentials_missing'],
    [{ provider: 'azure' }, {}, 'azure_address_missing'],
  ] as const)('%j %j: %s', async ([options, call, code]) => {
    const { response, url } = await serve(options, call)
    expect(url).toBeUndefined()
    expect(response.status).toBe(400)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  test('a tool that is chosen by name is named', async () => {
    const choice = { type: 'function', function: { name: 'get_weather' } }
    const { response } = await serve(AWS, { body: { ...BASE, tool_choice: choice } })
    expect(await response.json()).toMatchObject({
      error: { param: 'tool_choice', message: expect.stringContaining('get_weather') as string },
    })
  })
})

describe('addresses', () => {
  test('AWS keys may come with the request', async () => {
    const headers = { 'aws-access-key-id': 'a', 'aws-secret-access-key': 'b', 'aws-region-name': 'c' }
    expect((await serve({}, { headers })).response.status).toBe(200)
  })

  test('azure, for a client that is not', async () => {
    const azure = { provider: 'azure', azureEndpoint: 'contoso', azureDeployment: 'd 1' } as const
    expect((await serve({ ...azure, azureApiVersion: '2024-06-01' })).url).toBe(
      'https://api.altrum.ai/v1/azure/contoso/openai/deployments/d%201/chat/completions?api-version=2024-06-01',
    )
  })

  test('a socket that the gateway will refuse goes to the gateway, and nowhere else', () => {
    const { client } = requestOf()
    expect(altrum({ apiKey: 'k' }).socketBaseURL(client)).toBe('https://api.altrum.ai/v1/amazon-bedrock')
  })
})

describe('options', () => {
  test.for([
    [{ awsSessionToken: 'hunter22' }, /awsSessionToken/],
    [{ awsAccessKeyId: 'a' }, /awsSecretAccessKey, awsRegion/],
    [{ provider: 'bedrock' }, /provider/],
    [{ timeout: 0.5 }, /timeout/],
    [{ azureEndpoint: '..' }, /azureEndpoint/],
  ] as const)('%j is refused', ([options, message]) => {
    const create = () => altrum({ apiKey: 'k', ...(options as AltrumOptions) })
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(message)
    expect(create).not.toThrow(/hunter22/)
  })
})
