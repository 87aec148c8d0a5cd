// Typical code with `openai`, and without Bedrock's fields in its types.
import { bedrock, gateway, register, registrationOf, unregister } from '@patchbay/sdk'
import { register as registerOpenAI } from '@patchbay/sdk/openai'
import OpenAI, { AzureOpenAI } from 'openai'

export const client: OpenAI = register(new OpenAI(), bedrock({ region: process.env['AWS_REGION'] }))
export const byName: OpenAI = register(new OpenAI(), 'sampleroute1')
export const azure: AzureOpenAI = registerOpenAI(
  new AzureOpenAI({ apiVersion: '2024-10-21' }),
  gateway({ baseURL: 'https://gateway.example/v1' }),
)
export const where = registrationOf(client)?.route
unregister(client)

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

export async function ask(): Promise<string> {
  const messages = [{ role: 'user' as const, content: 'Hello' }]
  const completion = await client.chat.completions.create({ model, messages })
  let text = completion.choices[0]?.message.content ?? ''
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
    text += chunk.choices[0]?.delta.content ?? ''
  // @ts-expect-error nor are they on the answer without that import
  return text + String(completion.choices[0]?.message.reasoning_content)
}

export const request: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model,
  messages: [{ role: 'user', content: 'Hello' }],
  // @ts-expect-error Bedrock's fields are there with `import '@patchbay/sdk/extensions'` only
  thinking: { type: 'enabled', budget_tokens: 2048 },
}

// @ts-expect-error no client
register({ baseURL: 'https://gateway.example/v1' })
// @ts-expect-error OpenAI clients have no transport option
register(new OpenAI(), undefined, { transport: 'client' })
