import { register } from '@patchbay/sdk'
import type OpenAI from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import * as parser7 from 'openai/lib/parser'
import * as parser4 from 'openai-4/lib/parser'
import * as parser5 from 'openai-5/lib/parser'
import * as parser6 from 'openai-6/lib/parser'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { versions } from '../openai/support/versions.ts'
import { MODEL, routeTo, signed, toolUse, useBedrock } from './support/bedrock-route.ts'

const bedrock = useBedrock()
const weather = {
  type: 'function' as const,
  name: 'get_weather',
  description: 'The current weather in a city',
  strict: true,
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
}
/** A picture of one pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const HOSTED = [
  { type: 'web_search' },
  { type: 'file_search', vector_store_ids: ['vs_1'] },
  { type: 'code_interpreter', container: { type: 'auto' } },
  { type: 'mcp', server_label: 'deep', server_url: 'https://example.com' },
  { type: 'image_generation' },
  { type: 'computer_use_preview', display_width: 1, display_height: 1, environment: 'linux' },
] as OpenAI.Responses.Tool[]

/** Each version's own mark on a format that is to be parsed. */
const PARSERS = { 4: parser4, 5: parser5, 6: parser6, 7: parser7 }

describe.each(versions)('$name: responses on a bedrock() route', ({ OpenAI: Client, major }) => {
  const create = (options: Parameters<typeof routeTo>[1] = {}) =>
    register(new Client({ apiKey: 'sk-stays-at-home', maxRetries: 0 }), routeTo(bedrock(), options))

  it('answers a text, with output_text, usage and what the request said', async () => {
    const response = await create().responses.create({
      model: MODEL,
      instructions: 'Be brief.',
      input: 'What is 12 + 30?',
      metadata: { team: 'blue' },
    })
    expect(response.output_text).toBe('12 + 30 is 42.')
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      model: MODEL,
      instructions: 'Be brief.',
      metadata: { team: 'blue' },
      store: false,
    })
    expect(response.usage?.total_tokens).toBe(
      (response.usage?.input_tokens ?? 0) + (response.usage?.output_tokens ?? 0),
    )
    expect(bedrock().requests[0]?.json).toMatchObject({ system: [{ text: 'Be brief.' }] })
    expect(JSON.stringify(bedrock().requests[0]?.rawHeaders)).not.toContain('sk-stays-at-home')
  })

  it('streams the same answer, its events numbered from 0 without gaps', async () => {
    const request = { model: MODEL, input: 'Say exactly: one two three four five six seven' }
    const whole = await create().responses.create(request)
    const stream = await create().responses.create({ ...request, stream: true })
    const events: OpenAI.Responses.ResponseStreamEvent[] = []
    for await (const event of stream) events.push(event)
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index))
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress'])
    const last = events.at(-1)
    if (last?.type !== 'response.completed') throw new Error('The stream did not complete.')
    expect(textOf(last.response)).toBe(whole.output_text)
    expect(last.response.usage).toEqual(whole.usage)
  })

  it('accumulates a stream of reasoning, text and parallel calls', async () => {
    bedrock().enqueue({
      content: [
        signed('Two cities.'),
        { text: 'Let me look.' },
        toolUse('tooluse_1', 'get_weather', { city: 'Paris' }),
        toolUse('tooluse_2', 'get_weather', { city: 'London' }),
      ] as never,
    })
    const stream = create().responses.stream({
      model: MODEL,
      input: 'Weather?',
      tools: [weather],
      reasoning: { effort: 'low', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    })
    const final = await stream.finalResponse()
    expect(final.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'message',
      'function_call',
      'function_call',
    ])
    expect(final.output).toMatchObject([
      {
        summary: [{ type: 'summary_text', text: 'Two cities.' }],
        encrypted_content: expect.stringMatching(/./),
      },
      { content: [{ type: 'output_text', text: 'Let me look.' }] },
      { call_id: 'tooluse_1', name: 'get_weather', arguments: '{"city":"Paris"}', status: 'completed' },
      { call_id: 'tooluse_2', arguments: '{"city":"London"}' },
    ])
  })

  it('parses an answer by a schema, whole and streamed', async () => {
    const format = {
      type: 'json_schema' as const,
      name: 'place',
      strict: true,
      schema: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
    }
    bedrock().enqueue({ text: '{"city":"Rome"}' }, { text: '{"city":"Rome"}' })
    // Before openai 7 only formats that its helpers made are parsed.
    const { makeParseableTextFormat } = PARSERS[major]
    const parseable = makeParseableTextFormat(format, JSON.parse)
    const request = { model: MODEL, input: 'Where?', text: { format: parseable } }
    const parsed = await create().responses.parse(request)
    expect(parsed.output_parsed).toEqual({ city: 'Rome' })
    const final = await create().responses.stream(request).finalResponse()
    expect(final.output_parsed).toEqual({ city: 'Rome' })
    expect(bedrock().requests[0]?.json).toHaveProperty('outputConfig.textFormat')
  })

  it('is incomplete where max_output_tokens cut it', async () => {
    const request = {
      model: MODEL,
      input: `Say exactly: ${'word '.repeat(60)}`,
      max_output_tokens: 16,
    }
    const response = await create().responses.create(request)
    const reason = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    expect(response).toMatchObject(reason)
    expect(response.output.at(-1)).toMatchObject({ type: 'message', status: 'incomplete' })
    const types: string[] = []
    for await (const event of await create().responses.create({ ...request, stream: true })) {
      types.push(event.type)
    }
    expect(types.at(-1)).toBe('response.incomplete')
  })

  it('shows pictures and documents to the model', async () => {
    const notes = `data:text/plain;base64,${Buffer.from('Buy milk.').toString('base64')}`
    const response = await create().responses.create({
      model: MODEL,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is this?' },
            { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${PNG}` },
            { type: 'input_file', filename: 'notes.txt', file_data: notes },
          ],
        },
      ],
    })
    expect(response.status).toBe('completed')
    expect(bedrock().requests[0]?.json).toMatchObject({
      messages: [{ content: [{ text: 'What is this?' }, { image: { format: 'png' } }, { document: {} }] }],
    })
  })

  it('answers a custom tool in its own form, and takes its output back', async () => {
    bedrock().enqueue({
      content: [toolUse('tooluse_1', 'run_sql', { input: 'select 1' })] as never,
    })
    const tools = [{ type: 'custom' as const, name: 'run_sql', description: 'Runs SQL' }]
    const asked = { role: 'user' as const, content: 'Run it.' }
    const first = await create().responses.create({ model: MODEL, tools, input: [asked] })
    expect(first.output).toMatchObject([{ type: 'custom_tool_call', name: 'run_sql', input: 'select 1' }])
    const second = await create().responses.create({
      model: MODEL,
      tools,
      input: [
        asked,
        ...(first.output as OpenAI.Responses.ResponseInput),
        { type: 'custom_tool_call_output', call_id: 'tooluse_1', output: '1 row' },
      ],
    })
    expect(second.output_text).toContain('1 row')
  })

  it('refuses what needs state or tools at OpenAI, by name and without a request to Bedrock', async () => {
    const client = create()
    const ask = (more: object) => client.responses.create({ model: MODEL, input: 'Hi', ...more })
    for (const field of [
      { previous_response_id: 'resp_1' },
      { conversation: 'conv_1' },
      { background: true },
      { prompt: { id: 'pmpt_1' } },
    ]) {
      const [param] = Object.keys(field)
      await expect(ask(field)).rejects.toMatchObject({ status: 400, param, code: 'unsupported_parameter' })
    }
    for (const tool of HOSTED) {
      await expect(ask({ tools: [tool] })).rejects.toThrow(`"${tool.type}"`)
    }
    await expect(ask({ input: [{ type: 'item_reference', id: 'msg_1' }] })).rejects.toMatchObject({
      status: 400,
      param: 'input[0].type',
    })
    expect(bedrock().requests).toEqual([])
    await expect(client.responses.retrieve('resp_1')).rejects.toMatchObject({ status: 404 })
    await expect(client.responses.retrieve('resp_1')).rejects.toThrow("Response with id 'resp_1' not found.")
    const remove = client.responses as unknown as { delete?(id: string): object; del?(id: string): object }
    const removed = remove.delete?.('resp_1') ?? remove.del?.('resp_1')
    await expect(removed).rejects.toMatchObject({ status: 404 })
    if (major > 4) await expect(client.responses.cancel('resp_1')).rejects.toMatchObject({ status: 404 })
    expect(bedrock().requests.every(({ path }) => path.startsWith('/openai/v1/responses/resp_1'))).toBe(true)
  })

  it('warns of store: true, and says that nothing was stored', async () => {
    const warnings: string[] = []
    const client = create({ onWarning: ({ field }) => void warnings.push(field) })
    const response = await client.responses.create({ model: MODEL, input: 'Hi', store: true })
    expect(warnings).toEqual(['store'])
    expect((response as { store?: boolean }).store).toBe(false)
  })

  it("raises the client's own errors, before and in a stream", async () => {
    bedrock().enqueue({ error: { type: 'ThrottlingException', retryAfter: 1 } })
    await expect(create().responses.create({ model: MODEL, input: 'Hi' })).rejects.toBeInstanceOf(
      Client.RateLimitError,
    )
    bedrock().enqueue({
      text: 'one two three four five six seven eight nine',
      stream: { exceptionAfter: { deltas: 2, type: 'throttlingException' } },
    })
    const stream = await create().responses.create({ model: MODEL, input: 'Hi', stream: true })
    const seen: string[] = []
    const read = async () => {
      for await (const event of stream) seen.push(event.type)
    }
    await expect(read()).rejects.toMatchObject({ status: 429 })
    expect(seen).toContain('response.output_text.delta')
    expect(seen).not.toContain('response.completed')
  })

  it('closes the connection of a stream that is left early', async () => {
    const stream = await create().responses.create({
      model: MODEL,
      input: 'Say exactly: one two three four five six seven',
      stream: true,
    })
    for await (const event of stream) if (event.type === 'response.output_text.delta') break
    const [request] = bedrock().requests
    await expect(request?.closed).resolves.toBeDefined()
  })
})

describe.each(versions.filter(({ major }) => major > 5))('$name', ({ OpenAI: Client }) => {
  it('counts the tokens of an input', async () => {
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), routeTo(bedrock()))
    const count = await client.responses.inputTokens.count({
      model: MODEL,
      instructions: 'Be brief.',
      input: 'Hello there',
      tools: [weather],
    })
    expect(count).toMatchObject({ object: 'response.input_tokens', input_tokens: expect.any(Number) })
    const [request] = bedrock().requests
    expect(request).toMatchObject({ operation: 'CountTokens', modelId: MODEL.replace(/^us\./, '') })
    expect(request?.json).toHaveProperty('input.converse.toolConfig')
  })
})

it('parses by zodTextFormat', async () => {
  const [{ OpenAI: Client }] = versions.slice(-1) as [(typeof versions)[number]]
  const client = register(new Client({ apiKey: 'unused' }), routeTo(bedrock()))
  bedrock().enqueue({ text: '{"city":"Rome"}' })
  const place = z.object({ city: z.string() })
  const response = await client.responses.parse({
    model: MODEL,
    input: 'Where?',
    text: { format: zodTextFormat(place, 'place') },
  })
  expect(response.output_parsed).toEqual({ city: 'Rome' })
})

function textOf({ output }: OpenAI.Responses.Response): string {
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}
