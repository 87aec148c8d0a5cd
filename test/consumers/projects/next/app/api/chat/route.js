import { bedrock, gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'

// Made at the first request, so that `next build` needs neither keys nor a region.
let client

function connect() {
  const { GATEWAY_URL, GATEWAY_API_KEY, BEDROCK_API_KEY, BEDROCK_ENDPOINT } = process.env
  const route =
    GATEWAY_URL === undefined
      ? bedrock({ region: 'us-east-1', apiKey: BEDROCK_API_KEY, endpoint: BEDROCK_ENDPOINT })
      : gateway({ baseURL: GATEWAY_URL, apiKey: GATEWAY_API_KEY })
  return register(new OpenAI({ apiKey: 'unused' }), route)
}

export async function POST(request) {
  const { question, stream = false } = await request.json()
  const body = {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content: question }],
  }
  client ??= connect()
  if (!stream) {
    const completion = await client.chat.completions.create(body)
    return new Response(completion.choices[0].message.content)
  }
  const chunks = await client.chat.completions.create({ ...body, stream })
  const texts = async function* () {
    for await (const chunk of chunks) yield chunk.choices[0]?.delta.content ?? ''
  }
  return new Response(ReadableStream.from(texts()).pipeThrough(new TextEncoderStream()))
}
