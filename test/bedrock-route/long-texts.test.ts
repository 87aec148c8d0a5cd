import { isDeepStrictEqual } from 'node:util'

import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const prose = 'He said "no", and left.\n\tC:\\temp, f\u{fc}r \u{1f98a}. '.repeat(3000)
const plain = 'All about foxes. '.repeat(6000)
const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Uint8Array(60_000)])

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

describe.each(versions)('$name with texts of a hundred thousand characters', ({ OpenAI }) => {
  it('sends them to Bedrock as they are, beside a file, calls and results', async () => {
    const route = bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
    const call = {
      id: 'call_1',
      type: 'function' as const,
      function: { name: 'search', arguments: JSON.stringify({ prose }) },
    }
    await client.chat.completions.create({
      model,
      tools: [
        { type: 'function', function: { name: 'search', parameters: { type: 'object', properties: {} } } },
      ],
      messages: [
        { role: 'system', content: plain },
        {
          role: 'user',
          content: [
            { type: 'text', text: prose },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${image.toString('base64')}` } },
          ],
        },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: prose },
      ],
    })
    const [sent] = server.requests
    const { system, messages } = (sent?.json ?? {}) as Record<string, unknown>
    // Compared here: what shows how texts of this length differ takes minutes.
    expect(isDeepStrictEqual(system, [{ text: plain }])).toBe(true)
    expect(
      isDeepStrictEqual(messages, [
        {
          role: 'user',
          content: [
            { text: prose },
            { image: { format: 'png', source: { bytes: image.toString('base64') } } },
          ],
        },
        {
          role: 'assistant',
          content: [{ toolUse: { toolUseId: 'call_1', name: 'search', input: { prose } } }],
        },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: 'call_1', content: [{ text: prose }] } }],
        },
      ]),
    ).toBe(true)
  })
})
