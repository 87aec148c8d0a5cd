// Report 12: `required` forces DeepSeek V3 and gpt-oss, Kimi gets its effort, Voxtral its audio, calls without an id get one, and ids with `.` or `:` stay (langchain-ai/langchain-aws#1261, langchain-ai/langchain-aws#1278)
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { useStrictBedrock } from './support/strict-bedrock.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const NOVA = 'us.amazon.nova-pro-v1:0'
const question = { role: 'user' as const, content: 'What is the weather in Oslo?' }
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }]
const functions = [{ type: 'function' as const, name: 'weather', parameters, strict: false }]
const nameless = ['Oslo', 'Rome'].map((city) => ({
  toolUse: { toolUseId: '', name: 'weather', input: { city } },
}))

interface Block {
  readonly toolUse?: { readonly toolUseId: string }
  readonly toolResult?: { readonly toolUseId: string; readonly content: object[] }
}
interface Sent {
  readonly messages: readonly { readonly role: string; readonly content: Block[] }[]
  readonly toolConfig?: { readonly toolChoice?: object }
  readonly additionalModelRequestFields?: object
}
const bedrockServer = useStrictBedrock()
const sent = () => bedrockServer.lastSent<Sent>()
const connect = () => bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
const callIds = () =>
  sent().messages.flatMap(({ content }) => content.flatMap((block) => block.toolUse?.toolUseId ?? []))
const resultIds = () =>
  sent().messages.flatMap(({ content }) => content.flatMap((block) => block.toolResult?.toolUseId ?? []))

describe('report 12: a forced tool', () => {
  it.each(['deepseek.v3-v1:0', 'deepseek.v3.2', 'openai.gpt-oss-120b-1:0'])(
    'is forced on %s',
    async (model) => {
      await connect().chat.completions.create({ model, messages: [question], tools, tool_choice: 'required' })
      expect(sent().toolConfig?.toolChoice).toEqual({ any: {} })
      expect(bedrockServer.warnings).toEqual([])
    },
  )

  it('is not forced on DeepSeek V3 while it reasons: it would call nothing', async () => {
    const request = { model: 'deepseek.v3.2', messages: [question], tools }
    await connect().chat.completions.create({ ...request, tool_choice: 'required', reasoning_effort: 'high' })
    expect(sent().toolConfig?.toolChoice).toEqual({ auto: {} })
    expect(bedrockServer.warnings.map(({ code }) => code)).toEqual(['tool_choice_not_forced'])
  })
})

describe('report 12: the effort of Kimi', () => {
  it.each([
    ['moonshotai.kimi-k2.5', { reasoning_effort: 'high' }],
    ['moonshot.kimi-k2-thinking', { reasoning_effort: 'high' }],
    ['us.moonshotai.kimi-k3', { reasoning: { effort: 'high' } }],
  ])('reaches %s', async (model, fields) => {
    await connect().chat.completions.create({ model, messages: [question], reasoning_effort: 'high' })
    expect(sent().additionalModelRequestFields).toEqual(fields)
    expect(bedrockServer.warnings).toEqual([])
  })
})

describe('report 12: the audio of Voxtral', () => {
  it.each(['mistral.voxtral-mini-3b-2507', 'mistral.voxtral-small-24b-2507'])('reaches %s', async (model) => {
    const input_audio = { data: 'UklGRgAAAABXQVZF', format: 'wav' as const }
    const content = [
      { type: 'text' as const, text: 'What is said?' },
      { type: 'input_audio' as const, input_audio },
    ]
    await connect().chat.completions.create({ model, messages: [{ role: 'user', content }] })
    expect(JSON.stringify(sent().messages)).toContain('"audio":{"format":"wav"')
  })
})

