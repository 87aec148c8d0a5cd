// A BedrockRuntimeClient without AWS: its commands are served by an OpenAI-compatible server.
//
//   node --conditions=@patchbay/source examples/bedrock-openai.ts
//
// Everything runs on loopback. With a server of your own (OpenAI, vLLM, Ollama, LM Studio), set OPENAI_BASE_URL, OPENAI_API_KEY
// and MODEL.
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  type Message,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { configure, openai, register } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'

const backend = await createGatewayServer()
const { OPENAI_BASE_URL: baseURL = `${backend.url}/v1`, OPENAI_API_KEY: apiKey = 'unused' } = process.env
configure({ onWarning: ({ field, message }) => console.log(`  (${field}: ${message})`) })

// No region, no credentials: nothing of AWS is needed.
const client = register(
  new BedrockRuntimeClient({}),
  openai({ baseURL, apiKey, model: process.env['MODEL'] ?? 'gpt-4o' }),
)
const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages: Message[] = [{ role: 'user', content: [{ text: 'What is the weather in Paris?' }] }]
const tool = {
  name: 'get_weather',
  description: 'The weather in a city',
  inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
}

try {
  const { output, stopReason, usage } = await client.send(
    new ConverseCommand({ modelId, messages, toolConfig: { tools: [{ toolSpec: tool }] } }),
  )
  console.log('Converse:', stopReason, JSON.stringify(output?.message?.content), JSON.stringify(usage))

  const streamed = await client.send(
    new ConverseStreamCommand({ modelId, messages, inferenceConfig: { maxTokens: 200 } }),
  )
  process.stdout.write('ConverseStream: ')
  for await (const event of streamed.stream ?? []) {
    process.stdout.write(event.contentBlockDelta?.delta?.text ?? '')
    if (event.metadata) console.log('', JSON.stringify(event.metadata.usage))
  }

  // The body of the model, and its answer's: here Llama's.
  const body = JSON.stringify({ prompt: 'What is 12 + 30?', max_gen_len: 50 })
  const invoked = await client.send(
    new InvokeModelCommand({ modelId: 'us.meta.llama3-3-70b-instruct-v1:0', body }),
  )
  console.log('InvokeModel:', invoked.body.transformToString())

  const counted = await client.send(new CountTokensCommand({ modelId, input: { converse: { messages } } }))
  console.log('CountTokens:', counted.inputTokens)

  const guardrailConfig = { guardrailIdentifier: 'g', guardrailVersion: '1' }
  await client.send(new ConverseCommand({ modelId, messages, guardrailConfig })).catch((error: unknown) => {
    if (!(error instanceof ValidationException)) throw error
    console.log('ValidationException:', error.message)
  })
} finally {
  client.destroy()
  await backend.close()
}
