// Report 08: an answer [think, text, think, toolUse] is read and sent back in that order, texts not merged across reasoning (vercel/ai#14139, vercel/ai#14175)
import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, signReasoning } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.anthropic.claude-opus-4-6-v1'
const thought = (text: string) => ({
  reasoningContent: { reasoningText: { text, signature: signReasoning(text) } },
})
const call = (toolUseId: string) => ({ toolUse: { toolUseId, name: 'look_up', input: { q: 'x' } } })
const parameters = { type: 'object', properties: { q: { type: 'string' } } }
const CASES = [
  ['a call at the end', [thought('one'), { text: 'First.' }, thought('two'), { text: 'Then.' }, call('t1')]],
  ['calls in between', [thought('one'), call('t1'), thought('two'), { text: 'And.' }, call('t2')]],
  ['text first', [{ text: 'First.' }, thought('one'), call('t1'), { text: 'Then.' }]],
] as const

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const create = () =>
  register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      strictOpenAICompliance: false,
    }),
  )

/** The assistant turn that was sent last. */
function sentTurn(): unknown {
  const { messages } = server.requests.at(-1)!.json as { messages: { role: string; content: unknown }[] }
  return messages.find(({ role }) => role === 'assistant')?.content
}

describe.each(CASES)('report 08: the order of reasoning, texts and calls, %s', (_name, content) => {
  const ids = content.flatMap((block) => ('toolUse' in block ? [block.toolUse.toolUseId] : []))

  it.each([false, true])('is kept by Chat Completions and back (stream: %s)', async (stream) => {
    server.reply({ content })
    const client = create()
    const tools: OpenAI.ChatCompletionTool[] = [
      { type: 'function', function: { name: 'look_up', parameters } },
    ]
    const question = { role: 'user', content: 'Go.' } as const
    const params = { model, tools, messages: [question], reasoning_effort: 'high' as const }
    const message = stream
      ? await client.chat.completions.stream(params).finalMessage()
      : (await client.chat.completions.create(params)).choices[0]?.message
    await client.chat.completions.create({
      ...params,
      messages: [
        question,
        message as OpenAI.ChatCompletionMessageParam,
        ...ids.map((id) => ({ role: 'tool', tool_call_id: id, content: 'found' }) as const),
      ],
    })
    expect(sentTurn()).toEqual(content)
  })

  it.each([false, true])('is kept by Responses and back (stream: %s)', async (stream) => {
    server.reply({ content })
    const client = create()
    const tools: OpenAI.Responses.FunctionTool[] = [
      { type: 'function', name: 'look_up', parameters, strict: false },
    ]
    const question = { role: 'user', content: 'Go.' } as const
    const params = { model, tools, reasoning: { effort: 'high' }, store: false } as const
    const asked = { ...params, input: [question] }
    const response = stream
      ? await client.responses.stream(asked).finalResponse()
      : await client.responses.create(asked)
    expect(response.output.map(({ type }) => type)).toEqual(
      content.map((block) =>
        'toolUse' in block ? 'function_call' : 'text' in block ? 'message' : 'reasoning',
      ),
    )
    await client.responses.create({
      ...params,
      input: [
        question,
        ...(response.output as OpenAI.Responses.ResponseInputItem[]),
        ...ids.map((id) => ({ type: 'function_call_output', call_id: id, output: 'found' }) as const),
      ],
    })
    expect(sentTurn()).toEqual(content)
  })
})
