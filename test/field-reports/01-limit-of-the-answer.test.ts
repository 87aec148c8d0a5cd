// Report 01: a request that names no limit is sent with one of the model's, and the call that a limit cut may stand in the history afterwards (BerriAI/litellm#41529, earendil-works/pi#4871, usestrix/strix#623)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const OPUS = 'us.anthropic.claude-opus-4-6-v1'
const SONNET_45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const PROMPT = 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:1'
const messages = [{ role: 'user' as const, content: 'Count from 1 to 5.' }]
/** Beside tools GPT is served by Converse, which cuts answers; its own Chat Completions, without them, do not. */
const TOOLS = [
  { type: 'function', function: { name: 'clock', parameters: { type: 'object', properties: {} } } },
]
const bedrockServer = useStrictBedrock()
const sentMaxTokens = () =>
  bedrockServer.lastSent<{ inferenceConfig?: { maxTokens?: number } }>().inferenceConfig?.maxTokens
const connect = () => bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
const connectWith = (maxTokens: number) => {
  const { region, url: endpoint, credentials } = bedrockServer.server
  return register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({ region, endpoint, credentials, maxTokens }),
  )
}

describe.each(versions)('report 01: a request without a limit, $name', ({ OpenAI: Client }) => {
  it.each([false, true])('gets one of the model (stream: %s)', async (stream) => {
    const client = bedrockServer.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
    const answer = await client.chat.completions.create({ model: OPUS, messages, stream })
    if (Symbol.asyncIterator in answer) for await (const chunk of answer) expect(chunk).toBeDefined()
    expect(sentMaxTokens()).toBe(16_384)
    expect(bedrockServer.warnings).toEqual([])
  })
})

describe('report 01: the limit by default', () => {
  it.each([
    [OPUS, {}, 16_384],
    ['anthropic.claude-3-haiku-20240307-v1:0', {}, 4096],
    [SONNET_45, { reasoning_effort: 'low' }, 16_384],
    [SONNET_45, { reasoning_effort: 'high' }, 24_576 + 8192],
    [SONNET_45, { thinking: { type: 'enabled', budget_tokens: 20_000 } }, 28_192],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', { reasoning_effort: 'high' }, 32_000],
    ['us.amazon.nova-lite-v1:0', {}, 10_000],
    ['us.amazon.nova-2-lite-v1:0', { reasoning_effort: 'low' }, 16_384],
    ['us.amazon.nova-2-lite-v1:0', { reasoning_effort: 'high' }, undefined],
    ['us.openai.gpt-6-sol', { tools: TOOLS }, 32_768],
    ['deepseek.v3-v1:0', {}, undefined],
    [PROMPT, {}, undefined],
  ])('of %s with %j is %s', async (model, more, expected) => {
    await connect().chat.completions.create({ model, messages, ...(more as object) })
    expect(sentMaxTokens()).toBe(expected)
  })

  it('is that of the route where it has one, within the maximum of the model', async () => {
    const client = connectWith(50_000)
    await client.chat.completions.create({ model: OPUS, messages })
    expect(sentMaxTokens()).toBe(50_000)
    await client.chat.completions.create({ model: 'us.amazon.nova-lite-v1:0', messages })
    expect(sentMaxTokens()).toBe(10_000)
    await client.chat.completions.create({ model: OPUS, messages, max_tokens: 100 })
    expect(sentMaxTokens()).toBe(100)
    await client.chat.completions.create({ model: SONNET_45, messages, reasoning_effort: 'medium' })
    expect(bedrockServer.lastSent()).toMatchObject({
      inferenceConfig: { maxTokens: 50_000 },
      additionalModelRequestFields: { thinking: { budget_tokens: 25_000 } },
    })
    expect(() => connectWith(0)).toThrow('maxTokens')
  })

  it('is sent by the Responses API, too', async () => {
    await connect().responses.create({ model: OPUS, input: 'Hello' })
    expect(sentMaxTokens()).toBe(16_384)
  })
})

describe('report 01: a call that was cut', () => {
  const tools = [{ type: 'function' as const, function: { name: 'write', parameters: { type: 'object' } } }]
  const cut = '{"path":"/a","text":"unfini'
  const input = { arguments: cut }
  const sentCall = () =>
    bedrockServer.lastSent<{ messages: { content: object[] }[] }>().messages[1]?.content[0]

  it('goes in as a text in chat completions, whole and streamed', async () => {
    const history = [
      ...messages,
      {
        role: 'assistant' as const,
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function' as const, function: { name: 'write', arguments: cut } },
        ],
      },
      { role: 'tool' as const, tool_call_id: 'call_1', content: 'The call was cut.' },
    ]
    await connect().chat.completions.create({ model: OPUS, messages: history, tools })
    expect(sentCall()).toEqual({ toolUse: { toolUseId: 'call_1', name: 'write', input } })
    await connect().chat.completions.stream({ model: OPUS, messages: history, tools }).done()
    expect(sentCall()).toEqual({ toolUse: { toolUseId: 'call_1', name: 'write', input } })
    expect(bedrockServer.warnings).toContainEqual(
      expect.objectContaining({
        code: 'invalid_tool_arguments',
        field: 'messages[1].tool_calls[0].function.arguments',
      }),
    )
  })

  it('goes in as a text in Responses', async () => {
    await connect().responses.create({
      model: OPUS,
      input: [
        { role: 'user', content: 'Write.' },
        { type: 'function_call', call_id: 'call_1', name: 'write', arguments: cut },
        { type: 'function_call_output', call_id: 'call_1', output: 'The call was cut.' },
      ],
      tools: [{ type: 'function', name: 'write', parameters: { type: 'object' }, strict: false }],
    })
    expect(sentCall()).toEqual({ toolUse: { toolUseId: 'call_1', name: 'write', input } })
    expect(bedrockServer.warnings).toContainEqual(
      expect.objectContaining({ code: 'invalid_tool_arguments', field: 'input[1].arguments' }),
    )
  })

  it('keeps the limit of a Messages request', async () => {
    const client = bedrockServer.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    await client.messages.create({ model: 'us.amazon.nova-lite-v1:0', max_tokens: 77, messages })
    expect(sentMaxTokens()).toBe(77)
  })
})
