import Anthropic from '@anthropic-ai/sdk'
import { bedrock, createFetch, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const question = (content: string) => ({
  model,
  max_tokens: 400,
  messages: [{ role: 'user' as const, content }],
})
const tools = [
  {
    name: 'get_weather',
    description: 'Weather of a city',
    input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
  },
]
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const route = () => bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })

describe.each([
  ['register', () => register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())],
  ['createFetch', () => new Anthropic({ apiKey: 'unused', maxRetries: 0, fetch: createFetch(route()) })],
])('Claude by the Messages API on a bedrock() route, by %s', (way, client) => {
  it('goes through InvokeModel, its body and its answer untouched', async () => {
    const metadata = { user_id: 'u-1' }
    const { data, response } = await client()
      .messages.create({ ...question('What is 12 + 30?'), metadata, system: 'Be brief.' })
      .withResponse()
    expect(data.content).toEqual([{ type: 'text', text: '12 + 30 is 42.' }])
    expect(data).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' })
    const [request] = server.requests
    expect(request).toMatchObject({ operation: 'InvokeModel', modelId: model })
    expect(request?.authentication.kind).toBe('sigv4')
    const { model: _model, ...rest } = question('What is 12 + 30?')
    expect(request?.json).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      ...rest,
      metadata,
      system: 'Be brief.',
    })
    expect(JSON.stringify(request?.headers)).not.toContain('unused')
    expect(response.headers.get('request-id')).toBe(request?.requestId)
    const again = await client().messages.create(question('hello'))
    expect(again['_request_id']).toBe(server.requests[1]?.requestId)
  })

  it('streams the events as they came, under their names', async () => {
    const stream = await client().messages.create({ ...question('What is 12 + 30?'), stream: true })
    const types: string[] = []
    let text = ''
    for await (const event of stream) {
      types.push(event.type)
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
    }
    expect(text).toBe('12 + 30 is 42.')
    expect(types[0]).toBe('message_start')
    expect(types.at(-1)).toBe('message_stop')
    expect(server.requests[0]?.operation).toBe('InvokeModelWithResponseStream')
    expect(server.requests[0]?.json).not.toHaveProperty('stream')
  })

  it('serves the stream() helper to its final message', async () => {
    const stream = client().messages.stream(question('hello'))
    const texts: string[] = []
    stream.on('text', (delta) => void texts.push(delta))
    const message = await stream.finalMessage()
    expect(message.content).toEqual([{ type: 'text', text: texts.join('') }])
    expect(message.usage.output_tokens).toBeGreaterThan(0)
    expect(await stream.finalText()).toBe(texts.join(''))
  })

  it('runs the tools of a tool runner, which sends the whole history', async () => {
    const asked: unknown[] = []
    const runner = client().beta.messages.toolRunner({
      ...question('What is the weather in Paris?'),
      ...(way === 'register' ? {} : { thread: false as const }),
      tools: [
        {
          ...tools[0],
          name: 'get_weather',
          input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
          parse: (input: unknown) => input,
          run: (input: unknown) => {
            asked.push(input)
            return 'Sunny'
          },
        },
      ],
    })
    const message = await runner.runUntilDone()
    expect(asked).toEqual([{ city: 'Paris' }])
    expect(message.content).toMatchObject([{ type: 'text', text: expect.stringContaining('Sunny') }])
    expect(server.requests.map(({ json }) => (json as { messages: unknown[] }).messages.length)).toEqual([
      1, 3,
    ])
  })

  it('keeps its connection over streams', async () => {
    const anthropic = client()
    const opened = server.connectionCount
    for (let turn = 0; turn < 4; turn += 1) await anthropic.messages.stream(question('hello')).finalMessage()
    expect(server.connectionCount - opened).toBeLessThanOrEqual(1)
  })

  it('puts beta flags of the header into the body', async () => {
    const anthropic = client()
    await anthropic.beta.messages.create({
      ...question('hello'),
      betas: ['interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'],
    })
    expect(server.requests[0]?.json).toMatchObject({
      anthropic_beta: ['interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'],
    })
    expect(server.requests[0]?.json).not.toHaveProperty('betas')
  })

  it('joins beta flags of the header and of the body', async () => {
    const body = { ...question('hello'), anthropic_beta: ['context-1m-2025-08-07'] }
    await client().beta.messages.create({
      ...body,
      betas: ['interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'],
    })
    expect(server.requests[0]?.json).toMatchObject({
      anthropic_beta: ['context-1m-2025-08-07', 'interleaved-thinking-2025-05-14'],
    })
  })

  it('carries tools there and back', async () => {
    const anthropic = client()
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
    const first = await anthropic.messages.create({ ...question(''), messages, tools })
    expect(first.stop_reason).toBe('tool_use')
    const call = first.content.find((block) => block.type === 'tool_use')
    expect(call?.name).toBe('get_weather')
    messages.push(
      { role: 'assistant', content: first.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'Sunny' }] },
    )
    const second = await anthropic.messages.create({ ...question(''), messages, tools })
    expect(second.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('Sunny') })
  })

  it('streams tool calls whose input the helper puts together', async () => {
    const message = await client()
      .messages.stream({ ...question('What is the weather in Paris?'), tools })
      .finalMessage()
    expect(message.content.find((block) => block.type === 'tool_use')?.input).toEqual({ city: 'Paris' })
  })

  it('keeps thinking and its signature, and sends both back', async () => {
    const anthropic = client()
    const thinking = { type: 'enabled', budget_tokens: 1024 } as const
    const body = { ...question('What is the weather in Paris?'), max_tokens: 4000, thinking, tools }
    const whole = await anthropic.messages.create(body)
    const streamed = await anthropic.messages.stream(body).finalMessage()
    expect(streamed.content).toEqual(whole.content)
    expect(whole.content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/./) })
    const call = whole.content.find((block) => block.type === 'tool_use')
    const messages: Anthropic.MessageParam[] = [
      ...body.messages,
      { role: 'assistant', content: whole.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'Sunny' }] },
    ]
    await anthropic.messages.create({ ...body, messages })
    expect(server.requests.at(-1)?.json).toMatchObject({ messages })
  })

  it('takes images', async () => {
    const source = { type: 'base64', media_type: 'image/png', data: pixel } as const
    const content = [
      { type: 'image' as const, source },
      { type: 'text' as const, text: 'Describe this.' },
    ]
    await client().messages.create({ ...question(''), messages: [{ role: 'user', content }] })
    expect(server.requests[0]?.json).toMatchObject({ messages: [{ content }] })
  })

  it('counts tokens by CountTokens, of the foundation model', async () => {
    const { input_tokens } = await client().messages.countTokens({
      model,
      messages: [{ role: 'user', content: 'hello' }],
      thinking: { type: 'enabled', budget_tokens: 2048 },
    })
    expect(input_tokens).toBeGreaterThan(0)
    const [request] = server.requests
    expect(request?.operation).toBe('CountTokens')
    expect(request?.modelId).toBe('anthropic.claude-sonnet-4-5-20250929-v1:0')
    const json = request?.json as { input: { invokeModel: { body: string } } } | undefined
    const counted: unknown = JSON.parse(Buffer.from(json?.input.invokeModel.body ?? '', 'base64').toString())
    expect(counted).toMatchObject({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 2049 })
  })

  it.each([
    ['ValidationException', 400, Anthropic.BadRequestError, 'invalid_request_error'],
    ['AccessDeniedException', 403, Anthropic.PermissionDeniedError, 'permission_error'],
    ['ResourceNotFoundException', 404, Anthropic.NotFoundError, 'not_found_error'],
    ['ThrottlingException', 429, Anthropic.RateLimitError, 'rate_limit_error'],
    ['InternalServerException', 500, Anthropic.InternalServerError, 'api_error'],
    ['ServiceUnavailableException', 503, Anthropic.InternalServerError, 'api_error'],
  ])('raises %s as Anthropic does', async (type, status, kind, errorType) => {
    server.enqueue({ error: { type, message: 'No.' } })
    const error: unknown = await client()
      .messages.create(question('hello'))
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({
      status,
      requestID: server.requests[0]?.requestId,
      type: errorType,
      error: {
        type: 'error',
        error: { type: errorType, message: 'No.' },
        request_id: server.requests[0]?.requestId,
      },
    })
  })

  it("hands on the model's own refusal of a field", async () => {
    const body = { ...question('hello'), container: 'c' }
    const error: unknown = await client()
      .messages.create(body)
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Anthropic.BadRequestError)
    expect((error as Error).message).toContain('container: Extra inputs are not permitted')
  })

  it('raises a failure in mid-stream, and keeps what came before', async () => {
    server.enqueue({
      stream: { exceptionAfter: { event: 3, type: 'throttlingException', message: 'Slow down.' } },
    })
    const stream = await client().messages.create({ ...question('What is 12 + 30?'), stream: true })
    const types: string[] = []
    const loop = async () => {
      for await (const event of stream) types.push(event.type)
    }
    const error: unknown = await loop().catch((e: unknown) => e)
    expect(types).toEqual(['message_start', 'content_block_start', 'content_block_delta'])
    expect(error).toBeInstanceOf(way === 'register' ? Anthropic.RateLimitError : Anthropic.APIError)
    expect(error).toMatchObject({ type: 'rate_limit_error', requestID: server.requests[0]?.requestId })
    expect((error as Error).message).toContain('Slow down.')
  })

  it.each([
    ['ends in mid-frame', { endAfterBytes: 300 }, 'ended'],
    ['breaks', { truncateAfterBytes: 300 }, 'connection to Amazon Bedrock broke'],
    [
      'breaks in an error frame',
      { errorFrameAfter: { event: 2, code: 'X', message: 'The stream broke.' } },
      'broke',
    ],
  ])('raises an error when the upstream %s', async (_name, behaviour, message) => {
    server.enqueue({ stream: behaviour })
    const stream = client().messages.stream(question('hello'))
    await expect(stream.finalMessage()).rejects.toThrow(message)
  })

  it('is an error to end without message_stop', async () => {
    server.enqueue({ chunks: [{ type: 'message_start', message: { content: [], usage: {} } }] })
    const stream = await client().messages.create({ ...question('hello'), stream: true })
    const loop = async () => {
      for await (const event of stream) expect(event.type).toBe('message_start')
    }
    await expect(loop()).rejects.toThrow('ended before the answer was complete')
  })

  it('closes the upstream when the loop is left, and when it is aborted', async () => {
    const gate = createGate()
    const waiting = { stream: { gates: [{ event: 3, until: gate.opened }] } }
    server.enqueue(waiting, waiting)
    const left = await client().messages.create({ ...question('What is 12 + 30?'), stream: true })
    for await (const event of left) if (event.type === 'content_block_delta') break
    expect(await server.requests[0]?.closed).toMatchObject({ aborted: true })
    const aborted = client().messages.stream(question('What is 12 + 30?'))
    aborted.on('text', () => aborted.abort())
    await expect(aborted.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    expect(await server.requests[1]?.closed).toMatchObject({ aborted: true })
  })

  it('refuses other endpoints by name, once', async () => {
    const anthropic = client().withOptions({ maxRetries: 3 })
    const error: unknown = await anthropic.messages.batches.list().catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Anthropic.NotFoundError)
    expect((error as Error).message).toContain('does not serve GET /messages/batches')
    expect((error as Error).message).toContain('POST /messages/count_tokens')
    expect(server.requests).toEqual([])
  })

  it('goes through the fetch that the client was built with', async () => {
    const urls: string[] = []
    const own: typeof fetch = (input, init) => {
      urls.push(input instanceof Request ? input.url : String(input))
      return fetch(input, init)
    }
    const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0, fetch: own }), route())
    const message = await anthropic.messages.stream(question('What is 12 + 30?')).finalMessage()
    expect(message.content).toMatchObject([{ text: '12 + 30 is 42.' }])
    expect(urls).toEqual([expect.stringMatching(`^${server.url}/model/.*/invoke-with-response-stream$`)])
  })

  it('answers names of the route, and warns of thinking in a name', async () => {
    const warnings: string[] = []
    const anthropic = register(
      new Anthropic({ apiKey: 'unused', maxRetries: 0 }),
      bedrock({
        region: server.region,
        endpoint: server.url,
        credentials: server.credentials,
        models: { 'claude-sonnet-4-5': model },
        onWarning: ({ code }) => void warnings.push(code),
      }),
    )
    await anthropic.messages.create({ ...question('hello'), model: 'claude-sonnet-4-5' })
    expect(warnings).toEqual([])
    await anthropic.messages.create({ ...question('hello'), model: 'Claude-4-5-Sonnet-Thinking' })
    expect(warnings).toEqual(['thinking_not_set'])
    expect(server.requests.map(({ modelId }) => modelId)).toEqual([model, model])
  })

  it("lists models, and finds one, in Anthropic's shape", async () => {
    const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
    const { data, has_more } = await anthropic.models.list()
    expect(has_more).toBe(false)
    expect(data.map(({ id }) => id)).toContain(model)
    expect(await anthropic.models.retrieve(model)).toMatchObject({
      type: 'model',
      id: model,
      lifecycle: 'active',
    })
    await expect(anthropic.models.retrieve('unheard-of')).rejects.toBeInstanceOf(Anthropic.NotFoundError)
  })

  it('says which names of models it knows', async () => {
    const error: unknown = await client()
      .messages.create({ ...question('hello'), model: 'claude-unheard-of' })
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Anthropic.NotFoundError)
    expect(error).toMatchObject({ errorCode: 'model_not_found', details: { param: 'model' } })
  })
})
