// The applications whose sizes are compared: each asks a model on Amazon Bedrock, or behind a gateway, once whole and once streamed.

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const CHAT = `{ model: '${MODEL}', messages: [{ role: 'user', content: 'Hello.' }] }`
const OPENAI_CHAT = `
  await client.chat.completions.create(${CHAT})
  for await (const chunk of await client.chat.completions.create({ ...${CHAT}, stream: true })) chunk.id`

/** @type {readonly { name: string, packages: readonly string[], code: string }[]} */
export const APPLICATIONS = [
  {
    name: '`openai` with `register` and `bedrock()`',
    packages: ['@patchbay/sdk', 'openai@7.55.0'],
    code: `import OpenAI from 'openai'
import { bedrock, register } from '@patchbay/sdk/openai'
export async function chat({ bedrock: server }) {
  const client = register(
    new OpenAI({ apiKey: 'unused' }),
    bedrock({ region: 'us-east-1', endpoint: server.url, apiKey: server.bearerToken }),
  )${OPENAI_CHAT}
}`,
  },
  {
    name: '`openai` with `register` and `portkey()`',
    packages: ['@patchbay/sdk', 'openai@7.55.0'],
    code: `import OpenAI from 'openai'
import { register } from '@patchbay/sdk/openai'
import { portkey } from '@patchbay/sdk/gateways'
export async function chat({ gateway }) {
  const client = register(
    new OpenAI({ apiKey: 'unused' }),
    portkey({ baseURL: gateway.url, apiKey: 'k', provider: '@bedrock' }),
  )${OPENAI_CHAT}
}`,
  },
  {
    name: '`openai` alone, at an OpenAI-compatible server',
    packages: ['openai@7.55.0'],
    code: `import OpenAI from 'openai'
export async function chat({ gateway }) {
  const client = new OpenAI({ apiKey: 'k', baseURL: gateway.url + '/v1' })${OPENAI_CHAT}
}`,
  },
  {
    name: '`portkey-ai` 3.1.0',
    packages: ['portkey-ai@3.1.0'],
    code: `import { Portkey } from 'portkey-ai'
export async function chat({ gateway }) {
  const client = new Portkey({ baseURL: gateway.url + '/v1', apiKey: 'k', provider: '@bedrock' })${OPENAI_CHAT}
}`,
  },
  {
    name: '`bedrock-wrapper` 1.1.0',
    packages: ['bedrock-wrapper@1.1.0'],
    // Takes no endpoint and no transport, so that it cannot be run here: what it imports at the start is counted.
    code: "export { bedrockWrapper } from 'bedrock-wrapper'",
  },
  {
    name: '`@ai-sdk/amazon-bedrock` 5.0.101 and `ai` 7.0.173',
    packages: ['@ai-sdk/amazon-bedrock@5.0.101', 'ai@7.0.173', 'zod@4.6.7'],
    code: `import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { generateText, streamText } from 'ai'
export async function chat({ bedrock: server }) {
  const provider = createAmazonBedrock({ region: 'us-east-1', baseURL: server.url, apiKey: server.bearerToken })
  const request = { model: provider('${MODEL}'), prompt: 'Hello.', maxOutputTokens: 100 }
  await generateText(request)
  for await (const text of streamText(request).textStream) text.length
}`,
  },
  {
    name: '`ChatBedrockConverse` of `@langchain/aws` 1.4.5',
    packages: ['@langchain/aws@1.4.5', '@langchain/core@1.2.13', '@smithy/node-http-handler@4.14.2'],
    code: `import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { ChatBedrockConverse } from '@langchain/aws'
import { NodeHttpHandler } from '@smithy/node-http-handler'
export async function chat({ bedrock: { url: endpoint, credentials } }) {
  const region = 'us-east-1'
  const client = new BedrockRuntimeClient({ region, endpoint, credentials, requestHandler: new NodeHttpHandler() })
  const model = new ChatBedrockConverse({ client, model: '${MODEL}', region, credentials })
  await model.invoke('Hello.')
  for await (const chunk of await model.stream('Hello.')) chunk.id
}`,
  },
]
