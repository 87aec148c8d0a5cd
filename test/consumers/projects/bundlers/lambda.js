import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'

// Once per container. Region and credentials are those of the function's role, which Lambda puts into the environment.
const client = register(new OpenAI({ apiKey: 'unused' }), bedrock({ endpoint: process.env.BEDROCK_ENDPOINT }))

export const handler = async (event) => {
  const { question, stream = false } = JSON.parse(event.body)
  const request = {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content: question }],
  }
  if (!stream) {
    const completion = await client.chat.completions.create(request)
    return { statusCode: 200, body: completion.choices[0].message.content }
  }
  let body = ''
  for await (const chunk of await client.chat.completions.create({ ...request, stream }))
    body += chunk.choices[0]?.delta.content ?? ''
  return { statusCode: 200, body }
}
