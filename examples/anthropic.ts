// An Anthropic client on Amazon Bedrock: Claude in its own protocol, another model by Converse, the same code for both.
//
//   node --conditions=@patchbay/source examples/anthropic.ts
//
// Everything runs on loopback, on a strict Bedrock. With an AWS account leave `endpoint` and `credentials` out.
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'

const server = await createBedrockServer()
const client = register(
  new Anthropic({ apiKey: 'unused' }),
  bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials }),
)

const tools: Anthropic.Tool[] = [
  {
    name: 'get_weather',
    description: 'The weather in a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]

/** Asks, runs the tools that are called, and says what comes of it. */
async function ask(model: string): Promise<void> {
  console.log(`\n${model}`)
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
  for (;;) {
    const stream = client.messages.stream({ model, max_tokens: 1024, tools, messages })
    stream.on('text', (text) => void process.stdout.write(text))
    const message = await stream.finalMessage()
    messages.push({ role: 'assistant', content: message.content })
    const results = message.content.flatMap((block): Anthropic.ToolResultBlockParam[] => {
      if (block.type !== 'tool_use') return []
      console.log(`(${block.name} ${JSON.stringify(block.input)})`)
      return [{ type: 'tool_result', tool_use_id: block.id, content: 'Sunny, 21 degrees.' }]
    })
    if (results.length === 0) break
    messages.push({ role: 'user', content: results })
  }
  console.log()
}

try {
  const models = ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us.amazon.nova-pro-v1:0']
  for (const model of models) await ask(model)

  const { input_tokens } = await client.messages.countTokens({
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content: 'How many tokens are these?' }],
  })
  console.log(`\nCounted: ${input_tokens} tokens`)

  server.enqueue({ error: { type: 'AccessDeniedException', message: 'You have no access to this model.' } })
  const error: unknown = await client.messages
    .create({ model: 'amazon.nova-lite-v1:0', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] })
    .catch((raised: unknown) => raised)
  if (error instanceof Anthropic.PermissionDeniedError) console.log(`\nRefused: ${error.message}`)
  else throw error

  console.log('\nBedrock received:')
  for (const { operation, modelId } of server.requests) console.log(`   ${operation} ${modelId}`)
} finally {
  await server.close()
}
