// One client, many routes: providers behind a Javelin gateway all serve OpenAI's API, and a header names the route.
//
//   node --conditions=@patchbay/source examples/many-routes.ts
//
// A gateway on loopback answers here. In an application set JAVELIN_BASE_URL and JAVELIN_API_KEY to your own.
import { javelin, register } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'

const server = await createGatewayServer({ expect: { 'x-javelin-apikey': 'javelin-key' } })
const client = register(
  new OpenAI({ apiKey: 'sk-provider' }),
  javelin({ baseURL: server.url, apiKey: 'javelin-key', route: 'openai_route', endpoints: 'query' }),
)
const on = (route: string) => ({ headers: { 'x-javelin-route': route } })

try {
  const body = {
    model: 'gpt-4o',
    messages: [
      { role: 'system' as const, content: 'You are a helpful assistant.' },
      { role: 'user' as const, content: 'What are the three primary colors?' },
    ],
    temperature: 0.7,
    max_tokens: 150,
  }

  // At the same time: no call sees the route of another one.
  const [openai, bedrock, llama] = await Promise.all([
    client.chat.completions.create(body),
    client.chat.completions.create({ ...body, model: 'anthropic.claude-v2' }, on('bedrock_route')),
    client.completions.create(
      { model: 'meta.llama2-70b', prompt: 'Write a haiku about programming:', max_tokens: 50, top_p: 0.9 },
      on('bedrockllama'),
    ),
  ])
  console.log('openai_route: ', openai.choices[0]?.message.content)
  console.log('bedrock_route:', bedrock.choices[0]?.message.content)
  console.log('bedrockllama: ', llama.choices[0]?.text)

  console.log('\nWhat the gateway received:')
  const lines = server.requests.map(
    ({ path, headers }) => `   POST ${path}  model ${headers['x-javelin-model']}`,
  )
  for (const line of lines.toSorted()) console.log(line)
} finally {
  await server.close()
}
