import { bedrock, register } from '@patchbay/sdk'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

it('is seen by msw: an application can go on testing as it does', async () => {
  const seen: { url: string; authorization: string | null; body: unknown }[] = []
  server.use(
    http.post('https://bedrock-runtime.us-east-1.amazonaws.com/model/:id/converse', async ({ request }) => {
      seen.push({
        url: request.url,
        authorization: request.headers.get('authorization'),
        body: await request.json(),
      })
      return HttpResponse.json({
        output: { message: { role: 'assistant', content: [{ text: 'From a handler.' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
        metrics: { latencyMs: 1 },
      })
    }),
  )
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const client = register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({ region: 'us-east-1', credentials }),
  )
  const answer = await client.chat.completions.create({
    model: 'us.amazon.nova-lite-v1:0',
    messages: [{ role: 'user', content: 'hello' }],
  })
  expect(answer.choices[0]?.message.content).toBe('From a handler.')
  expect(seen).toEqual([
    {
      url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-lite-v1%3A0/converse',
      authorization: expect.stringContaining('AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/'),
      body: {
        messages: [{ role: 'user', content: [{ text: 'hello' }] }],
        inferenceConfig: { maxTokens: 10_000 },
      },
    },
  ])
})
