import { bedrock, gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'

const { GATEWAY_URL, GATEWAY_API_KEY, BEDROCK_API_KEY, BEDROCK_ENDPOINT } = process.env

const route =
  GATEWAY_URL === undefined
    ? bedrock({ region: 'us-east-1', apiKey: BEDROCK_API_KEY, endpoint: BEDROCK_ENDPOINT })
    : gateway({ baseURL: GATEWAY_URL, apiKey: GATEWAY_API_KEY })

const client = register(new OpenAI({ apiKey: 'unused' }), route)

async function ask(content: string) {
  const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
  const messages = [{ role: 'user' as const, content }]
  const completion = await client.chat.completions.create({ model, messages })
  console.log(completion.choices[0]?.message.content)

  let text = ''
  const stream = await client.chat.completions.create({ model, messages, stream: true })
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  console.log(text)
}

void ask('What is 12 + 30?')
