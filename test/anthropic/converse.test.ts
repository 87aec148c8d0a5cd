import Anthropic from '@anthropic-ai/sdk'
import { bedrock, createFetch, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const nova = 'us.amazon.nova-pro-v1:0'
const nova2 = 'us.amazon.nova-2-lite-v1:0'
const question = (content: string, model = nova) => ({
  model,
  max_tokens: 400,
  messages: [{ role: 'user' as const, content }],
})
const tools: Anthropic.Tool[] = [
  {
    name: 'get weather',
    description: 'Weather of a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    cache_control: { type: 'ephemeral' },
  },
]
/** The SDK's types have these no more, the API has them for models that take them. */
const sampling = { temperature: 0.5, top_k: 20 }
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

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

// The service behind it takes everything.
const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc'

const route = () =>
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    models: {
      'keeps-reasoning': { id: profile, family: 'nova', reasoning: 'nova', reasoningHistory: 'optional' },
    },
    onWarning: (warning) => void warnings.push(warning),
  })
const create = () => register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())

async function attempt(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe.each([
  ['register', create],
  ['createFetch', () => new Anthropic({ apiKey: 'unused', maxRetries: 0, fetch: createFetch(route()) })],
])('other models by the Messages API on a bedrock() route, by %s', (way, client) => {
  it('goes through Converse, and back', async () => {
    const { data, response } = await client()
      .messages.create({
        ...question('What is 12 + 30?'),
        ...sampling,
        system: [{ type: 'text', text: 'Be brief.' }],
        stop_sequences: ['END'],
        metadata: { user_id: 'u-1' },
      })
      .withResponse()
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: nova,
      content: [{ type: 'text', text: '12 + 30 is 42.' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      id: expect.stringMatching(/^msg_/),
    })
    expect(data.usage.input_tokens).toBeGreaterThan(0)
    const [request] = server.requests
    expect(request).toMatchObject({ operation: 'Converse', modelId: nova })
    expect(request?.json).toEqual({
      system: [{ text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ text: 'What is 12 + 30?' }] }],
      inferenceConfig: { maxTokens: 400, temperature: 0.5, stopSequences: ['END'] },
      additionalModelRequestFields: { inferenceConfig: { topK: 20 } },
      requestMetadata: { user_id: 'u-1' },
    })
    expect(response.headers.get('request-id')).toBe(request?.requestId)
    expect(warnings).toEqual([])
  })

  it('streams named events, whose helper gives the whole answer', async () => {
    const stream = client().messages.stream(question('What is 12 + 30?'))
    const types: string[] = []
    stream.on('streamEvent', (event) => void types.push(event.type))
    const message = await stream.finalMessage()
    const whole = await client().messages.create(question('What is 12 + 30?'))
    expect(message).toMatchObject({ ...whole, id: message.id })
    expect(types[0]).toBe('message_start')
    expect(types.at(-1)).toBe('message_stop')
    expect(server.requests[0]?.operation).toBe('ConverseStream')
  })

  it('raises a failure in mid-stream', async () => {
    server.enqueue({
      text: 'one two three',
      stream: {
        deltaSize: 4,
        exceptionAfter: { deltas: 2, type: 'throttlingException', message: 'Slow down.' },
      },
    })
    const stream = await client().messages.create({ ...question('hello'), stream: true })
    let text = ''
    const loop = async () => {
      for await (const event of stream) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
          text += event.delta.text
      }
    }
    const error = await attempt(loop())
    expect(text).toBe('one two ')
    expect(error).toBeInstanceOf(way === 'register' ? Anthropic.RateLimitError : Anthropic.APIError)
    expect(error).toMatchObject({ type: 'rate_limit_error', message: expect.stringContaining('Slow down.') })
  })
})

