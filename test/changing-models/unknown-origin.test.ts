import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type BedrockOptions } from '@patchbay/sdk'
import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MODELS, proofsIn } from './support.ts'

let server: BedrockServer
const warnings: string[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings.length = 0
})

function route(options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  const onWarning = ({ code }: { code: string }): void => void warnings.push(code)
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, onWarning, ...options })
}
const openai = (options?: BedrockOptions) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))
const anthropic = (options?: BedrockOptions) =>
  register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route(options))

/** Of another process, where another model gave it. */
const STRANGE = Buffer.from('of nobody here').toString('base64')

describe('reasoning of which nothing is known is left out once the service has refused it', () => {
  const input: OpenAI.Responses.ResponseInputItem[] = [
    { role: 'user', content: 'Weather in Paris?' },
    { type: 'reasoning', id: 'rs_0', summary: [], encrypted_content: STRANGE },
    { type: 'function_call', call_id: 'call_0', name: 'get_weather', arguments: '{"city":"Paris"}' },
    { type: 'function_call_output', call_id: 'call_0', output: 'Sunny.' },
  ]
  const tools: OpenAI.Responses.Tool[] = [
    {
      type: 'function',
      name: 'get_weather',
      strict: false,
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  ]

  it.each([MODELS['GPT-5.5'], MODELS['GPT-6 sol'], MODELS['Grok 4.7']])(
    'of native Responses: %s',
    async (model) => {
      const response = await openai().responses.create({ model, input, tools })
      expect(response.output_text).not.toBe('')
      expect(server.requests.map(({ operation }) => operation)).toEqual(['CreateResponse', 'CreateResponse'])
      expect(server.requests.at(-1)?.json).toMatchObject({ input: [input[0], input[2], input[3]] })
      expect(warnings).toEqual(['reasoning_dropped'])
    },
  )

  it('and what is known to be the model’s own stays', async () => {
    const client = openai()
    const model = MODELS['GPT-6 sol']
    const made = await client.responses.create({ model, input: 'What is 12 + 30?', store: false })
    const own = made.output as OpenAI.Responses.ResponseInputItem[]
    server.reset()
    await client.responses.create({
      model,
      input: [...input, ...own, { role: 'user', content: 'And?' }],
      tools,
    })
    expect(server.requests).toHaveLength(2)
    const [first, last] = server.requests.map(({ json }) => proofsIn(json))
    expect(first).toHaveLength(2)
    expect(last).toEqual(first?.filter((proof) => proof !== STRANGE))
  })

  it.each([{}, { api: 'messages' as const }])('of Messages to Claude: %j', async (options) => {
    const { content } = await anthropic(options).messages.create({
      model: MODELS['Claude 4.5'],
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      messages: [
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: STRANGE },
            { type: 'redacted_thinking', data: STRANGE },
            { type: 'text', text: 'Hello.' },
          ],
        },
        { role: 'user', content: 'What is 12 + 30?' },
      ],
    })
    expect(content.at(-1)).toMatchObject({ text: expect.stringContaining('42') })
    expect(server.requests).toHaveLength(2)
    expect(proofsIn(server.requests.at(-1)?.json)).toEqual([])
    expect(warnings).toEqual(['reasoning_dropped'])
  })

  it.each([MODELS['Claude 5.5'], MODELS['GPT-6 sol'], MODELS['Grok 4.7']])(
    'of chat completions: %s',
    async (model) => {
      const answer = await openai().chat.completions.create({
        model,
        messages: [
          { role: 'user', content: 'Hello' },
          {
            role: 'assistant',
            content: 'Hello.',
            content_blocks: [{ type: 'redacted_thinking', data: STRANGE }],
          } as OpenAI.ChatCompletionAssistantMessageParam,
          { role: 'user', content: 'What is 12 + 30?' },
        ],
      })
      expect(answer.choices[0]?.message.content).toContain('42')
      expect(proofsIn(server.requests.at(-1)?.json)).toEqual([])
      expect(warnings).toContain('reasoning_dropped')
    },
  )

  it('is told once, and refused for good where the route is strict', async () => {
    const ask = openai({ strict: true }).responses.create({ model: MODELS['GPT-6 sol'], input, tools })
    await expect(ask).rejects.toMatchObject({ status: 400 })
    expect(server.requests).toHaveLength(1)
  })

  it('is not sent again where the refusal is about something else', async () => {
    const ask = openai().responses.create({
      model: MODELS['GPT-6 sol'],
      input: 'Hi',
      tool_choice: 'required',
    })
    await expect(ask).rejects.toBeInstanceOf(OpenAI.BadRequestError)
    expect(server.requests).toHaveLength(1)
  })
})
