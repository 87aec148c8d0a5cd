// Report 02: models that refuse a forced tool choice are told to call a tool, and those that think by default do not think for it (567-labs/instructor#2681, langchain-ai/langchain-aws#1141)
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const UNFORCED = ['opus-5-5', 'sonnet-5-5', 'fable-5-1', 'fable-5-2'].map(
  (name) => `us.anthropic.claude-${name}`,
)
const SWITCHABLE = ['opus-5', 'sonnet-5', 'haiku-5-5'].map((name) => `us.anthropic.claude-${name}`)
const FABLE_5 = 'us.anthropic.claude-fable-5'
const messages = [{ role: 'user' as const, content: 'What is the weather in Oslo?' }]
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }]
const response_format = {
  type: 'json_schema' as const,
  json_schema: { name: 'report', schema: { ...parameters, additionalProperties: false } },
}
const named = { type: 'function' as const, function: { name: 'weather' } }

interface Sent {
  readonly system?: readonly { readonly text: string }[]
  readonly toolConfig?: { readonly toolChoice?: object }
  readonly additionalModelRequestFields?: { readonly thinking?: object }
}
const bedrockServer = useStrictBedrock()
const sent = () => bedrockServer.lastSent<Sent>()
const codes = () => bedrockServer.warnings.map(({ code }) => code)
const connect = () => bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))

describe.each(UNFORCED)('report 02: %s, which cannot be forced', (model) => {
  it.each([
    ['required' as const, 'at least one of the tools'],
    [named, '"weather"'],
  ])('is told of the choice %j', async (tool_choice, words) => {
    await connect().chat.completions.create({ model, messages, tools, tool_choice })
    expect(sent().toolConfig?.toolChoice).toBeUndefined()
    expect(sent().system?.[0]?.text).toContain(words)
    expect(codes()).toEqual(['tool_choice_not_forced'])
  })

  it.each([false, true])('is told to answer by a schema (stream: %s)', async (stream) => {
    const answer = await connect().chat.completions.create({ model, messages, response_format, stream })
    if (Symbol.asyncIterator in answer) for await (const chunk of answer) expect(chunk).toBeDefined()
    expect(sent().system?.[0]?.text).toContain('structured_output')
    expect(codes()).toEqual(['response_format_not_enforced'])
  })

  it('is told so in Responses', async () => {
    const functions = [{ type: 'function' as const, name: 'weather', parameters, strict: false }]
    await connect().responses.create({ model, input: 'Oslo?', tools: functions, tool_choice: 'required' })
    expect(sent().system?.[0]?.text).toContain('at least one of the tools')
    expect(codes()).toEqual(['tool_choice_not_forced'])
  })
})

describe.each(SWITCHABLE)('report 02: %s, which thinks unless told not to', (model) => {
  it.each(versions)('is forced without thinking, $name', async ({ OpenAI: Client }) => {
    const client = bedrockServer.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
    await client.chat.completions.create({ model, messages, tools, tool_choice: 'required' })
    expect(sent().toolConfig?.toolChoice).toEqual({ any: {} })
    expect(sent().additionalModelRequestFields?.thinking).toEqual({ type: 'disabled' })
    expect(bedrockServer.warnings).toEqual([])
  })

  it('answers by a schema without thinking', async () => {
    const answer = await connect().chat.completions.create({ model, messages, response_format })
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toHaveProperty('city')
    expect(bedrockServer.warnings).toEqual([])
  })

  it('is not forced where an effort is asked for', async () => {
    const request = { model, messages, tools, tool_choice: 'required', reasoning_effort: 'low' } as const
    await connect().chat.completions.create(request)
    expect(sent().toolConfig?.toolChoice).toEqual({ auto: {} })
    expect(sent().additionalModelRequestFields?.thinking).toMatchObject({ type: 'adaptive' })
    expect(codes()).toEqual(['tool_choice_not_forced'])
  })

  it('thinks as it likes where nothing is forced', async () => {
    await connect().chat.completions.create({ model, messages, tools })
    expect(sent().additionalModelRequestFields).toBeUndefined()
  })
})

describe(`report 02: ${FABLE_5}, which always thinks`, () => {
  it('is forced as it is', async () => {
    await connect().chat.completions.create({ model: FABLE_5, messages, tools, tool_choice: 'required' })
    expect(sent().toolConfig?.toolChoice).toEqual({ any: {} })
    expect(sent().additionalModelRequestFields).toBeUndefined()
  })
})

describe("report 02: Anthropic's own client", () => {
  interface Body {
    readonly system?: unknown
    readonly tool_choice?: object
    readonly thinking?: object
  }
  const body = () => bedrockServer.lastSent<Body>()
  const anthropic = () => bedrockServer.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
  const asked = {
    max_tokens: 4000,
    messages,
    tools: [{ name: 'weather', input_schema: { ...parameters, type: 'object' as const } }],
  }
  const any = { type: 'any' as const }
  const tool = { type: 'tool' as const, name: 'weather', disable_parallel_tool_use: true }

  it.each(UNFORCED)('is not forced, but told: %s', async (model) => {
    await anthropic().messages.create({ ...asked, model, tool_choice: any })
    expect(body()).toMatchObject({ tool_choice: { type: 'auto' } })
    expect(body().system).toContain('at least one of the tools')
    await anthropic()
      .messages.stream({ ...asked, model, tool_choice: tool, system: 'Be brief.' })
      .finalMessage()
    expect(body().tool_choice).toEqual({ type: 'auto', disable_parallel_tool_use: true })
    expect(body().system).toMatch(/^Be brief\.\n\n.*"weather"/)
    const system = [
      { type: 'text' as const, text: 'Be brief.', cache_control: { type: 'ephemeral' as const } },
    ]
    await anthropic().messages.create({ ...asked, model, tool_choice: tool, system })
    expect(body().system).toMatchObject([
      ...system,
      { type: 'text', text: expect.stringContaining('"weather"') as string },
    ])
    expect(codes()).toEqual(Array.from({ length: 3 }, () => 'tool_choice_not_forced'))
  })

  it.each(SWITCHABLE)('is forced without thinking: %s', async (model) => {
    await anthropic().messages.create({ ...asked, model, tool_choice: tool })
    expect(body()).toMatchObject({ tool_choice: tool, thinking: { type: 'disabled' } })
    await anthropic().messages.create({ ...asked, model })
    expect(body()).not.toHaveProperty('thinking')
    expect(codes()).toEqual([])
  })

  it.each([
    [SWITCHABLE[0]!, { type: 'adaptive' as const }],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', { type: 'enabled' as const, budget_tokens: 1024 }],
  ])('is not forced while it thinks: %s', async (model, thinking) => {
    await anthropic().messages.create({ ...asked, model, thinking, tool_choice: any })
    expect(body()).toMatchObject({ tool_choice: { type: 'auto' }, thinking })
    expect(codes()).toEqual(['tool_choice_not_forced'])
  })

  it('is forced as it is where the model takes that', async () => {
    await anthropic().messages.create({ ...asked, model: FABLE_5, tool_choice: any })
    expect(body()).toMatchObject({ tool_choice: any })
    expect(body()).not.toHaveProperty('system')
    expect(codes()).toEqual([])
  })
})
