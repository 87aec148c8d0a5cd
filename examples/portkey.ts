// Claude's thinking through a Portkey gateway, with the official `openai` client.
//
//   node --conditions=@patchbay/source examples/portkey.ts
//
// A gateway on loopback answers here, in Portkey's shape. In an application portkey({ provider: '@your-provider' }) with
// PORTKEY_API_KEY set is all the route needs.
import { portkey, register } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'

/** What Portkey adds to a chunk when answers may have more than OpenAI's fields. */
interface ContentBlock {
  readonly index: number
  readonly delta?: { readonly thinking?: string; readonly text?: string }
}

const chunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  choices: [{ index: 0, delta, finish_reason: finish }],
})
const block = (index: number, delta: ContentBlock['delta']) => ({ content_blocks: [{ index, delta }] })

const server = await createGatewayServer({
  expect: { 'x-portkey-api-key': 'portkey-key', 'x-portkey-strict-open-ai-compliance': 'false' },
  forbid: ['authorization'],
})
server.reply({
  events: [
    chunk({ role: 'assistant', content: '' }),
    chunk(block(0, { thinking: 'The question names no airline. ' })),
    chunk(block(0, { thinking: 'I cannot know the belt.' })),
    chunk({ ...block(1, { text: 'I have no live data ' }), content: 'I have no live data ' }),
    chunk({ ...block(1, { text: 'on flights.' }), content: 'on flights.' }),
    chunk({}, 'stop'),
  ],
})

try {
  const client = register(
    new OpenAI({ apiKey: 'not-sent-anywhere' }),
    portkey({
      baseURL: server.url,
      apiKey: 'portkey-key',
      provider: '@bedrock',
      traceId: 'flight-desk-1',
      strictOpenAICompliance: false,
    }),
  )
  const stream = await client.chat.completions.create({
    model: 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    max_tokens: 3000,
    thinking: { type: 'enabled', budget_tokens: 2030 },
    stream: true,
    messages: [{ role: 'user', content: 'When does the flight from New York to Bengaluru land tomorrow?' }],
  })

  const thinking: string[] = []
  const text: string[] = []
  for await (const { choices } of stream) {
    const delta = choices[0]?.delta as { content?: string; content_blocks?: ContentBlock[] } | undefined
    for (const { delta: part } of delta?.content_blocks ?? []) thinking.push(part?.thinking ?? '')
    text.push(delta?.content ?? '')
  }
  console.log('Thinking:', thinking.join(''))
  console.log('Answer:  ', text.join(''))

  const [received] = server.requests
  console.log(`\nWhat the gateway received:\n   ${received?.method} ${received?.path}`)
  for (const [name, value] of Object.entries(received?.headers ?? {})) {
    if (name.startsWith('x-portkey-'))
      console.log(`   ${name}: ${name.endsWith('-key') ? '(the key)' : value}`)
  }
} finally {
  await server.close()
}
