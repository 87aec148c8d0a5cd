// Report 03: `parallel_tool_calls: false` beside a `tool_choice` says the choice once, and Claude 3 is not asked for it. (BerriAI/litellm#36536, anthropics/anthropic-sdk-typescript#592)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const CLAUDE_3 = 'anthropic.claude-3-haiku-20240307-v1:0'
const parameters = { type: 'object', properties: { city: { type: 'string' } } }
const messages = [{ role: 'user' as const, content: 'What is the weather in Oslo?' }]
const disabled = { disable_parallel_tool_use: true }

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

const route = () =>
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    onWarning: (warning) => warnings.push(warning),
  })

const CHOICES = [
  ['nothing', undefined, undefined],
  ['auto', 'auto', { auto: {} }],
  ['required', 'required', { any: {} }],
  ['a tool', { type: 'function', function: { name: 'weather' } }, { tool: { name: 'weather' } }],
] as const

describe.each(versions)('report 03: one call at a time, $name', ({ OpenAI }) => {
  const create = () => register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
  const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }]

  it.each(CHOICES)('chat completions with %s', async (_name, tool_choice, toolChoice) => {
    const choice = tool_choice === undefined ? {} : { tool_choice }
    const answer = await create().chat.completions.create({
      model: CLAUDE,
      messages,
      tools,
      parallel_tool_calls: false,
      ...choice,
    })
    expect(answer.object).toBe('chat.completion')
    const sent = server.requests[0]?.json as { toolConfig: { toolChoice?: object } }
    expect(sent).toMatchObject({
      additionalModelRequestFields: {
        tool_choice: toolChoice === undefined ? { type: 'auto', ...disabled } : disabled,
      },
    })
    expect(sent.toolConfig.toolChoice).toEqual(toolChoice)
    expect(warnings).toEqual([])
  })

  it('chat completions, streamed', async () => {
    const stream = await create().chat.completions.create({
      model: CLAUDE,
      messages,
      tools,
      parallel_tool_calls: false,
      tool_choice: 'required',
      stream: true,
    })
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(1)
  })

  it.each([CLAUDE_3, 'anthropic.claude-3-5-sonnet-20240620-v1:0'])('warns on %s', async (model) => {
    await create().chat.completions.create({
      model,
      messages,
      tools,
      parallel_tool_calls: false,
      tool_choice: 'required',
    })
    expect(server.requests[0]?.json).not.toHaveProperty('additionalModelRequestFields')
    expect(warnings).toMatchObject([{ code: 'unsupported_parameter', field: 'parallel_tool_calls' }])
  })
})

describe('report 03: one call at a time, Responses', () => {
  it('says the choice once', async () => {
    const { OpenAI } = versions.at(-1)!
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
    const answer = await client.responses.create({
      model: CLAUDE,
      input: 'What is the weather in Oslo?',
      tools: [{ type: 'function', name: 'weather', parameters, strict: false }],
      parallel_tool_calls: false,
      tool_choice: 'required',
    })
    expect(answer.status).toBe('completed')
    expect(server.requests[0]?.json).toMatchObject({
      toolConfig: { toolChoice: { any: {} } },
      additionalModelRequestFields: { tool_choice: disabled },
    })
  })
})

describe("report 03: one call at a time, Anthropic's own client", () => {
  const tools = [{ name: 'weather', input_schema: { ...parameters, type: 'object' as const } }]
  const tool_choice = { type: 'any' as const, ...disabled }
  const ask = (model: string) =>
    register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route()).messages.create({
      model,
      max_tokens: 100,
      messages,
      tools,
      tool_choice,
    })

  it.each([CLAUDE_3, 'anthropic.claude-3-5-sonnet-20240620-v1:0'])('warns on %s', async (model) => {
    await ask(model)
    expect(server.requests[0]?.json).toMatchObject({ tool_choice: { type: 'any' } })
    expect(JSON.stringify(server.requests[0]?.json)).not.toContain('disable_parallel_tool_use')
    expect(warnings).toMatchObject([
      { code: 'unsupported_parameter', field: 'tool_choice.disable_parallel_tool_use' },
    ])
  })

  it('stays where the model takes it', async () => {
    await ask(CLAUDE)
    expect(server.requests[0]?.json).toMatchObject({ tool_choice })
    expect(warnings).toEqual([])
  })
})
