import { bedrock, openai } from '@patchbay/bedrock-backend'
import { configure, type Warning } from '@patchbay/core'
import { register } from '@patchbay/bedrock'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { CLAUDE, MESSAGES, VERSIONS } from '../bedrock/support/clients.ts'
import { drain, failure } from '../bedrock/support/setup.ts'

afterEach(() => configure(null))

const EVENT_STREAM = { 'content-type': 'text/event-stream' }

/** A chunk with one choice. */
const chunk = (delta: object, rest: object = {}): object => ({
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
})
const lines = (...events: (object | string)[]): string =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')

describe.each(VERSIONS)('client-bedrock-runtime $version, on a backend with ways of its own', ({ sdk }) => {
  const on = (backend: GatewayServer, options: Parameters<typeof openai>[0] = {}) =>
    register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk-secret', ...options }),
    )
  const converse = (backend: GatewayServer, input: object = {}) =>
    on(backend).send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES, ...input }))
  const stream = async (backend: GatewayServer) => {
    const { stream: events } = await on(backend).send(
      new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
    )
    return drain(events)
  }
  const textOf = (events: readonly { contentBlockDelta?: { delta?: { text?: string } | undefined } }[]) =>
    events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? '').join('')

  it('reads on where every chunk says that it is the last', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({
      events: ['One', ', two', ', three.'].map((content) => chunk({ content }, { finish_reason: 'stop' })),
    })
    const events = await stream(backend)
    expect(textOf(events)).toBe('One, two, three.')
    expect(events.filter(({ messageStop }) => messageStop)).toEqual([
      { messageStop: { stopReason: 'end_turn' } },
    ])
  })

  it.each([
    ['finish_reason error', { choices: [{ message: { content: null }, finish_reason: 'error' }] }],
    ['no choices', { choices: [] }],
    ['null for choices', { choices: null }],
    ['an error of its own without a status', { error: { message: 'no', code: 'unknown' } }],
  ])('takes no success with %s for an answer', async (_what, json) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ json })
    const error = await failure(converse(backend))
    expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    expect((error['$metadata'] as { httpStatusCode: number }).httpStatusCode).toBeGreaterThanOrEqual(500)
  })

  it('takes no stream that ends with finish_reason error for an answer', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({ events: [chunk({ content: 'Half' }), chunk({}, { finish_reason: 'error' })] })
    await expect(stream(backend)).rejects.toBeInstanceOf(sdk.BedrockRuntimeServiceException)
  })

  const call = (rest: object) => ({ function: { name: 'f', arguments: '{"x":1}' }, ...rest })

  it.each([
    ['a call without a type', [call({ id: 'a' })], [{ toolUseId: 'a', name: 'f', input: { x: 1 } }]],
    [
      'calls without ids',
      [call({ type: 'function' }), call({ type: 'function' })],
      [
        { toolUseId: 'call_0', name: 'f', input: { x: 1 } },
        { toolUseId: 'call_1', name: 'f', input: { x: 1 } },
      ],
    ],
    [
      'arguments that are an object',
      [{ id: 'a', type: 'function', function: { name: 'f', arguments: { x: 1 } } }],
      [{ toolUseId: 'a', name: 'f', input: { x: 1 } }],
    ],
  ])('keeps %s, whole and streamed', async (_what, calls, expected) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ json: { choices: [{ message: { tool_calls: calls }, finish_reason: 'tool_calls' }] } })
    const whole = await converse(backend)
    expect(whole.output?.message?.content?.map(({ toolUse }) => toolUse)).toEqual(expected)
    // All in one delta, and each in a delta of its own: with no index, as the whole answer has none.
    for (const deltas of [[{ tool_calls: calls }], calls.map((one) => ({ tool_calls: [one] }))]) {
      backend.enqueue({
        events: [...deltas.map((delta) => chunk(delta)), chunk({}, { finish_reason: 'tool_calls' })],
      })
      const events = await stream(backend)
      const starts = events.flatMap(({ contentBlockStart }) => contentBlockStart?.start?.toolUse ?? [])
      expect(starts).toEqual(expected.map(({ toolUseId, name }) => ({ toolUseId, name })))
      const inputs = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? [])
      expect(inputs).toEqual(expected.map(({ input }) => JSON.stringify(input)))
    }
  })

  it('puts pieces of arguments to their calls where no part has an index', async () => {
    await using backend = await createGatewayServer()
    const part = (rest: object) => chunk({ tool_calls: [rest] })
    backend.enqueue({
      events: [
        part({ id: 'a', function: { name: 'f', arguments: '{"x"' } }),
        part({ function: { arguments: ':1}' } }),
        part({ id: 'b', function: { name: 'g', arguments: '' } }),
        part({ id: 'b', function: { arguments: '{"y":2}' } }),
        chunk({}, { finish_reason: 'tool_calls' }),
      ],
    })
    const events = await stream(backend)
    const inputs = new Map<number, string>()
    for (const { contentBlockDelta: delta } of events) {
      const index = delta?.contentBlockIndex ?? -1
      if (delta?.delta?.toolUse) inputs.set(index, (inputs.get(index) ?? '') + delta.delta.toolUse.input)
    }
    expect([...inputs.values()]).toEqual(['{"x":1}', '{"y":2}'])
  })

  it('reads reasoning where an empty reasoning_content stands before it', async () => {
    await using backend = await createGatewayServer()
    const message = { reasoning_content: '', reasoning: 'Hm.', content: 'Yes.' }
    backend.enqueue({ json: { choices: [{ message, finish_reason: 'stop' }] } })
    expect((await converse(backend)).output?.message?.content).toEqual([
      { reasoningContent: { reasoningText: { text: 'Hm.' } } },
      { text: 'Yes.' },
    ])
    backend.enqueue({ events: [chunk(message), chunk({}, { finish_reason: 'stop' })] })
    expect(JSON.stringify(await stream(backend))).toContain('"text":"Hm."')
  })

  it('says max_tokens of arguments that the limit has cut', async () => {
    await using backend = await createGatewayServer()
    const cut = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":' } }
    backend.enqueue({ json: { choices: [{ message: { tool_calls: [cut] }, finish_reason: 'length' }] } })
    expect((await converse(backend)).stopReason).toBe('max_tokens')
  })

  it.each([
    [{ error: { message: 'slow', code: 429 } }],
    [{ error: { message: 'slow', code: '429' } }],
    [{ error: { message: 'slow', status: 429 } }],
    [{ object: 'error', message: 'slow', type: 'RateLimitError', code: 429 }],
    [{ choices: [{ finish_reason: 'error', error: { message: 'slow', code: 429 } }] }],
  ])('raises the failure of a success: %j, whole, in place of a stream, and in mid-stream', async (json) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ json })
    const whole = await failure(converse(backend))
    backend.enqueue({ json })
    const instead = await failure(stream(backend))
    backend.enqueue({ events: [chunk({ content: 'Half' }), json] })
    const inStream = await failure(stream(backend))
    for (const error of [whole, instead, inStream]) {
      expect(error).toBeInstanceOf(sdk.ThrottlingException)
      expect(error.message).toBe('slow')
    }
  })

  it.each([
    ['a field of its own', 'error: {"code":503,"message":"busy"}\n\n'],
    ['an event called error', 'event: error\ndata: {"code":503,"message":"busy"}\n\n'],
  ])('raises a failure that stands in %s', async (_what, event) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ body: lines(chunk({ content: 'Half' })) + event, headers: EVENT_STREAM })
    const error = await failure(stream(backend))
    expect(error).toBeInstanceOf(sdk.ServiceUnavailableException)
    expect(error.message).toBe('busy')
  })

  it('passes blank events by, and raises its own exception for one that is not JSON', async () => {
    await using backend = await createGatewayServer()
    const end = chunk({}, { finish_reason: 'stop' })
    backend.enqueue({
      body: `${lines(chunk({ content: 'Yes.' }))}data:\n\n${lines(end, '[DONE]')}`,
      headers: EVENT_STREAM,
    })
    expect(textOf(await stream(backend))).toBe('Yes.')
    backend.enqueue({ body: lines(chunk({ content: 'Half' }), 'oops'), headers: EVENT_STREAM })
    expect(await failure(stream(backend))).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
  })

  it.each([
    ['none', {}],
    ['1', { index: 1 }],
    ['one that counts up', { index: 'counting' }],
  ])('takes the choice whatever its index is: %s', async (_what, rest) => {
    await using backend = await createGatewayServer()
    const texts = ['One', ', two.']
    const choice = (number: number) => ({
      ...rest,
      ...('index' in rest && rest.index === 'counting' ? { index: number } : {}),
    })
    backend.enqueue({
      events: [
        ...texts.map((content, number) => ({ choices: [{ delta: { content }, ...choice(number) }] })),
        { choices: [{ delta: {}, finish_reason: 'stop', ...choice(2) }] },
      ],
    })
    expect(textOf(await stream(backend))).toBe('One, two.')
  })

  it.each([undefined, 'text/plain', 'application/octet-stream', 'application/x-ndjson'])(
    'reads a stream of the content type %s',
    async (type) => {
      await using backend = await createGatewayServer()
      const body = lines(chunk({ content: 'Yes.' }), chunk({}, { finish_reason: 'stop' }), '[DONE]')
      backend.enqueue({ body, headers: type === undefined ? {} : { 'content-type': type } })
      expect(textOf(await stream(backend))).toBe('Yes.')
    },
  )

  it.each([400, 422])(
    'asks once more without stream_options where they are refused with %i, and remembers',
    async (status) => {
      const warnings: Warning[] = []
      configure({ onWarning: (warning) => warnings.push(warning) })
      await using backend = await createGatewayServer()
      const client = on(backend)
      const ask = async () => {
        const { stream: events } = await client.send(
          new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
        )
        return textOf(await drain(events))
      }
      const refusal = { detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }] }
      backend.enqueue({ status, json: refusal }, { text: 'First.' }, { text: 'Second.' })
      expect([await ask(), await ask()]).toEqual(['First.', 'Second.'])
      expect(backend.requests.map(({ json }) => 'stream_options' in (json as object))).toEqual([
        true,
        false,
        false,
      ])
      expect(warnings.filter(({ field }) => field === 'stream_options')).toHaveLength(1)
    },
  )

  it('leaves stream_options out where the route says so', async () => {
    await using backend = await createGatewayServer()
    const { stream: events } = await on(backend, { streamOptions: false }).send(
      new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
    )
    await drain(events)
    expect(backend.requests[0]?.json).not.toHaveProperty('stream_options')
  })

  it('sends texts as one string, which is all that some backends take', async () => {
    await using backend = await createGatewayServer()
    await converse(backend, {
      system: [{ text: 'Be short.' }, { text: 'Be kind.' }],
      messages: [{ role: 'user', content: [{ text: 'One.' }, { text: 'Two.' }] }],
    })
    expect(backend.requests[0]?.json).toMatchObject({
      messages: [
        { role: 'system', content: 'Be short.\n\nBe kind.' },
        { role: 'user', content: 'One.\n\nTwo.' },
      ],
    })
  })

  it.each(['txt', 'md', 'csv', 'html'] as const)('sends a %s document as its text', async (format) => {
    await using backend = await createGatewayServer()
    const document = { name: 'notes', format, source: { bytes: new TextEncoder().encode('# Grüße') } }
    await converse(backend, { messages: [{ role: 'user', content: [{ text: 'Read.' }, { document }] }] })
    expect(backend.requests[0]?.json).toMatchObject({
      messages: [{ role: 'user', content: `Read.\n\nnotes.${format}:\n\n# Grüße` }],
    })
  })

  it('keeps texts apart, and documents as files, on a route that understands them', () => {
    expect(bedrock({ region: 'us-east-1' }).chatProfile).toEqual({ extensions: true })
  })
})
