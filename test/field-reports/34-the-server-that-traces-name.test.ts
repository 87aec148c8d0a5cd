// Report 34: on bedrock() client.baseURL names the real host where the client itself refuses sockets, else a short one under .invalid, for traces (server.address) and OPENAI_LOG=debug (https://opentelemetry.io/docs/specs/semconv/gen-ai/)
import { bedrock, fallback, openai, register, type Route, timeout, unregister } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const HOST = 'https://bedrock-runtime.eu-west-1.amazonaws.com'
const apiKey = 'bedrock-key'
const shownBy: readonly (readonly [string, () => Route, string])[] = [
  ['a region', () => bedrock({ region: 'eu-west-1', apiKey }), HOST],
  [
    'a FIPS endpoint',
    () => bedrock({ region: 'us-east-1', fips: true, apiKey }),
    'https://bedrock-runtime-fips.us-east-1.amazonaws.com',
  ],
  [
    'an endpoint',
    () => bedrock({ region: 'eu-west-1', endpoint: 'https://vpce.example.com/x', apiKey }),
    'https://vpce.example.com',
  ],
  ['a policy of one', () => timeout(bedrock({ region: 'eu-west-1', apiKey }), { total: 1000 }), HOST],
  ['openai()', () => openai({ baseURL: 'https://vllm.example.com/v1', apiKey }), 'https://vllm.example.com'],
]

describe.each(versions)('report 34: the base URL, $name', ({ OpenAI, AzureOpenAI, major }) => {
  const create = () => new OpenAI({ apiKey: 'unused', maxRetries: 0 })

  it.each(shownBy)('%s', (_, route, host) => {
    const client = register(create(), route())
    const { origin, hostname, pathname } = new URL(client.baseURL)
    if (major === 7) expect(origin).toBe(host)
    else expect(hostname).toMatch(/^no-websockets-on-[a-z]+\.invalid$/)
    expect(pathname).toBe('/v1')
    unregister(client)
    expect(client.baseURL).toBe('https://api.openai.com/v1')
  })

  it('is one that does not resolve where the host is not known, or there are several', () => {
    const target = bedrock({ region: 'eu-west-1', apiKey })
    const client = register(create(), fallback([target, target]))
    expect(client.baseURL).toBe('https://no-websockets-on-fallback.invalid/v1')
  })

  it('serves requests all the same, of clones and Azure clients too', async () => {
    await using service = await createBedrockServer()
    const route = bedrock({
      region: 'us-east-1',
      endpoint: service.url,
      apiKey: service.bearerToken,
      model: 'amazon.nova-lite-v1:0',
    })
    const azure = new AzureOpenAI({
      apiKey: 'unused',
      endpoint: 'https://contoso.openai.azure.com',
      apiVersion: '2024-10-21',
    })
    const client = register(create(), route)
    const clone = major > 4 ? client.withOptions({ maxRetries: 1 }) : client
    for (const one of [client, clone, register(azure, route)]) {
      const answer = await one.chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Hi' }],
      })
      expect(answer.object).toBe('chat.completion')
      expect(new URL(one.baseURL).origin).toBe(
        major === 7 ? service.url : 'https://no-websockets-on-bedrock.invalid',
      )
    }
    expect(service.requests).toHaveLength(3)
  })

  it('a copy of a client, which has lost its hooks, shows no host that resolves', () => {
    const client = create()
    const copy = register(Object.assign({}, client), bedrock({ region: 'eu-west-1', apiKey }))
    expect(new URL(copy.baseURL).hostname).toBe('no-websockets-on-bedrock.invalid')
  })
})
