import { bedrock, gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'

export default {
  async fetch(request, env) {
    const route =
      env.GATEWAY_URL === undefined
        ? bedrock({ region: 'us-east-1', apiKey: env.BEDROCK_API_KEY, endpoint: env.BEDROCK_ENDPOINT })
        : gateway({ baseURL: env.GATEWAY_URL, apiKey: env.GATEWAY_API_KEY })
    const client = register(new OpenAI({ apiKey: 'unused' }), route)
    const { question, stream = false } = await request.json()
    const body = {
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      messages: [{ role: 'user', content: question }],
    }
    if (!stream) {
      const completion = await client.chat.completions.create(body)
      return new Response(completion.choices[0].message.content)
    }
    const chunks = await client.chat.completions.create({ ...body, stream })
    return new Response(chunks.toReadableStream(), { headers: { 'content-type': 'application/x-ndjson' } })
  },
}
