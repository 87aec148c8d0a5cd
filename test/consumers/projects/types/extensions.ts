// With Bedrock's fields in the types of `openai`.
import '@patchbay/sdk/extensions'
import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'

const client = register(new OpenAI(), bedrock({ region: process.env['AWS_REGION'] }))
const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

export async function ask(): Promise<string> {
  const completion = await client.chat.completions.create({
    model,
    messages: [
      { role: 'system', content: 'Be brief.', cache_control: { type: 'ephemeral' } },
      { role: 'user', content: 'Hello' },
    ],
    thinking: { type: 'enabled', budget_tokens: 2048 },
  })
  const stream = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Hello' }],
    thinking: { type: 'enabled', budget_tokens: 2048 },
    stream: true,
  })
  let text = completion.choices[0]?.message.reasoning_content ?? ''
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  return text
}
