import OpenAI from 'openai'
import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'openai.gpt-oss-120b-1:0'
const question = (content: string, id = model) => ({
  model: id,
  messages: [{ role: 'user' as const, content }],
})

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

type Options = NonNullable<Parameters<typeof bedrock>[0]>
const client = (options: Options = { api: 'auto' }) =>
  register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials, ...options }),
  )

async function attempt(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('native chat completions on a bedrock() route', () => {
  it("go signed to the endpoint of OpenAI's shape, byte for byte", async () => {
    const body = { ...question('What is 12 + 30?'), seed: 7, logit_bias: { 5: 1 }, unheard_of: [1] }
    const { data, response } = await client().chat.completions.create(body).withResponse()
    expect(data.choices[0]?.message.content).toBe('12 + 30 is 42.')
    const [request] = server.requests
    expect(request).toMatchObject({ path: '/openai/v1/chat/completions', operation: 'CreateChatCompletion' })
    expect(request?.authentication).toMatchObject({
      kind: 'sigv4',
      service: 'bedrock',
      region: server.region,
    })
    expect(Buffer.from(request?.body ?? []).toString()).toBe(JSON.stringify(body))
    expect(response.headers.get('x-request-id')).toBe(request?.requestId)
    expect(response.headers.get('x-patchbay-warnings')).toBeNull()
  })

  it('take a bearer key', async () => {
    const anonymous = register(
      new OpenAI({ apiKey: 'unused' }),
      bedrock({ region: server.region, endpoint: server.url, apiKey: server.bearerToken, api: 'native' }),
    )
    await anonymous.chat.completions.create(question('hello'))
    expect(server.requests[0]?.authentication).toEqual({ kind: 'bearer', token: server.bearerToken })
  })

  it('change nothing but the name of the model', async () => {
    const options: Options = { api: 'auto', models: { 'gpt-4o': model } }
    const body = { ...question('hello', 'gpt-4o'), n: 1 }
    await client(options).chat.completions.create(body)
    expect(server.requests[0]?.json).toEqual({ ...body, model })
    await client(options).chat.completions.create(question('hello', 'GPT-OSS-20B-Thinking'))
    expect(server.requests[1]?.json).toEqual({
      ...question('hello', 'openai.gpt-oss-20b-1:0'),
      reasoning_effort: 'medium',
    })
  })

  it.each<[string, Options, string, string]>([
    ['by default', {}, model, 'Converse'],
    ['where told to', { api: 'converse' }, model, 'Converse'],
    ['where the table says so', { api: 'auto' }, model, 'CreateChatCompletion'],
    ['where the table does not', { api: 'auto' }, 'us.amazon.nova-lite-v1:0', 'Converse'],
    ['by id', { api: { [model]: 'native' } }, model, 'CreateChatCompletion'],
    ['by name', { api: { mine: 'native' }, models: { mine: model } }, 'mine', 'CreateChatCompletion'],
    ['for others', { api: { mine: 'native' } }, model, 'Converse'],
  ])('are chosen %s', async (_name, options, id, operation) => {
    await client(options).chat.completions.create(question('hello', id))
    expect(server.requests[0]?.operation).toBe(operation)
  })

  it('stream as the service streams, on one connection', async () => {
    const opened = server.connectionCount
    const openai = client()
    for (let turn = 0; turn < 3; turn += 1) {
      const stream = await openai.chat.completions.create({
        ...question('What is 12 + 30?'),
        stream: true,
        stream_options: { include_usage: true },
      })
      let text = ''
      let usage: OpenAI.CompletionUsage | null | undefined
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? ''
        usage = chunk.usage
      }
      expect(text).toBe('12 + 30 is 42.')
      expect(usage?.total_tokens).toBeGreaterThan(0)
    }
    expect(server.connectionCount - opened).toBeLessThanOrEqual(1)
  })

  it('call tools, and stream the calls', async () => {
    const tools: OpenAI.ChatCompletionFunctionTool[] = [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Weather of a city',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    ]
    const answer = await client()
      .chat.completions.stream({ ...question('What is the weather in Paris?'), tools })
      .finalChatCompletion()
    const [call] = answer.choices[0]?.message.tool_calls ?? []
    expect(call).toMatchObject({ function: { name: 'get_weather', arguments: '{"city":"Paris"}' } })
  })

  it("raise the endpoint's failures with their own words", async () => {
    const error = { message: 'Too many.', type: 'rate_limit_error', code: 'throttled', param: null }
    server.enqueue({
      raw: {
        status: 429,
        headers: { 'content-type': 'application/json', 'retry-after': '3', 'x-amzn-requestid': 'r-1' },
        body: JSON.stringify({ error }),
      },
    })
    const raised = await attempt(client().chat.completions.create(question('hello')))
    expect(raised).toBeInstanceOf(OpenAI.RateLimitError)
    expect(raised).toMatchObject({ error, requestID: 'r-1', code: 'throttled' })
    expect((raised as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('3')
    const native: Options = { api: 'native' }
    const unknown = await attempt(
      client(native).chat.completions.create(question('hello', 'us.amazon.nova-lite-v1:0')),
    )
    expect(unknown).toBeInstanceOf(OpenAI.BadRequestError)
    expect(unknown).toMatchObject({
      code: 'validation_error',
      message: expect.stringContaining('does not support'),
    })
  })

  it('raise failures of the services in front of it, too', async () => {
    server.enqueue({ error: { type: 'ThrottlingException', message: 'Slow down.' } })
    const throttled = await attempt(client().chat.completions.create(question('hello')))
    expect(throttled).toMatchObject({ status: 429, code: 'ThrottlingException' })
    const foreign = { accessKeyId: 'AKIAIOSFODNN7FOREIGN', secretAccessKey: 'wrong' }
    const refused = await attempt(
      client({ api: 'auto', credentials: foreign }).chat.completions.create(question('hello')),
    )
    expect(refused).toBeInstanceOf(OpenAI.PermissionDeniedError)
  })

  it('raise what a stream says in its middle, and a connection that breaks', async () => {
    const chunk = {
      id: 'c',
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { content: 'one' } }],
    }
    server.enqueue(
      { chunks: [chunk, { error: { message: 'Gone.', type: 'server_error', code: 'x' } }] },
      { text: 'one two three four five six', stream: { truncateAfterBytes: 600 } },
    )
    for (const message of ['Gone.', 'broke before the answer was complete']) {
      const stream = await client().chat.completions.create({ ...question('hello'), stream: true })
      let text = ''
      const loop = async () => {
        for await (const part of stream) text += part.choices[0]?.delta.content ?? ''
      }
      await expect(loop()).rejects.toThrow(message)
      expect(text).toContain('one')
    }
  })

  it('close the upstream when the loop is left, and when it is aborted', async () => {
    const gate = createGate()
    const waiting = { text: 'one two three four', stream: { gates: [{ event: 2, until: gate.opened }] } }
    server.enqueue(waiting, waiting)
    const left = await client().chat.completions.create({ ...question('hello'), stream: true })
    for await (const chunk of left) if (chunk.choices[0]?.delta.content) break
    expect(await server.requests[0]?.closed).toMatchObject({ aborted: true })
    const controller = new AbortController()
    const aborted = await client().chat.completions.create(
      { ...question('hello'), stream: true },
      { signal: controller.signal },
    )
    for await (const chunk of aborted) if (chunk.choices[0]?.delta.content) controller.abort()
    expect(await server.requests[1]?.closed).toMatchObject({ aborted: true })
  })
})
