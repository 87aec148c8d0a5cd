import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, createGate, encodeEvent } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const question = { model, messages: [{ role: 'user' as const, content: 'hello' }] }

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const route = () => bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })

describe.each(versions)('streams of $name on a bedrock() route', ({ OpenAI }) => {
  const client = () => register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())

  it('raises an exception after the second delta in the loop, with its status, and keeps what came before', async () => {
    server.enqueue({
      text: 'one two three four',
      stream: {
        deltaSize: 4,
        exceptionAfter: { deltas: 2, type: 'throttlingException', message: 'Too many tokens, please wait.' },
      },
    })
    const stream = await client().chat.completions.create({ ...question, stream: true })
    let text = ''
    const loop = async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    }
    const error: unknown = await loop().catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI.APIError)
    expect(error).toMatchObject({
      status: 429,
      message: expect.stringContaining('Too many tokens, please wait.'),
    })
    expect(text).toBe('one two ')
  })

  it.each([
    ['ends in mid-frame', { endAfterBytes: 300 }, 'ended'],
    ['breaks', { truncateAfterBytes: 300 }, 'The connection to Amazon Bedrock broke'],
    ['has no messageStop', { closeWithoutMessageStop: true }, 'ended'],
    [
      'holds an error frame outside of the model',
      { errorFrameAfter: { deltas: 1, code: 'InternalFailure' } },
      'The stream broke',
    ],
  ])('raises an error when the upstream %s', async (_name, behaviour, message) => {
    server.enqueue({ text: 'one two three four five six seven', stream: { deltaSize: 4, ...behaviour } })
    const stream = await client().chat.completions.create({ ...question, stream: true })
    const loop = async () => {
      for await (const chunk of stream) expect(chunk.choices[0]?.finish_reason ?? null).toBeNull()
    }
    await expect(loop()).rejects.toThrow(message)
  })

  it('closes the upstream when the loop is left early', async () => {
    const gate = createGate()
    server.enqueue({
      text: 'one two three four',
      stream: { deltaSize: 4, gates: [{ event: 3, until: gate.opened }] },
    })
    const stream = await client().chat.completions.create({ ...question, stream: true })
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break
    const request = await server.waitForRequest()
    await expect(request.closed).resolves.toEqual({ aborted: true })
  })

  it('closes the upstream when the stream is aborted', async () => {
    const gate = createGate()
    server.enqueue({
      text: 'one two three four',
      stream: { deltaSize: 4, gates: [{ event: 3, until: gate.opened }] },
    })
    const controller = new AbortController()
    const stream = await client().chat.completions.create(
      { ...question, stream: true },
      { signal: controller.signal },
    )
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) controller.abort()
    const request = await server.waitForRequest()
    await expect(request.closed).resolves.toEqual({ aborted: true })
  })

  it('closes the upstream when a call is aborted before its answer', async () => {
    const gate = createGate()
    server.enqueue({ text: 'never', hold: gate.opened })
    const controller = new AbortController()
    const call = client().chat.completions.create(question, { signal: controller.signal })
    const request = await server.waitForRequest()
    controller.abort()
    await expect(call).rejects.toBeInstanceOf(OpenAI.APIUserAbortError)
    await expect(request.closed).resolves.toEqual({ aborted: true })
  })

  it("obeys the client's timeout", async () => {
    const one = client()
    // Loads the backend: the timeout that follows is then spent waiting for the service.
    await one.chat.completions.create(question)
    const first = await server.waitForRequest()
    const gate = createGate()
    server.enqueue({ text: 'never', hold: gate.opened })
    const call = one.chat.completions.create(question, { timeout: 1000 })
    const [request] = await Promise.all([
      server.waitForRequest((received) => received !== first),
      expect(call).rejects.toBeInstanceOf(OpenAI.APIConnectionTimeoutError),
    ])
    await expect(request.closed).resolves.toEqual({ aborted: true })
  })

  it('keeps its connection over whole and streamed calls', async () => {
    const one = client()
    for (let index = 0; index < 5; index += 1) {
      await one.chat.completions.create(question)
      for await (const chunk of await one.chat.completions.create({ ...question, stream: true })) void chunk
    }
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1)
  })
})

it('gives identical chunks wherever the network cuts the reply', async () => {
  const events = [
    ['messageStart', { role: 'assistant' }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Grüße, ' }, p: 'abc' }],
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't1', name: 'f' } } }],
    ['contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":"✓"}' } } }],
    ['contentBlockStop', { contentBlockIndex: 1 }],
    ['messageStop', { stopReason: 'tool_use' }],
    ['metadata', { usage: { inputTokens: 3, outputTokens: 5, totalTokens: 8 }, metrics: { latencyMs: 1 } }],
  ] as const
  const bytes = Buffer.concat(events.map(([type, payload]) => encodeEvent(type, payload)))
  const client = register(new (versions[3]?.OpenAI ?? never())({ apiKey: 'unused', maxRetries: 0 }), route())
  // Pieces of one byte are a cut at every offset; the other sizes cut frames, preludes and characters at odd places.
  const chunksFor = async (size: number) => {
    server.enqueue({
      content: [],
      stream: { events: events.map(([type, payload]) => ({ [type]: payload })), chunkSize: size },
    })
    const stream = await client.chat.completions.create({
      ...question,
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }],
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: unknown[] = []
    for await (const { id: _id, created: _created, ...chunk } of stream) chunks.push(chunk)
    return chunks
  }
  const expected = await chunksFor(bytes.length)
  expect(JSON.stringify(expected)).toContain('Grüße')
  for (const size of [1, 2, 3, 5, 7, 11, 13, 64]) expect(await chunksFor(size)).toEqual(expected)
})

function never(): never {
  throw new Error('there are four majors')
}
