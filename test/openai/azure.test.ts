import { register } from '@patchbay/openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { assertUnreached, type RecordingServer, startServer, startTrap } from './support/recording-server.ts'
import { completion, gatewayTo, serving } from './support/test-routes.ts'
import { versions } from './support/versions.ts'

let trap: RecordingServer
let gateway: RecordingServer

beforeAll(async () => {
  trap = await startTrap()
  gateway = await startServer(answerLikeOpenAI)
})
afterAll(() => Promise.all([trap.close(), gateway.close()]))
afterEach(() => {
  gateway.received.splice(0)
  assertUnreached(trap)
})

const apiVersion = '2024-10-21'
const endpoint = () => new URL(trap.baseURL).origin
const azureADTokenProvider = async () => 'entra-token'
const messages = [{ role: 'user' as const, content: 'hello' }]

/** The paths that carry a deployment in every version. */
const DEPLOYMENT_PATHS = [
  '/completions',
  '/chat/completions',
  '/embeddings',
  '/audio/transcriptions',
  '/audio/translations',
  '/audio/speech',
  '/images/generations',
  '/images/edits',
]

describe.each(versions)('AzureOpenAI of $name', ({ AzureOpenAI }) => {
  it.each([
    ['a local route', () => serving(async () => completion('x'))],
    ['a gateway route', () => gatewayTo(gateway.baseURL)],
  ])('has the deployment taken out of its paths on %s', async (_name, route) => {
    const target = route()
    const client = register(
      new AzureOpenAI({ apiKey: 'k', endpoint: endpoint(), apiVersion, deployment: 'my dep' }),
      target,
    )
    for (const path of DEPLOYMENT_PATHS) await client.post(path, { body: { model: 'm' } })
    expect(target.requests.map((request) => request.endpoint)).toEqual(DEPLOYMENT_PATHS)
    for (const request of target.requests) {
      expect(request.deployment).toBe('my dep')
      expect(request.url.href.startsWith(`${endpoint()}/openai/deployments/my%20dep/`)).toBe(true)
      expect(request.url.searchParams.get('api-version')).toBe(apiVersion)
      expect(request.headers.get('api-key')).toBe('k')
      expect(request.json()).toEqual({ model: 'm' })
      expect(request.client).toMatchObject({ kind: 'azure-openai', baseURL: `${endpoint()}/openai` })
    }
  })

  it('names the model as deployment when it has no other, and none for models and responses', async () => {
    const route = serving(async () => completion('x'))
    const client = register(new AzureOpenAI({ apiKey: 'k', endpoint: endpoint(), apiVersion }), route)
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    await client.post('/responses', { body: { model: 'gpt-4o' } })
    await client.get('/models')
    expect(route.requests.map((request) => [request.endpoint, request.deployment])).toEqual([
      ['/chat/completions', 'gpt-4o'],
      ['/responses', undefined],
      ['/models', undefined],
    ])
  })

  it.each([
    ['a local route', () => serving(async () => completion('x'))],
    ['a gateway route', () => gatewayTo(gateway.baseURL)],
  ])('keeps the deployment of its base URL on %s', async (_name, route) => {
    const target = route()
    const baseURL = `${endpoint()}/openai/deployments/in-base`
    const client = register(new AzureOpenAI({ apiKey: 'k', baseURL, apiVersion }), target)
    await client.chat.completions.create({ model: 'm', messages })
    expect(target.requests[0]).toMatchObject({ endpoint: '/chat/completions', deployment: 'in-base' })
    expect(target.requests[0]?.url.pathname).toBe('/openai/deployments/in-base/chat/completions')
  })

  it('brings its Entra token as a bearer', async () => {
    const route = serving(async () => completion('x'))
    const client = new AzureOpenAI({ azureADTokenProvider, endpoint: endpoint(), apiVersion })
    await register(client, route).chat.completions.create({ model: 'm', messages })
    expect(route.requests[0]?.headers.get('authorization')).toBe('Bearer entra-token')
    expect(route.requests[0]?.headers.has('api-key')).toBe(false)
  })

  it('streams', async () => {
    const client = new AzureOpenAI({ apiKey: 'k', endpoint: endpoint(), apiVersion, deployment: 'd' })
    register(client, gatewayTo(gateway.baseURL))
    let text = ''
    for await (const chunk of await client.chat.completions.create({ model: 'm', messages, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? ''
    }
    expect(text).toBe('echo hello ')
    expect(gateway.received[0]?.headers['api-key']).toBeUndefined()
  })
})
