// `AzureOpenAI` through a Javelin gateway, and then, without any gateway, on Amazon Bedrock.
//
//   node --conditions=@patchbay/source examples/azure-openai.ts
//
// A gateway and a strict Bedrock on loopback answer here.
import { bedrock, javelin, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import { AzureOpenAI } from 'openai'

const gateway = await createGatewayServer({ expect: { 'x-javelin-apikey': 'javelin-key' } })
const aws = await createBedrockServer()

const client = new AzureOpenAI({
  apiKey: 'azure-key',
  endpoint: 'https://my-resource.openai.azure.com',
  apiVersion: '2024-10-21',
  deployment: 'my-gpt-4o',
})
const messages = [{ role: 'user' as const, content: 'What is 19 + 23?' }]

try {
  register(client, javelin({ baseURL: gateway.url, apiKey: 'javelin-key', route: 'sampleroute1' }))

  console.log('Through the gateway:')
  const completion = await client.chat.completions.create({ model: 'gpt-4o', messages })
  console.log('  ', completion.choices[0]?.message.content)

  console.log('\nStreamed:')
  const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
  const pieces: string[] = []
  for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? '')
  console.log('  ', pieces.filter((piece) => piece !== '').join('|'))

  console.log('\nWhat the gateway received:')
  for (const { method, path, query, headers } of gateway.requests) {
    console.log(`   ${method} ${path}?${query.toString()}`)
    console.log(`      x-javelin-provider: ${headers['x-javelin-provider']}`)
  }

  // The same client, another route: its deployment now stands for a model of Bedrock.
  register(
    client,
    bedrock({
      region: aws.region,
      endpoint: aws.url,
      credentials: aws.credentials,
      models: { 'my-gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    }),
  )

  console.log('\nOn Bedrock:')
  const other = await client.chat.completions.create({ model: 'gpt-4o', messages })
  console.log('  ', other.choices[0]?.message.content)
  for (const { method, path } of aws.requests) console.log(`   ${method} ${decodeURIComponent(path)}`)
} finally {
  await Promise.all([gateway.close(), aws.close()])
}
