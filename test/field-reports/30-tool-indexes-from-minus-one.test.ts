// Report 30: a tool call whose index is -1 in a stream of bedrock-access-gateway reaches the client as number 0 (aws-samples/bedrock-access-gateway#247)
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { ChatOpenAI } from '@langchain/openai'
import { bedrockAccessGateway, register, type Route } from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

let server: GatewayServer
beforeAll(async () => {
  server = await createGatewayServer()
})
afterAll(() => server.close())

const route = (options: { reasoningContent?: boolean } = {}): Route =>
  bedrockAccessGateway({ baseURL: `${server.url}/api/v1`, apiKey: 'gateway-key', ...options })
const chunk = (delta: object, finish_reason: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason }],
})
const call = (index: number, rest: object) => chunk({ tool_calls: [{ index, ...rest }] })
const begin = (index: number, id: string) =>
  call(index, { id, type: 'function', function: { name: 'weather', arguments: '' } })
const go = (index: number, text: string) => call(index, { function: { arguments: text } })

/** The first block of the answer is the tool call: number 0, less one. */
const EVENTS = [
  chunk({ role: 'assistant', content: '' }),
  begin(-1, 'call_a'),
  go(-1, '{"city":'),
  go(-1, '"Oslo"}'),
  begin(0, 'call_b'),
  go(0, '{"city":"Rome"}'),
  chunk({}, 'tool_calls'),
]
const tools = [
  {
    type: 'function' as const,
    function: { name: 'weather', parameters: { type: 'object', properties: {} } },
  },
]
const question = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], tools }
const expected = [
  ['call_a', '{"city":"Oslo"}'],
  ['call_b', '{"city":"Rome"}'],
]

describe.each(versions)('report 30: tool calls of bedrock-access-gateway, $name', ({ OpenAI }) => {
  it.each([{}, { reasoningContent: true }])('are counted from 0: %j', async (options) => {
    server.reply({ events: EVENTS })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))
    // Helpers for streams were in beta in openai 4.
    const { chat } = 'chat' in client.beta ? (client.beta as unknown as typeof client) : client
    const { choices } = await chat.completions.stream(question).finalChatCompletion()
    const calls = choices[0]?.message.tool_calls ?? []
    expect(
      calls.map((made) => ('function' in made ? [made.id, made.function.arguments] : undefined)),
    ).toEqual(expected)
  })

  it('and stay where they are right', async () => {
    const right = [begin(0, 'call_a'), go(0, '{"n":12345678901234567890}'), chunk({}, 'tool_calls')]
    server.reply({ events: right })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
    const answer = await client.chat.completions.create({ ...question, stream: true }).asResponse()
    // openai 4 has a body of Node.
    expect(await answer.text()).toContain(right.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''))
  })
})

describe('report 30: tool calls of bedrock-access-gateway', () => {
  it('LangChain', async () => {
    server.reply({ events: EVENTS })
    const model = register(
      new ChatOpenAI({ apiKey: 'unused', model: 'm', maxRetries: 0 }),
      route(),
    ).bindTools(tools)
    let whole
    for await (const part of await model.stream('Hi')) whole = whole === undefined ? part : whole.concat(part)
    expect(whole?.tool_calls?.map(({ id, args }) => [id, JSON.stringify(args)])).toEqual(expected)
  })

  it('a Bedrock client', async () => {
    server.reply({ events: EVENTS })
    const client = register(new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), route())
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId: 'm', messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
    )
    const inputs = new Map<number | undefined, string>()
    for await (const { contentBlockDelta: delta } of stream ?? []) {
      const input = delta?.delta?.toolUse?.input
      if (input !== undefined)
        inputs.set(delta?.contentBlockIndex, (inputs.get(delta?.contentBlockIndex) ?? '') + input)
    }
    expect([...inputs.values()]).toEqual(expected.map(([, text]) => text))
  })
})
