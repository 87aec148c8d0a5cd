import { bedrock, gateway, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, TEST_BEARER_TOKEN } from '@patchbay/testing'
import OpenAI from 'openai'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]

test('a question is answered by Bedrock', async () => {
  const server = await createBedrockServer()
  const { region, url: endpoint } = server
  const route = bedrock({ region, endpoint, apiKey: TEST_BEARER_TOKEN })
  const client = register(new OpenAI({ apiKey: 'unused' }), route)
  const completion = await client.chat.completions.create({ model, messages })
  expect(completion.choices[0]?.message.content).toBe('12 + 30 is 42.')
  await server.close()
})

test('a question is answered through a gateway, in pieces', async () => {
  const server = await createGatewayServer()
  const client = register(new OpenAI({ apiKey: 'unused' }), gateway({ baseURL: `${server.url}/v1` }))
  let text = ''
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
    text += chunk.choices[0]?.delta.content ?? ''
  expect(text).toBe('12 + 30 is 42.')
  await server.close()
})
