import { javelin } from '@patchbay/core'
import { bedrock } from '@patchbay/bedrock-backend'
import { register, registrationOf, unregister } from '@patchbay/openai'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
} from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertUnreached, type RecordingServer, startTrap } from './support/recording-server.ts'
import { versions } from './support/versions.ts'

let trap: RecordingServer
let gateway: GatewayServer
let aws: BedrockServer

beforeAll(async () => {
  trap = await startTrap()
  gateway = await createGatewayServer({ expect: { 'x-javelin-apikey': 'jv-key' } })
  aws = await createBedrockServer()
})
afterAll(async () => {
  await Promise.all([gateway.close(), aws.close(), trap.close()])
  assertUnreached(trap)
})
beforeEach(() => {
  gateway.reset()
  aws.reset()
})

const apiVersion = '2024-10-21'
const question = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Say hello' }] }

describe.each(versions)('$name', ({ OpenAI, AzureOpenAI }) => {
  const create = () => new OpenAI({ apiKey: 'sk-secret', baseURL: trap.baseURL })
  const createAzure = () =>
    new AzureOpenAI({
      apiKey: 'azure-key',
      endpoint: new URL(trap.baseURL).origin,
      apiVersion,
      deployment: 'dep',
    })

  it.each([
    ['unified', '/tenant/v1/chat/completions'],
    ['query', '/tenant/v1/query/sampleroute1/chat/completions'],
  ] as const)('reaches Javelin by its %s endpoints', async (endpoints, path) => {
    const options = { baseURL: `${gateway.url}/tenant`, apiKey: 'jv-key', route: 'sampleroute1', endpoints }
    const client = register(create(), javelin(options))
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBeTypeOf('string')
    let text = ''
    for await (const chunk of await client.chat.completions.create({ ...question, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? ''
    }
    expect(text).not.toBe('')
    for (const request of gateway.requests) {
      expect(request.path).toBe(path)
      expect(request.headers).toMatchObject({
        'x-javelin-apikey': 'jv-key',
        'x-javelin-route': 'sampleroute1',
        'x-javelin-provider': trap.baseURL,
        authorization: 'Bearer sk-secret',
      })
    }
    expect(JSON.stringify(registrationOf(client))).not.toContain('jv-key')
  })

  it("keeps Azure's deployment path on Javelin", async () => {
    const client = register(createAzure(), javelin({ baseURL: gateway.url, apiKey: 'jv-key' }))
    await client.chat.completions.create(question)
    expect(gateway.requests[0]?.path).toBe('/v1/openai/deployments/dep/chat/completions')
    expect(gateway.requests[0]?.headers['api-key']).toBe('azure-key')
  })

  it.each([
    ['OpenAI', create],
    ['AzureOpenAI', createAzure],
  ])('serves %s from Bedrock', async (_name, make) => {
    const { url: endpoint, region, credentials } = aws
    const route = bedrock({
      endpoint,
      region,
      credentials,
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    })
    const client = register(make(), route)
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBeTypeOf('string')
    let text = ''
    for await (const chunk of await client.chat.completions.create({ ...question, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? ''
    }
    expect(text).not.toBe('')
    expect(aws.requests).toHaveLength(2)
    expect(JSON.stringify(aws.requests)).not.toContain('sk-secret')
    unregister(client)
  })
})