describe('report 12: calls that the service gives no id', () => {
  it.each(['whole', 'streamed'])('get one in chat completions, %s, and go back with it', async (how) => {
    bedrockServer.server.reply({ content: nameless })
    const request = { model: NOVA, messages: [question], tools }
    const answer =
      how === 'whole'
        ? await connect().chat.completions.create(request)
        : await connect().chat.completions.stream(request).finalChatCompletion()
    const message = answer.choices[0]?.message
    const ids = message?.tool_calls?.map(({ id }) => id) ?? []
    expect(ids).toEqual([expect.stringMatching(/^call_\w+$/), expect.stringMatching(/^call_\w+$/)])
    expect(new Set(ids).size).toBe(2)
    const results = ids.map((id) => ({ role: 'tool' as const, tool_call_id: id, content: id }))
    const assistant = { role: 'assistant' as const, content: null, tool_calls: message?.tool_calls ?? [] }
    await connect().chat.completions.create({ ...request, messages: [question, assistant, ...results] })
    expect(callIds()).toEqual(ids)
    expect(resultIds()).toEqual(ids)
  })

  it.each([false, true])('get one in Responses (stream: %s)', async (stream) => {
    bedrockServer.server.reply({ content: nameless })
    const ids: string[] = []
    const answer = await connect().responses.create({ model: NOVA, input: 'Oslo?', tools: functions, stream })
    if (Symbol.asyncIterator in answer) {
      for await (const event of answer)
        if (event.type === 'response.output_item.done' && event.item.type === 'function_call')
          ids.push(event.item.call_id)
    } else ids.push(...answer.output.flatMap((item) => (item.type === 'function_call' ? item.call_id : [])))
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain('')
  })

  it.each(['whole', 'streamed'])('get one in Messages, %s', async (how) => {
    bedrockServer.server.reply({ content: nameless })
    const client = bedrockServer.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    const request = {
      model: NOVA,
      max_tokens: 100,
      messages: [question],
      tools: [{ name: 'weather', input_schema: { type: 'object' as const } }],
    }
    const message =
      how === 'whole'
        ? await client.messages.create(request)
        : await client.messages.stream(request).finalMessage()
    const ids = message.content.flatMap((block) => (block.type === 'tool_use' ? block.id : []))
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain('')
  })

  it('keep both of a history that has none, with their results in order', async () => {
    const calls = ['Oslo', 'Rome'].map((city) => ({
      id: '',
      type: 'function' as const,
      function: { name: 'weather', arguments: JSON.stringify({ city }) },
    }))
    const messages = [
      question,
      { role: 'assistant' as const, content: null, tool_calls: calls },
      { role: 'tool' as const, tool_call_id: '', content: 'snow' },
      { role: 'tool' as const, tool_call_id: '', content: 'sun' },
    ]
    await connect().chat.completions.create({ model: NOVA, messages, tools })
    expect(callIds()).toEqual(['call_1', 'call_2'])
    expect(sent().messages.at(-1)?.content).toEqual([
      { toolResult: { toolUseId: 'call_1', content: [{ text: 'snow' }] } },
      { toolResult: { toolUseId: 'call_2', content: [{ text: 'sun' }] } },
    ])
    expect(bedrockServer.warnings).toEqual([])
  })
})

describe('report 12: ids with dots and colons', () => {
  const history = (id: string) => [
    question,
    {
      role: 'assistant' as const,
      content: null,
      tool_calls: [{ id, type: 'function' as const, function: { name: 'weather', arguments: '{}' } }],
    },
    { role: 'tool' as const, tool_call_id: id, content: 'snow' },
  ]

  it.each([CLAUDE, NOVA, 'us.moonshotai.kimi-k3'])('stay on %s', async (model) => {
    await connect().chat.completions.create({ model, messages: history('functions.weather:0'), tools })
    expect([...callIds(), ...resultIds()]).toEqual(['functions.weather:0', 'functions.weather:0'])
  })

  it('get an alias on Mistral', async () => {
    const model = 'mistral.mistral-large-3-675b-instruct'
    await connect().chat.completions.create({ model, messages: history('functions.weather:0'), tools })
    expect(callIds()).toEqual([expect.stringMatching(/^[a-zA-Z0-9]{9}$/)])
  })

  it("get an alias in the bodies of InvokeModel's Claude", async () => {
    const client = bedrockServer.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    await client.messages.create({
      model: CLAUDE,
      max_tokens: 100,
      tools: [{ name: 'weather', input_schema: { type: 'object' } }],
      messages: [
        question,
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'functions.weather:0', name: 'weather', input: {} }],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'functions.weather:0', content: 'snow' }],
        },
      ],
    })
    expect(JSON.stringify(sent())).not.toContain('functions.weather:0')
  })
})
