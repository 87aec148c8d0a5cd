import { createFetch, register } from '@patchbay/sdk'
import OpenAI, { AzureOpenAI } from 'openai'
import { describe, expect, it } from 'vitest'

import { MODEL, routeTo, toolUse, useBedrock } from './support/bedrock-route.ts'

const bedrock = useBedrock()
/** A picture of one pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const weather = {
  type: 'function' as const,
  name: 'get_weather',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
}

const create = (options: Parameters<typeof routeTo>[1] = {}) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), routeTo(bedrock(), options))

async function post(body: object, options: Parameters<typeof routeTo>[1] = {}): Promise<Response> {
  return createFetch(routeTo(bedrock(), options))('https://api.openai.com/v1/responses', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('responses on a bedrock() route', () => {
  it('serves AzureOpenAI, which names its deployment in the body here', async () => {
    const client = register(
      new AzureOpenAI({ endpoint: 'https://my.openai.azure.com', apiKey: 'key', apiVersion: 'preview' }),
      routeTo(bedrock(), { models: { 'my-deployment': MODEL } }),
    )
    const response = await client.responses.create({ model: 'my-deployment', input: 'What is 12 + 30?' })
    expect(response.output_text).toBe('12 + 30 is 42.')
  })

  it('streams from the whole answer where a model streams no tool calls', async () => {
    const model = 'us.meta.llama3-3-70b-instruct-v1:0'
    bedrock().enqueue({
      content: [{ text: 'Let me look.' }, toolUse('tooluse_1', 'get_weather', { city: 'Rome' })] as never,
    })
    const final = await create()
      .responses.stream({ model, input: 'Weather?', tools: [weather] })
      .finalResponse()
    expect(bedrock().requests.map(({ operation }) => operation)).toEqual(['Converse'])
    expect(final.output).toMatchObject([
      { type: 'message' },
      { type: 'function_call', call_id: 'tooluse_1', arguments: '{"city":"Rome"}' },
    ])
  })

  it('fetches remote pictures and files before it asks', async () => {
    const fetched: string[] = []
    const fetch = async (input: string | URL | Request) => {
      fetched.push(new Request(input).url)
      return new Response(Buffer.from(PNG, 'base64'), { headers: { 'content-type': 'image/png' } })
    }
    await create({ images: { fetch } }).responses.create({
      model: MODEL,
      tools: [weather],
      input: [
        {
          role: 'user',
          content: [{ type: 'input_image', detail: 'auto', image_url: 'https://example.com/a.png' }],
        },
        { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{}' },
        {
          type: 'function_call_output',
          call_id: 'call_1',
          output: [{ type: 'input_image', detail: 'auto', image_url: 'https://example.com/b.png' }],
        },
      ],
    })
    expect(fetched).toEqual(['https://example.com/a.png', 'https://example.com/b.png'])
    expect(JSON.stringify(bedrock().requests[0]?.json).split(PNG)).toHaveLength(3)
  })

  it('thinks where the name of the model says so', async () => {
    await create({ models: { thinker: 'Claude-4-5-Sonnet-Thinking' } }).responses.create({
      model: 'thinker',
      input: 'Hi',
    })
    expect(bedrock().requests[0]?.json).toHaveProperty('additionalModelRequestFields.thinking')
  })

  it('takes what OpenAI has no field for, typed', async () => {
    await create().responses.create({
      model: MODEL,
      top_k: 7,
      stop_sequences: ['END'],
      input: [
        {
          role: 'user',
          content: [{ type: 'input_text', text: 'Hi', cache_control: { type: 'ephemeral' } }],
        },
      ],
    })
    expect(bedrock().requests[0]?.json).toMatchObject({
      messages: [{ content: [{ text: 'Hi' }, { cachePoint: { type: 'default' } }] }],
      inferenceConfig: { stopSequences: ['END'] },
      additionalModelRequestFields: { top_k: 7 },
    })
  })

  it('repeats warnings in a header, and refuses them where the route is strict', async () => {
    const body = { model: MODEL, input: 'Hi', text: { verbosity: 'low' } }
    const answer = await post(body)
    expect(JSON.parse(answer.headers.get('x-patchbay-warnings') ?? '[]')).toMatchObject([
      { code: 'unsupported_parameter', field: 'text.verbosity' },
    ])
    const refused = await post(body, { strict: true })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: { param: 'text.verbosity' } })
  })

  it('warns of calls that were not to be made at the end of a stream', async () => {
    bedrock().enqueue({ content: [{ text: 'Hm.' }, toolUse('tooluse_1', 'get_weather', {})] as never })
    const codes: string[] = []
    const client = create({ onWarning: ({ code }) => void codes.push(code) })
    const stream = client.responses.stream({
      model: MODEL,
      tools: [weather],
      tool_choice: 'none',
      input: [
        { role: 'user', content: 'Weather?' },
        { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'rain' },
      ],
    })
    expect((await stream.finalResponse()).output).toMatchObject([{ type: 'message' }])
    expect(codes).toEqual(['tool_call_suppressed'])
  })

  it('names each event, and ends a whole stream with [DONE]', async () => {
    const answer = await post({ model: MODEL, input: 'Hi', stream: true })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const blocks = (await answer.text()).trimEnd().split('\n\n')
    expect(blocks.at(-1)).toBe('data: [DONE]')
    for (const block of blocks.slice(0, -1)) {
      const [name, data = ''] = block.split('\n')
      expect(name).toBe(`event: ${(JSON.parse(data.slice('data: '.length)) as { type: string }).type}`)
    }
  })

  it('reports a failure in mid-stream as an error event, and neither completes nor ends it well', async () => {
    bedrock().enqueue({
      text: 'one two three four five six',
      stream: { deltaSize: 4, exceptionAfter: { deltas: 2, type: 'modelStreamErrorException' } },
    })
    const text = await (await post({ model: MODEL, input: 'Hi', stream: true })).text()
    const last = text.trimEnd().split('\n\n').at(-1) ?? ''
    expect(JSON.parse(last.slice('data: '.length))).toMatchObject({ error: { status: 424 } })
    expect(text).not.toContain('[DONE]')
    expect(text).not.toContain('response.completed')
    expect(text).not.toContain('response.failed')
  })

  it('answers a refusal of Bedrock before the stream with its status', async () => {
    bedrock().enqueue({ error: { type: 'AccessDeniedException', message: 'No.' } })
    const answer = await post({ model: MODEL, input: 'Hi', stream: true })
    expect(answer.status).toBe(403)
  })

  it('says of a prompt that does not fit that it is the input', async () => {
    const message = 'Input is too long for requested model.'
    bedrock().enqueue({ error: { type: 'ValidationException', message } })
    await expect(create().responses.create({ model: MODEL, input: 'Hi' })).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
      param: 'input',
    })
  })

  it('says so on a stream that fails for it, too', async () => {
    const message = 'Input is too long for requested model.'
    bedrock().enqueue({
      text: 'Hm.',
      stream: { exceptionAfter: { deltas: 0, type: 'validationException', message } },
    })
    const text = await (await post({ model: MODEL, input: 'Hi', stream: true })).text()
    expect(text).toContain('"param":"input"')
  })

  it('joins beta flags of the header and of the body', async () => {
    const betas = ['context-1m-2025-08-07', 'interleaved-thinking-2025-05-14']
    const body = { model: MODEL, input: 'Hi', anthropic_beta: betas.slice(0, 1) }
    await create().responses.create(body as never, { headers: { 'anthropic-beta': betas.join(',') } })
    expect(bedrock().requests[0]?.json).toMatchObject({
      additionalModelRequestFields: { anthropic_beta: betas },
    })
  })

  it('refuses a body that is no object', async () => {
    const answer = await post([])
    expect(answer.status).toBe(400)
  })
})
