import { bedrock, gateway, javelin, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, TEST_CREDENTIALS } from '@patchbay/testing'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const CALLER_KEY = 'sk-key-of-the-caller-51d0'
const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hello' }] }
const create = () => new OpenAI({ apiKey: CALLER_KEY, baseURL: 'http://127.0.0.1:9/v1', maxRetries: 0 })

it("sends neither the caller's key nor the AWS secret to Bedrock", async () => {
  await using server = await createBedrockServer()
  const route = bedrock({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: TEST_CREDENTIALS,
    defaultModel: 'us.amazon.nova-lite-v1:0',
  })
  await register(create(), route).chat.completions.create(question)
  const sent = JSON.stringify(server.requests.map(({ path, headers, json }) => ({ path, headers, json })))
  expect(server.requests).toHaveLength(1)
  expect(sent).toContain(TEST_CREDENTIALS.accessKeyId)
  expect(sent).not.toContain(CALLER_KEY)
  expect(sent).not.toContain(TEST_CREDENTIALS.secretAccessKey)
})

it('lets a header of the request win over one of the route', async () => {
  await using server = await createGatewayServer()
  const route = gateway({ baseURL: `${server.url}/v1`, apiKey: 'k', headers: { 'x-team': 'of the route' } })
  const client = register(create(), route)
  await client.chat.completions.create(question)
  await client.chat.completions.create(question, { headers: { 'x-team': 'of the request' } })
  expect(server.requests.map(({ headers }) => headers['x-team'])).toEqual(['of the route', 'of the request'])
})

it('encodes the name of a route in the path', async () => {
  await using server = await createGatewayServer()
  const route = javelin({ baseURL: server.url, apiKey: 'k', route: 'a/../b?c#d', endpoints: 'query' })
  await register(create(), route).chat.completions.create(question)
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/query/a%2F..%2Fb%3Fc%23d/chat/completions'])
})
