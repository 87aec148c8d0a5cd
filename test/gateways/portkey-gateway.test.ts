import { portkey, type PortkeyOptions } from '@patchbay/core'
import { register } from '@patchbay/openai'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import type OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { versions } from '../openai/support/versions.ts'
import { type PortkeyGateway, startPortkeyGateway } from '../support/portkey-gateway.ts'

/** The gateway that Portkey publishes, in a process of its own, and behind it a strict Bedrock. */
let gateway: PortkeyGateway
let aws: BedrockServer

beforeAll(async () => {
  // The gateway signs for the host without its port: a real signature check would refuse it.
  ;[gateway, aws] = await Promise.all([startPortkeyGateway(), createBedrockServer({ auth: 'none' })])
}, 60_000)
afterAll(() => Promise.all([gateway?.close(), aws?.close()]))
afterEach(() => aws.reset())

const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0'
const TITAN = 'amazon.titan-embed-text-v2:0'
const KEYS = { awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE', awsSecretAccessKey: 'aws-secret-of-the-test' }

const route = (options: PortkeyOptions = {}) =>
  portkey({
    baseURL: gateway.url,
    apiKey: 'portkey-key-of-the-test',
    provider: 'bedrock',
    ...KEYS,
    awsRegion: 'us-east-1',
    customHost: aws.url,
    ...options,
  })

const failure = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  )

const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

describe.each(versions)('the real Portkey gateway and $name', ({ OpenAI: Client }) => {
  const create = (options: PortkeyOptions = {}) =>
    register<OpenAI>(new Client({ apiKey: 'sk-of-the-caller', maxRetries: 0 }), route(options))

  it('answers', async () => {
    const answer = await create().chat.completions.create({
      model: CLAUDE,
      messages: [{ role: 'user', content: 'What is 12 + 30?' }],
      max_tokens: 100,
    })
    expect(answer.choices[0]?.message).toMatchObject({ role: 'assistant', content: '12 + 30 is 42.' })
    expect(answer.choices[0]?.finish_reason).toBe('stop')
    expect(answer.usage?.total_tokens).toBeGreaterThan(0)
    expect(aws.requests.map(({ operation, modelId }) => [operation, modelId])).toEqual([['Converse', CLAUDE]])
  })

  it('signs with the keys of the route, and never shows Bedrock the keys of the caller', async () => {
    await create().chat.completions.create({ model: CLAUDE, messages: [{ role: 'user', content: 'Hello' }] })
    const [received] = aws.requests
    expect(received?.headers['authorization']).toContain(`Credential=${KEYS.awsAccessKeyId}/`)
    expect(JSON.stringify(received?.headers)).not.toMatch(/sk-of-the-caller|aws-secret|portkey-key/)
  })

  it('streams', async () => {
    const stream = await create().chat.completions.create({
      model: CLAUDE,
      messages: [{ role: 'user', content: 'Say exactly: one two three four five six' }],
      stream: true,
    })
    const pieces: string[] = []
    let finish: string | null | undefined
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content ?? '')
      finish = chunk.choices[0]?.finish_reason ?? finish
    }
    expect(pieces.join('')).toBe('one two three four five six')
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1)
    expect(finish).toBe('stop')
    expect(aws.requests[0]?.operation).toBe('ConverseStream')
  })

  it('carries tool calls there and back', async () => {
    const client = create()
    const question = { role: 'user' as const, content: 'What is the weather in Oslo?' }
    const first = await client.chat.completions.create({
      model: CLAUDE,
      messages: [question],
      tools: [weather],
    })
    const message = first.choices[0]?.message
    const call = message?.tool_calls?.[0]
    expect(first.choices[0]?.finish_reason).toBe('tool_calls')
    if (message === undefined || call?.type !== 'function') throw new Error('no call of a function')
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Oslo' })
    const result = { role: 'tool' as const, tool_call_id: call.id, content: '18 degrees' }
    const second = await client.chat.completions.create({
      model: CLAUDE,
      messages: [question, message, result],
      tools: [weather],
    })
    expect(second.choices[0]?.message.content).toContain('18 degrees')
  })

  it('embeds by Titan, and answers in the encoding that the client asked for', async () => {
    const answer = await create().embeddings.create({
      model: TITAN,
      input: 'a patch bay',
      dimensions: 256,
    })
    expect(answer.data[0]?.embedding).toHaveLength(256)
    expect(answer.data[0]?.embedding.every((value) => typeof value === 'number')).toBe(true)
    expect(aws.requests[0]?.operation).toBe('InvokeModel')
  })

  it("raises the client's own class for a refusal of Bedrock", async () => {
    const error = await failure(
      create().chat.completions.create({
        model: CLAUDE,
        messages: [{ role: 'user', content: 'Hello' }],
        max_tokens: 10_000_000,
      }),
    )
    expect(error).toBeInstanceOf(Client.BadRequestError)
    expect(error).toMatchObject({ status: 400, message: expect.stringMatching(/max/i) as string })
  })

  it("raises the client's own class for Bedrock's throttling", async () => {
    aws.enqueue({ error: { type: 'ThrottlingException', message: 'Too many requests' } })
    const error = await failure(
      create().chat.completions.create({ model: CLAUDE, messages: [{ role: 'user', content: 'Hello' }] }),
    )
    expect(error).toBeInstanceOf(Client.RateLimitError)
    expect(error).toMatchObject({
      status: 429,
      message: expect.stringContaining('Too many requests') as string,
    })
  })

  it("raises the client's own class, in its shape, for an error of the gateway itself", async () => {
    const error = await failure(
      create({ provider: 'nobody' }).chat.completions.create({
        model: CLAUDE,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    )
    expect(error).toBeInstanceOf(Client.BadRequestError)
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringMatching(/provider/i) as string,
    })
    expect(aws.requests).toEqual([])
  })

  it('shows no secret in any of its errors', async () => {
    const client = create({ provider: 'nobody' })
    const errors = [
      await failure(client.chat.completions.create({ model: CLAUDE, messages: [] })),
      await failure(
        create().chat.completions.create({ model: CLAUDE, messages: [{ role: 'user', content: '' }] }),
      ),
    ]
    for (const error of errors) {
      const { message, stack, ...own } = error as Error
      expect(`${message} ${stack} ${JSON.stringify(own)}`).not.toMatch(
        /sk-of-the-caller|aws-secret|portkey-key/,
      )
    }
  })
})
