// Report 14: text blocks of non-Claude answers have no `citations: null`, which makes generateText of @ai-sdk/anthropic fail with "Invalid JSON response" (coder/xum#858)
import { createAnthropic } from '@ai-sdk/anthropic'
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, createFetch, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { generateText, jsonSchema, streamText, tool, type ToolSet } from 'ai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.amazon.nova-pro-v1:0'
let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const route = () => bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })
const content = [{ text: 'Looking.' }, { toolUse: { toolUseId: 't1', name: 'look_up', input: { q: 'x' } } }]
const look_up = tool({ inputSchema: jsonSchema({ type: 'object', properties: {} }) })
const tools = { look_up } as unknown as ToolSet

describe('report 14: texts of other models on Messages', () => {
  it('are read by generateText and streamText of @ai-sdk/anthropic', async () => {
    const anthropic = createAnthropic({ apiKey: 'unused', fetch: createFetch(route()) })
    const asked = { model: anthropic(model), prompt: 'Go.', tools, maxOutputTokens: 100, maxRetries: 0 }
    server.reply({ content })
    const whole = await generateText(asked)
    expect(whole.text).toBe('Looking.')
    expect(whole.toolCalls).toMatchObject([{ toolCallId: 't1', toolName: 'look_up', input: { q: 'x' } }])
    server.reply({ content })
    const streamed = streamText(asked)
    expect(await streamed.text).toBe('Looking.')
    expect(await streamed.toolCalls).toMatchObject([{ toolCallId: 't1', toolName: 'look_up' }])
  })

  it.each([false, true])('have no citations for any client (stream: %s)', async (stream) => {
    server.reply({ content })
    const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
    const asked = { model, max_tokens: 100, messages: [{ role: 'user' as const, content: 'Go.' }] }
    const answer = stream
      ? await client.messages.stream(asked).finalMessage()
      : await client.messages.create(asked)
    expect(answer.content[0]).toEqual({ type: 'text', text: 'Looking.' })
  })
})
