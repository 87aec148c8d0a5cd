// Report 23: what is set on Object.create(client) stays there, and the registered client keeps its own key and base URL (openai/openai-agents-js, which makes such objects and takes their key away)
import { bedrock, gateway, javelin, register, unregister } from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

let server: GatewayServer
beforeAll(async () => {
  server = await createGatewayServer()
})
afterAll(() => server.close())

const apiKey = 'gateway-key-0123456789'
const routes = {
  'gateway()': () => gateway({ baseURL: `${server.url}/v1`, apiKey }),
  'javelin()': () => javelin({ baseURL: server.url, apiKey }),
  'bedrock()': () => bedrock({ endpoint: server.url, region: 'us-east-1', apiKey }),
}
const question = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hi' }] }

describe.each(versions)('report 23: setters, $name', ({ OpenAI, major }) => {
  it.each(Object.entries(routes))('%s: act on what was derived from a client', (_, route) => {
    const original = { apiKey: 'sk-own', baseURL: 'https://api.example.com/v1' }
    const client = register(new OpenAI({ ...original }), route())
    const shown = { apiKey: client.apiKey, baseURL: client.baseURL }
    const derived: { apiKey: string | null; baseURL: string } = Object.create(client)
    expect(derived).toMatchObject(shown)
    derived.apiKey = null
    derived.baseURL = 'https://other.example.com/v1'
    expect([derived.apiKey, derived.baseURL]).toEqual([null, 'https://other.example.com/v1'])
    derived.apiKey = 'sk-second'
    expect(derived.apiKey).toBe('sk-second')
    expect(client).toMatchObject(shown)
    unregister(client)
    expect(client).toMatchObject(original)
  })

  it('act on the client itself, and through a Proxy around it', async () => {
    const client = register(new OpenAI({ apiKey: 'sk-own', maxRetries: 0 }), routes['gateway()']())
    const shown = client.baseURL
    client.apiKey = 'sk-new'
    const proxy = new Proxy(client, {})
    proxy.baseURL = 'https://other.example.com/v1'
    expect(client.baseURL).toBe(shown)
    expect(Object.getOwnPropertyDescriptor(client, 'baseURL')).not.toHaveProperty('value')
    await proxy.chat.completions.create(question)
    expect(server.requests.at(-1)?.path).toBe('/v1/chat/completions')
    unregister(client)
    expect(client).toMatchObject({ apiKey: 'sk-new', baseURL: 'https://other.example.com/v1' })
  })

  // Later versions have private members, which nothing derived has.
  it.runIf(major === 4)('a derived client sends by the route still', async () => {
    const client = register(new OpenAI({ apiKey: 'sk-own', maxRetries: 0 }), routes['gateway()']())
    const derived = Object.create(client) as typeof client
    derived.apiKey = 'sk-derived'
    await derived.post('/chat/completions', { body: question })
    expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${apiKey}`)
  })
})
