import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const hello = { role: 'user', content: 'hello' } as const

let server: BedrockServer
let warnings: string[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings = []
})

const route = (options: Parameters<typeof bedrock>[0] = {}) =>
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    onWarning: ({ code }) => warnings.push(code),
    ...options,
  })
const connect = (options: Parameters<typeof bedrock>[0] = {}) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))

describe('warnings of a stream', () => {
  it('reach onWarning when it has ended', async () => {
    server.enqueue({ text: 'Hm.', stopReason: 'malformed_model_output' })
    const stream = await connect().chat.completions.create({ model: CLAUDE, messages: [hello], stream: true })
    expect(warnings).toEqual([])
    for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk')
    expect(warnings).toEqual(['unusual_stop_reason'])
  })
})

describe('an answer that is sent back', () => {
  it.each([
    [CLAUDE, true],
    [CLAUDE, false],
    ['us.anthropic.claude-opus-4-7', true],
    ['us.anthropic.claude-opus-4-7', false],
    ['us.amazon.nova-2-lite-v1:0', true],
    ['us.amazon.nova-2-lite-v1:0', false],
    ['openai.gpt-oss-120b-1:0', true],
    ['openai.gpt-oss-120b-1:0', false],
    ['deepseek.v3-v1:0', true],
    ['deepseek.v3-v1:0', false],
  ])('passes a strict route: %s, strictOpenAICompliance %s', async (model, strictOpenAICompliance) => {
    const client = connect({ strict: true, strictOpenAICompliance })
    const messages: ChatCompletionMessageParam[] = []
    for (const content of ['hello', 'What is 12 + 30?', 'Who are you?']) {
      messages.push({ role: 'user', content })
      const answer = await client.chat.completions.create({ model, messages, reasoning_effort: 'low' })
      const [choice] = answer.choices
      expect(choice?.message.reasoning_content).toEqual(expect.any(String))
      if (choice !== undefined) messages.push(choice.message)
    }
    expect(warnings).toEqual([])
  })
})

describe('reasoning that a model hides', () => {
  const thinking = { type: 'adaptive' } as const
  const model = 'us.anthropic.claude-opus-4-7'

  it('is asked for, unless the caller says otherwise, and goes back with its signature alone', async () => {
    const client = connect({ strict: true, strictOpenAICompliance: false })
    const shown = await client.chat.completions.create({ model, messages: [hello], reasoning_effort: 'low' })
    expect(shown.choices[0]?.message.reasoning_content).toContain('hello')
    const hidden = await client.chat.completions.create({ model, messages: [hello], thinking })
    const message = hidden.choices[0]?.message
    expect(message?.reasoning_content).toBeUndefined()
    expect(message?.content_blocks?.[0]).toMatchObject({ type: 'thinking', thinking: '' })
    if (message === undefined) throw new Error('no answer')
    await client.chat.completions.create({ model, messages: [hello, message, hello], thinking })
    const sent = server.requests.at(-1)?.json as { messages: { content: object[] }[] } | undefined
    expect(sent?.messages[1]?.content[0]).toMatchObject({ reasoningContent: { reasoningText: { text: '' } } })
  })
})

describe('LangChain, which sends back no signatures', () => {
  const getWeather = tool(async ({ city }: { city: string }) => `sun in ${city}`, {
    name: 'get_weather',
    description: 'The weather in a city',
    schema: z.object({ city: z.string() }),
  })

  it.each([
    [CLAUDE, ['reasoning_history_missing', 'reasoning_history_missing']],
    ['us.anthropic.claude-opus-4-6-v1', []],
    ['us.amazon.nova-2-lite-v1:0', []],
    ['openai.gpt-oss-120b-1:0', []],
  ])('thinks and calls tools on %s all the same', async (model, expected) => {
    const chat = new ChatOpenAI({
      model,
      apiKey: 'unused',
      maxRetries: 0,
      modelKwargs: { reasoning_effort: 'low' },
    })
    const bound = register(chat, route({ strictOpenAICompliance: false })).bindTools([getWeather])
    const messages: BaseMessage[] = []
    for (const question of ['The weather in Paris and London?', 'The weather in Rome and Oslo?']) {
      messages.push(new HumanMessage(question))
      const calling = await bound.invoke(messages)
      expect(calling.tool_calls).toHaveLength(2)
      messages.push(calling)
      for (const { id = '', args } of calling.tool_calls ?? []) {
        const content = await getWeather.invoke(args as { city: string })
        messages.push(new ToolMessage({ tool_call_id: id, content }))
      }
      const answer = await bound.invoke(messages)
      expect(answer.text).toContain('sun in')
      messages.push(new AIMessage(answer.text))
    }
    expect(warnings).toEqual(expected)
  })
})
