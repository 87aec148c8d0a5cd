import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import * as fc from 'fast-check'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'hello' }]
/** Length prefixes among them, that promise more than comes, and more than there is memory for. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(fc.integer({ min: 0 }), fc.uint8Array({ maxLength: 40 })).map(([length, rest]) => {
    const prelude = new Uint8Array(4)
    new DataView(prelude.buffer).setUint32(0, length)
    return new Uint8Array([...prelude, ...rest])
  }),
  fc.json().map((text) => new TextEncoder().encode(text)),
)
const contentType = fc.constantFrom('application/vnd.amazon.eventstream', 'application/json', 'text/html')
const status = fc.constantFrom(200, 200, 200, 400, 403, 429, 500, 599)

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

describe('garbage from upstream', () => {
  it.each([false, true])('is an error of openai, never a hang or a crash (stream: %s)', async (stream) => {
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
      bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials }),
    )
    await fc.assert(
      fc.asyncProperty(garbage, contentType, status, async (body, type, code) => {
        server.enqueue({ raw: { status: code, headers: { 'content-type': type }, body } })
        const outcome = await (stream ? drain(client) : client.chat.completions.create({ model, messages }))
          .then((answer) => answer)
          .catch((error: unknown) => error)
        // A JSON object is an answer, be it an empty one.
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(OpenAI.APIError)
        else expect(outcome).toMatchObject({ object: 'chat.completion' })
      }),
      { numRuns: 150 },
    )
  })
})

async function drain(client: OpenAI): Promise<unknown> {
  const chunks: unknown[] = []
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
    chunks.push(chunk)
  }
  return chunks
}
