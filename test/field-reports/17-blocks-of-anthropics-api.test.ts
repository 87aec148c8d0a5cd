// Report 17: blocks of a history that only Anthropic's own API knows reach other models as their text, or are left out with a warning (field reports, no public source named)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.amazon.nova-pro-v1:0'
let server: BedrockServer
let warnings: Warning[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings = []
})

const create = () =>
  register(
    new Anthropic({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      onWarning: (warning) => void warnings.push(warning),
    }),
  )

const tools: Anthropic.Beta.BetaTool[] = [{ name: 'find_tools', input_schema: { type: 'object' } }]
const messages: Anthropic.Beta.BetaMessageParam[] = [
  { role: 'user', content: 'Look it up.' },
  {
    role: 'assistant',
    content: [
      { type: 'compaction', content: 'We spoke of tides.' },
      { type: 'fallback', from: { model: 'claude-a' }, to: { model: 'claude-b' } },
      { type: 'mcp_tool_listing', mcp_server_name: 'wiki', tools: [] },
      { type: 'mcp_tool_use', id: 'mcp_1', name: 'search', server_name: 'wiki', input: {} },
      {
        type: 'mcp_tool_result',
        tool_use_id: 'mcp_1',
        content: [{ type: 'text', text: 'Tides: the moon.' }],
      },
      { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: {} },
      { type: 'text', text: 'The moon.' },
      { type: 'tool_use', id: 't1', name: 'find_tools', input: {} },
    ],
  },
  {
    role: 'user',
    content: [
      {
        type: 'tool_result',
        tool_use_id: 't1',
        content: [{ type: 'tool_reference', tool_name: 'tide_table' }],
      },
      { type: 'text', text: 'Go on.' },
    ],
  },
]

describe('report 17: blocks of the history that only Claude knows', () => {
  it.each([false, true])('become text or a warning for another model (stream: %s)', async (stream) => {
    const params = { model, max_tokens: 100, tools, messages }
    const client = create()
    const answer = stream
      ? await client.beta.messages.stream(params).finalMessage()
      : await client.beta.messages.create(params)
    expect(answer.content[0]).toMatchObject({ type: 'text' })
    expect(server.requests.at(-1)?.json).toMatchObject({
      messages: [
        { role: 'user', content: [{ text: 'Look it up.' }] },
        {
          role: 'assistant',
          content: [
            { text: 'We spoke of tides.' },
            { text: 'Tides: the moon.' },
            { text: 'The moon.' },
            { toolUse: { toolUseId: 't1', name: 'find_tools', input: {} } },
          ],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 't1', content: [{ text: expect.any(String) as string }] } },
            { text: 'Go on.' },
          ],
        },
      ],
    })
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['unsupported_content_block', 'messages[1].content[1]'],
      ['unsupported_content_block', 'messages[1].content[2]'],
      ['unsupported_content_block', 'messages[1].content[3]'],
      ['unsupported_content_block', 'messages[1].content[5]'],
      ['unsupported_content_block', 'messages[2].content[0].content[0]'],
    ])
  })
})
