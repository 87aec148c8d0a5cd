import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, signReasoning } from '@patchbay/testing'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { versions, type Version } from '../openai/support/versions.ts'
import { keepsBlocks, toolLoops, type Asked } from './support/tool-loops.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const effort = { reasoning_effort: 'low' } as const
/** Where a model reasons, it is asked to. */
const MODELS: readonly Asked[] = [
  { model: CLAUDE, ...effort },
  { model: 'us.anthropic.claude-opus-4-6-v1', ...effort },
  { model: 'us.anthropic.claude-opus-4-7', ...effort },
  { model: 'us.amazon.nova-pro-v1:0' },
  { model: 'us.amazon.nova-2-lite-v1:0', ...effort },
  { model: 'us.meta.llama3-3-70b-instruct-v1:0' },
  { model: 'us.meta.llama3-2-90b-instruct-v1:0' },
  { model: 'us.meta.llama4-maverick-17b-instruct-v1:0' },
  { model: 'mistral.mistral-large-2402-v1:0' },
  { model: 'us.mistral.pixtral-large-2502-v1:0' },
  { model: 'openai.gpt-oss-120b-1:0', ...effort },
]
/** Four turns, each with parallel calls. */
const TURNS = [
  ['What is the weather in Paris and London?', ['Paris', 'London']],
  ['And the weather in Rome and Oslo?', ['Rome', 'Oslo']],
  ['Compare the weather in Lima and Cairo.', ['Lima', 'Cairo']],
  ['The weather in Bern and Wien?', ['Bern', 'Wien']],
] as const
const latest = versions.filter(({ major }) => major === 7)
const LOOPS = ['a loop by hand', 'the stream helper', 'runTools', 'runTools with stream'] as const

interface SentBlock {
  readonly toolUse?: { readonly toolUseId: string }
  readonly toolResult?: { readonly toolUseId: string }
  readonly reasoningContent?: {
    readonly reasoningText?: { readonly text: string; readonly signature?: string }
  }
}
interface SentBody {
  readonly messages: readonly { readonly role: string; readonly content: readonly SentBlock[] }[]
  readonly additionalModelRequestFields?: { readonly thinking?: object }
}

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

describe.each(
  MODELS.flatMap((asked) =>
    (asked.model === CLAUDE ? versions : latest).map((version) => ({ ...version, asked })),
  ),
)('$asked.model by $name', ({ asked, ...version }) => {
  describe.each([false, true])('strictOpenAICompliance %s', (strictOpenAICompliance) => {
    it.each(LOOPS)('holds four turns of parallel calls by %s', async (loop) => {
      const { looked, messages, warnings } = await converse(version, asked, loop, strictOpenAICompliance)
      expect(looked).toEqual(TURNS.flatMap(([, cities]) => cities))
      expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: expect.stringContaining('Bern') })
      const bodies = server.requests.map((request) => request.json as SentBody)
      expect(bodies).toHaveLength(TURNS.length * 2)
      expectPairedCalls(bodies.at(-1))
      const losesSignatures =
        asked.model === CLAUDE && (strictOpenAICompliance || !keepsBlocks(version, loop))
      expect(warnings).toEqual(
        losesSignatures ? TURNS.map(() => 'reasoning_history_missing reasoning_effort') : [],
      )
      if (asked.model === CLAUDE && !losesSignatures) expectSignedThinking(bodies)
    })
  })
})

describe('a loop of several rounds', () => {
  const loops = versions.flatMap((version) =>
    LOOPS.filter((loop) => keepsBlocks(version, loop)).map((loop) => ({ ...version, loop })),
  )
  it.each(loops)('brings all its reasoning back by $loop of $name', async ({ loop, ...version }) => {
    const call = (id: string, city: string, thought: string) => ({
      stopReason: 'tool_use',
      content: [
        { reasoningContent: { reasoningText: { text: thought, signature: signReasoning(thought) } } },
        { toolUse: { toolUseId: id, name: 'get_weather', input: { city } } },
      ],
    })
    server.enqueue(call('a', 'Paris', 'Paris first.'), call('b', 'London', 'London then.'))
    const looked: string[] = []
    const client = register(new version.OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(false, []))
    const run = toolLoops(version, looked)[loop]
    const question = { role: 'user', content: 'How is the weather in Paris and London?' } as const
    await run?.(client, { model: CLAUDE, ...effort }, [question])
    expect(looked).toEqual(['Paris', 'London'])
    const last = server.requests.at(-1)?.json as SentBody
    expect(last.additionalModelRequestFields?.thinking).toMatchObject({ type: 'enabled' })
    const thoughts = last.messages.flatMap(({ content }) =>
      content.flatMap((block) => block.reasoningContent?.reasoningText?.text ?? []),
    )
    expect(thoughts).toEqual(['Paris first.', 'London then.'])
  })
})

async function converse(
  version: Version,
  asked: Asked,
  loop: (typeof LOOPS)[number],
  strictOpenAICompliance: boolean,
): Promise<{ looked: string[]; messages: ChatCompletionMessageParam[]; warnings: string[] }> {
  const looked: string[] = []
  const warnings: string[] = []
  const client = register(
    new version.OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    route(strictOpenAICompliance, warnings),
  )
  const run = toolLoops(version, looked)[loop]
  let messages: ChatCompletionMessageParam[] = [{ role: 'system', content: 'Be brief.' }]
  for (const [question] of TURNS) {
    messages = (await run?.(client, asked, [...messages, { role: 'user', content: question }])) ?? []
  }
  return { looked, messages, warnings }
}

function route(strictOpenAICompliance: boolean, warnings: string[]): ReturnType<typeof bedrock> {
  return bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    strictOpenAICompliance,
    onWarning: ({ code, field }) => warnings.push(`${code} ${field}`),
  })
}

function expectPairedCalls(body: SentBody | undefined): void {
  const blocks = (body?.messages ?? []).flatMap(({ content }) => content)
  const called = blocks.flatMap(({ toolUse }) => toolUse?.toolUseId ?? [])
  expect(called).toHaveLength(TURNS.length * 2)
  expect(new Set(called).size).toBe(called.length)
  expect(blocks.flatMap(({ toolResult }) => toolResult?.toolUseId ?? [])).toEqual(called)
}

/** Every turn that calls begins with its reasoning, and no request had to go without thinking. */
function expectSignedThinking(bodies: readonly SentBody[]): void {
  for (const body of bodies)
    expect(body.additionalModelRequestFields?.thinking).toMatchObject({ type: 'enabled' })
  const calling = (bodies.at(-1)?.messages ?? []).filter(({ content }) =>
    content.some(({ toolUse }) => toolUse),
  )
  expect(calling).toHaveLength(TURNS.length)
  for (const { content } of calling) {
    const { text = '', signature } = content[0]?.reasoningContent?.reasoningText ?? {}
    expect(signature).toBe(signReasoning(text))
  }
}
