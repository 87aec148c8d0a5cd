import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type BedrockOptions } from '@patchbay/sdk'
import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const warnings: string[] = []
function route(options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  warnings.length = 0
  const onWarning = ({ code, field }: { code: string; field: string }) =>
    void warnings.push(`${code} ${field}`)
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, onWarning, ...options })
}
const openai = (options?: BedrockOptions) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))

const SCHEMA = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
}
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const refuse = (message: string) =>
  server.enqueue({ error: { type: 'ValidationException', status: 400, message } })
const bodies = () => server.requests.map(({ json }) => json as Record<string, unknown>)

describe('an optional member that a model refuses', () => {
  const format = {
    type: 'json_schema' as const,
    json_schema: { name: 'sum', schema: SCHEMA, strict: true },
  }

  it('is left out once, remembered, and told by a warning: the schema of an answer by Converse', async () => {
    const client = openai()
    const ask = () =>
      client.chat.completions.create({
        model: 'qwen.qwen3-235b-a22b-2507-v1:0',
        messages,
        response_format: format,
      })
    refuse(
      "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.",
    )
    const { choices } = await ask()
    expect(choices[0]?.message.content).toBeTruthy()
    expect(bodies().map(({ outputConfig }) => outputConfig !== undefined)).toEqual([true, false])
    expect(warnings.filter((warning) => warning.startsWith('refused'))).toEqual([
      'refused_parameter response_format',
    ])
    await ask()
    expect(server.requests).toHaveLength(3)
    expect(bodies()[2]).not.toHaveProperty('outputConfig')
  })

  it('is left out of Claude’s own body: strict tools, whole and streamed', async () => {
    const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
    const tools = [{ name: 'get_sum', input_schema: SCHEMA as never, strict: true }]
    const body = { model: 'us.anthropic.claude-opus-5-5', max_tokens: 500, messages, tools }
    refuse('tools.0.custom.strict: Extra inputs are not permitted')
    expect((await client.messages.create(body)).content.length).toBeGreaterThan(0)
    const stream = await client.messages.create({ ...body, stream: true })
    for await (const _event of stream);
    const sent = bodies().map(({ tools: given }) =>
      Object.keys((given as object[])[0] ?? {}).includes('strict'),
    )
    expect(sent).toEqual([true, false, false])
  })

  it('is left out of a native response', async () => {
    const text = { format: { type: 'json_schema' as const, name: 'sum', schema: SCHEMA, strict: true } }
    refuse("Invalid parameter: 'text.format' of type 'json_schema' is not supported with this model.")
    const client = openai()
    await client.responses.create({ model: 'us.zai.glm-5.3', input: 'What is 12 + 30?', text })
    expect(server.requests.map(({ operation }) => operation)).toEqual(['CreateResponse', 'CreateResponse'])
    expect(bodies().map((body) => body['text'] !== undefined)).toEqual([true, false])
  })

  it('stays the answer where the row has no doubt, where the schema is at fault, and on a strict route', async () => {
    const ask = (client: OpenAI, model: string) =>
      client.chat.completions.create({ model, messages, response_format: format })
    const refusal = "This model doesn't support the outputConfig.textFormat field."
    refuse(refusal)
    await expect(ask(openai(), 'us.anthropic.claude-sonnet-4-5-20250929-v1:0')).rejects.toThrow(refusal)
    refuse("output_config.format.schema: For 'string' type, property 'maxLength' is not supported")
    await expect(ask(openai(), 'minimax.minimax-m2')).rejects.toThrow(/maxLength/)
    refuse(refusal)
    await expect(ask(openai({ strict: true }), 'minimax.minimax-m2')).rejects.toMatchObject({ status: 400 })
    expect(server.requests).toHaveLength(3)
  })
})
