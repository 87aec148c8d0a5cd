// Report 15: a conversation that another model answered goes on with Claude: thinking without a signature and tool_use.caller are left out, with a warning (CLIProxyAPI#1584, anthropic-sdk-python#1107)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, signReasoning } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const other = 'openai.gpt-oss-120b-1:0'
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
const tools: Anthropic.Tool[] = [{ name: 'look_up', input_schema: { type: 'object' } }]
const question: Anthropic.MessageParam = { role: 'user', content: 'Go.' }

/** A turn of the other model's, with thinking that nobody signed and a call with a caller. */
async function answerOfAnother(client: Anthropic): Promise<Anthropic.MessageParam[]> {
  server.reply({
    content: [
      { reasoningContent: { reasoningText: { text: 'Look.' } } },
      { text: 'Looking.' },
      { toolUse: { toolUseId: 'call.1', name: 'look_up', input: {} } },
    ],
  })
  const { content } = await client.messages.create({
    model: other,
    max_tokens: 2000,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    tools,
    messages: [question],
  })
  expect(content).toMatchObject([{ type: 'thinking', signature: '' }, {}, { caller: { type: 'direct' } }])
  const results: Anthropic.ToolResultBlockParam[] = [
    { type: 'tool_result', tool_use_id: 'call.1', content: 'found' },
  ]
  return [question, { role: 'assistant', content }, { role: 'user', content: results }]
}

const EXPECTED = [
  ['reasoning_dropped', 'messages[1].content[0]'],
  ['unsupported_parameter', 'messages[1].content[2].caller'],
]
const listed = () => warnings.map(({ code, field }) => [code, field])

describe('report 15: the history of another model', () => {
  it.each([false, true])('goes on with Claude (stream: %s)', async (stream) => {
    const client = create()
    const messages = await answerOfAnother(client)
    warnings = []
    const asked = { model: claude, max_tokens: 100, tools, messages }
    const answer = stream
      ? await client.messages.stream(asked).finalMessage()
      : await client.messages.create(asked)
    expect(answer.content.length).toBeGreaterThan(0)
    const sent = server.requests.at(-1)?.json as { messages: Anthropic.MessageParam[] }
    const id = (sent.messages[1]!.content as { id?: string }[])[1]?.id
    expect(id).toMatch(/^[a-zA-Z0-9_-]+$/)
    expect(sent.messages).toEqual([
      question,
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Looking.' },
          { type: 'tool_use', id, name: 'look_up', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'found' }] },
    ])
    expect(listed()).toEqual(EXPECTED)
  })

  it('is counted so, too', async () => {
    const client = create()
    const messages = await answerOfAnother(client)
    warnings = []
    const { input_tokens } = await client.messages.countTokens({ model: claude, tools, messages })
    expect(input_tokens).toBeGreaterThan(0)
    expect(listed()).toEqual(EXPECTED)
  })

  it("leaves Claude's own signed thinking alone, and a turn of nothing but unsigned thinking out", async () => {
    const signed = { type: 'thinking', thinking: 'Mine.', signature: signReasoning('Mine.') } as const
    const kept = { role: 'assistant', content: [signed, { type: 'text', text: 'Yes.' }] } as const
    const messages = [
      question,
      { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.', signature: '' }] },
      { role: 'user', content: 'And?' },
      kept,
      { role: 'user', content: 'So?' },
    ] as unknown as Anthropic.MessageParam[]
    await create().messages.create({ model: claude, max_tokens: 100, messages })
    expect(server.requests[0]?.json).toMatchObject({
      messages: [question, { role: 'user', content: 'And?' }, kept, { role: 'user', content: 'So?' }],
    })
    expect(listed()).toEqual([['reasoning_dropped', 'messages[1].content[0]']])
  })
})

describe('report 15: an answer that was cut', () => {
  const ask = (model: string, block: object) =>
    create().messages.create({
      model,
      max_tokens: 100,
      tools,
      messages: [
        question,
        { role: 'assistant', content: [{ type: 'text', text: 'Looking.' }, block] },
        {
          role: 'user',
          content:
            'id' in block
              ? [{ type: 'tool_result', tool_use_id: 'call_1', content: 'Cut short.' }]
              : 'Go on.',
        },
      ] as Anthropic.MessageParam[],
    })
  const called = (input: string) => ({ type: 'tool_use', id: 'call_1', name: 'look_up', input })
  const cut = '{"place": "Os'
  const sentBlock = (index = 1) =>
    (server.requests.at(-1)!.json as { messages: { content: object[] }[] }).messages[1]?.content[index]

  it('has its text as the input of its call', async () => {
    await ask(claude, called(cut))
    expect(sentBlock()).toEqual({ ...called(''), input: { arguments: cut } })
    await ask('us.amazon.nova-pro-v1:0', called(cut))
    expect(sentBlock()).toMatchObject({ toolUse: { input: { arguments: cut } } })
    expect(listed()).toEqual([
      ['invalid_tool_arguments', 'messages[1].content[1].input'],
      ['invalid_tool_arguments', 'messages[1].content[1].input'],
    ])
  })

  it('is read where the text is an object', async () => {
    await ask(claude, called('{"place": "Oslo", "id": 12345678901234567890}'))
    expect(sentBlock()).toMatchObject({ input: { place: 'Oslo' } })
    expect(new TextDecoder().decode(server.requests.at(-1)?.body)).toContain('12345678901234567890')
    await ask(claude, called(' '))
    expect(sentBlock()).toMatchObject({ input: {} })
    expect(listed()).toEqual([])
  })

  it('loses encrypted reasoning without its data', async () => {
    await ask(claude, { type: 'redacted_thinking', data: '' })
    expect(sentBlock()).toBeUndefined()
    expect(listed()).toEqual([['reasoning_dropped', 'messages[1].content[1]']])
  })
})