describe('other models by the Messages API', () => {
  it('runs a tool round trip, whose names and ids Bedrock would not take as they are', async () => {
    const model = 'mistral.mistral-large-2402-v1:0'
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
    const body = { ...question('', model), messages, tools }
    const first = await create().messages.create(body)
    expect(first.stop_reason).toBe('tool_use')
    const call = first.content.find((block) => block.type === 'tool_use')
    expect(call).toMatchObject({ name: 'get weather', input: { city: 'Paris' }, caller: { type: 'direct' } })
    const streamed = await create().messages.stream(body).finalMessage()
    expect(streamed.content).toEqual(first.content)
    const asked = {
      type: 'tool_use' as const,
      id: 'toolu_01:odd',
      name: 'get weather',
      input: { city: 'Paris' },
    }
    const second = await create().messages.create({
      ...body,
      messages: [
        ...messages,
        { role: 'assistant', content: [{ type: 'text', text: 'One moment.' }, asked] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: asked.id, content: 'No connection', is_error: true },
            { type: 'text', text: 'Well?' },
          ],
        },
      ],
    })
    expect(second.stop_reason).toBe('end_turn')
    const sent = server.requests.at(-1)?.json as { messages: { content: object[] }[] }
    expect(sent.messages[1]?.content[1]).toMatchObject({ toolUse: { name: 'get_weather' } })
    expect(sent.messages[2]?.content[0]).toMatchObject({
      toolResult: { status: 'error', content: [{ text: 'No connection' }] },
    })
  })

  it.each([
    [{ type: 'any' }, { any: {} }, undefined],
    [{ type: 'tool', name: 'get weather' }, { tool: { name: 'get_weather' } }, undefined],
    [
      { type: 'auto', disable_parallel_tool_use: true },
      { auto: {} },
      'tool_choice.disable_parallel_tool_use',
    ],
  ] as const)('knows the tool choice %j', async (choice, expected, warned) => {
    await create().messages.create({ ...question('Paris?'), tools, tool_choice: choice })
    expect(server.requests[0]?.json).toMatchObject({ toolConfig: { toolChoice: expected } })
    expect(warnings.map(({ field }) => field).filter((field) => field.startsWith('tool_choice'))).toEqual(
      warned === undefined ? [] : [warned],
    )
  })

  it('drops calls where tool choice says none', async () => {
    const { content, stop_reason } = await create().messages.create({
      ...question('weather in Paris?'),
      tools,
      tool_choice: { type: 'none' },
    })
    expect(content.map(({ type }) => type)).toEqual(['text'])
    expect(stop_reason).toBe('end_turn')
  })

  it('sends images and documents, also within tool results', async () => {
    const image = {
      type: 'image' as const,
      source: { type: 'base64' as const, media_type: 'image/jpeg' as const, data: pixel },
    }
    const document = {
      type: 'document' as const,
      title: 'Notes: 1/2',
      source: { type: 'text' as const, media_type: 'text/plain' as const, data: 'Some notes.' },
    }
    const call = { type: 'tool_use' as const, id: 'call_1', name: 'get weather', input: {} }
    await create().messages.create({
      ...question(''),
      tools,
      messages: [
        { role: 'user', content: [image, document, { type: 'text', text: 'Describe these.' }] },
        { role: 'assistant', content: [call] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: [image] }] },
      ],
    })
    const sent = server.requests[0]?.json as { messages: { content: object[] }[] }
    expect(sent.messages[0]?.content).toEqual([
      { image: { format: 'png', source: { bytes: pixel } } },
      {
        document: {
          format: 'txt',
          name: expect.stringMatching(/^Notes/),
          source: { bytes: Buffer.from('Some notes.').toString('base64') },
        },
      },
      { text: 'Describe these.' },
    ])
    expect(sent.messages[2]?.content[0]).toMatchObject({
      toolResult: { toolUseId: 'call_1', content: [{ image: { format: 'png' } }] },
    })
  })

  it('asks for reasoning in the way of the family, shows it, and takes it back', async () => {
    const body = {
      ...question('What is the weather in Paris?', nova2),
      max_tokens: 20_000,
      thinking: { type: 'enabled' as const, budget_tokens: 10_000 },
      tools,
    }
    const whole = await create().messages.create(body)
    expect(whole.content[0]).toMatchObject({ type: 'thinking', thinking: expect.stringMatching(/./) })
    expect(server.requests[0]?.json).toMatchObject({
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } },
    })
    const streamed = await create().messages.stream(body).finalMessage()
    expect(streamed.content).toEqual(whole.content)
    const call = whole.content.find((block) => block.type === 'tool_use')
    const next = await create().messages.create({
      ...body,
      messages: [
        ...body.messages,
        { role: 'assistant', content: whole.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'Sunny' }] },
      ],
    })
    expect(next.stop_reason).toBe('end_turn')
  })

  it('gives a signature back byte for byte', async () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln+/=' } } },
      { reasoningContent: { redactedContent: 'AAEC' } },
      { text: 'Yes.' },
    ]
    server.enqueue({ content }, { content })
    const body = { ...question('Really?', 'keeps-reasoning'), thinking: { type: 'adaptive' as const } }
    const whole = await create().messages.create(body)
    expect(whole.content).toMatchObject([
      { type: 'thinking', thinking: 'Hm.', signature: 'c2ln+/=' },
      { type: 'redacted_thinking', data: 'AAEC' },
      { type: 'text', text: 'Yes.' },
    ])
    expect((await create().messages.stream(body).finalMessage()).content).toEqual(whole.content)
    server.enqueue({ text: 'ok' })
    await create().messages.create({
      ...body,
      messages: [
        ...body.messages,
        { role: 'assistant', content: whole.content },
        { role: 'user', content: 'Why?' },
      ],
    })
    expect(server.requests.at(-1)?.json).toMatchObject({ messages: [{}, { content }, {}] })
  })

  it('leaves out reasoning that nobody asked for', async () => {
    const reply = { content: [{ reasoningContent: { reasoningText: { text: 'Hm.' } } }, { text: 'Yes.' }] }
    server.enqueue(reply, reply)
    const body = question('Really?', 'openai.gpt-oss-120b-1:0')
    const whole = await create().messages.create(body)
    expect(whole.content).toMatchObject([{ type: 'text', text: 'Yes.' }])
    expect((await create().messages.stream(body).finalMessage()).content).toEqual(whole.content)
  })

  it('gives the answer the format that was asked for', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    }
    const body = {
      ...question('Which city? Paris'),
      output_config: { format: { type: 'json_schema' as const, schema } },
    }
    const whole = await create().messages.create(body)
    const streamed = await create().messages.stream(body).finalMessage()
    for (const { content, stop_reason } of [whole, streamed]) {
      expect(stop_reason).toBe('end_turn')
      expect(content).toHaveLength(1)
      const [block] = content
      expect(block?.type === 'text' ? (JSON.parse(block.text) as unknown) : undefined).toHaveProperty('city')
    }
  })

  it('calls models without streamed tools whole, and streams from that', async () => {
    const model = 'us.meta.llama3-1-70b-instruct-v1:0'
    const body = { ...question('What is the weather in Paris?', model), tools }
    const message = await create().messages.stream(body).finalMessage()
    expect(message.content.find(({ type }) => type === 'tool_use')).toMatchObject({ name: 'get weather' })
    expect(server.requests.map(({ operation }) => operation)).toEqual(['Converse'])
  })

  it('counts tokens of what Converse would get', async () => {
    const { input_tokens } = await create().messages.countTokens({
      model: nova,
      messages: [{ role: 'user', content: 'hello' }],
      system: 'Be brief.',
      tools,
    })
    expect(input_tokens).toBeGreaterThan(0)
    expect(server.requests[0]).toMatchObject({ operation: 'CountTokens', modelId: 'amazon.nova-pro-v1:0' })
    expect(server.requests[0]?.json).toMatchObject({
      input: { converse: { system: [{ text: 'Be brief.' }], messages: [{ role: 'user' }] } },
    })
  })

  it.each([
    [{ container: 'c' }, 'container'],
    [{ inference_geo: 'us' }, 'inference_geo'],
    [{ tools: [{ type: 'bash_20250124', name: 'bash' }] }, 'tools[0].type'],
    [
      { messages: [{ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] }] },
      'messages[0].content[0].type',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }] },
      'messages[0].content[0].source.file_id',
    ],
    [{ tool_choice: { type: 'tool', name: 'absent' }, tools }, 'tool_choice'],
  ])('refuses %j by name', async (fields, param) => {
    const body = { ...question('hello'), ...fields } as Anthropic.MessageCreateParamsNonStreaming
    const error = await attempt(create().messages.create(body))
    expect(error).toBeInstanceOf(Anthropic.BadRequestError)
    expect(error).toMatchObject({ type: 'invalid_request_error', details: { param } })
    expect(server.requests).toEqual([])
  })

  it('warns of what only Claude and Anthropic have', async () => {
    const body = {
      ...question('hello'),
      betas: ['context-1m-2025-08-07'],
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
      speed: 'fast' as const,
      unheard_of: 1,
    }
    const { response } = await create().beta.messages.create(body).withResponse()
    expect(warnings.map(({ field }) => field).toSorted()).toEqual([
      'anthropic_beta',
      'speed',
      'thinking',
      'unheard_of',
    ])
    expect(JSON.parse(response.headers.get('x-patchbay-warnings') ?? '')).toHaveLength(4)
  })

  it('warns of what an answer holds beyond what the caller sees, whole and streamed', async () => {
    const reply = {
      content: [
        { toolUse: { toolUseId: 's', name: 'nova_grounding', type: 'server_tool_use', input: {} } },
        { text: 'Yes.' },
      ],
      stopReason: 'malformed_tool_use' as const,
    }
    server.enqueue(reply, reply)
    const whole = await create().messages.create(question('hello'))
    expect(whole.content).toMatchObject([{ type: 'text', text: 'Yes.' }])
    const reported = warnings.map(({ code }) => code)
    expect(reported).toEqual(['server_tool_use', 'unusual_stop_reason'])
    warnings = []
    expect((await create().messages.stream(question('hello')).finalMessage()).content).toEqual(whole.content)
    expect(warnings.map(({ code }) => code)).toEqual(reported)
  })

  it.each([
    ['ValidationException', Anthropic.BadRequestError],
    ['ThrottlingException', Anthropic.RateLimitError],
    ['ModelErrorException', Anthropic.APIError],
  ])('raises %s as Anthropic does', async (type, kind) => {
    server.enqueue({ error: { type, message: 'No.' } })
    const error = await attempt(create().messages.create(question('hello')))
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({ requestID: server.requests[0]?.requestId, errorCode: type })
  })

  it('closes the upstream when the loop is left', async () => {
    const gate = createGate()
    server.enqueue({
      text: 'one two three',
      stream: { deltaSize: 4, gates: [{ event: 3, until: gate.opened }] },
    })
    const stream = await create().messages.create({ ...question('hello'), stream: true })
    for await (const event of stream) if (event.type === 'content_block_delta') break
    expect(await server.requests[0]?.closed).toMatchObject({ aborted: true })
  })

  it('keeps a hundred concurrent calls apart', async () => {
    const client = create()
    const texts = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const body = question(`What is ${index} + 1?`, index % 2 === 0 ? nova : nova2)
        const message =
          index % 3 === 0
            ? await client.messages.create(body)
            : await client.messages.stream(body).finalMessage()
        const [block] = message.content
        return block?.type === 'text' ? block.text : ''
      }),
    )
    expect(texts).toEqual(Array.from({ length: 100 }, (_, index) => `${index} + 1 is ${index + 1}.`))
  })

  it('streams any answer as it is whole', async () => {
    const client = create()
    const anyBlock = fc.oneof(
      fc.string({ minLength: 1 }).map((text) => ({ text })),
      fc
        .record({ text: fc.string({ minLength: 1 }), signature: fc.base64String({ minLength: 4 }) })
        .map((reasoningText) => ({
          reasoningContent: { reasoningText },
        })),
      fc
        .record({
          toolUseId: fc.uuid(),
          name: fc.constant('get_weather'),
          input: fc.dictionary(fc.string(), fc.string()),
        })
        .map((toolUse) => ({ toolUse })),
    )
    const body = { ...question('hello', nova2), tools, thinking: { type: 'adaptive' as const } }
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyBlock, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 200 }),
        async (content, deltaSize, chunkSize) => {
          server.enqueue({ content }, { content, stream: { deltaSize, chunkSize } })
          const whole = await client.messages.create(body)
          const streamed = await client.messages.stream(body).finalMessage()
          expect(streamed).toMatchObject({ ...whole, id: streamed.id })
        },
      ),
      { numRuns: 25 },
    )
  })
})
