import Anthropic from '@anthropic-ai/sdk'
import { ChatAnthropic } from '@langchain/anthropic'
import { register, registrationOf, unregister } from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'
import { type Failure, startFailingGateway } from '../openai/support/failing-gateway.ts'
import { fieldsOf } from '../openai/support/fields-of.ts'
import { json } from '../openai/support/openai-answers.ts'
import {
  type Answer,
  assertUnreached,
  type RecordingServer,
  startServer,
  startTrap,
} from '../openai/support/recording-server.ts'
import { gatewayTo } from '../openai/support/test-routes.ts'

const KEY = 'sk-ant-of-the-provider'
const failures: readonly Failure[] = [408, 409, 429, 503, 'reset', 'stall']

/** Answers like the Messages API. */
const answer: Answer = (request, response) => {
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [{ type: 'text', text: 'hello' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  }
  if (!request.body.includes('"stream":true')) return json(response, message)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const events = [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hello' } },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 1 },
    },
    { type: 'message_stop' },
  ]
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  response.end()
}

const ask = (content: string) => ({
  model: 'm',
  max_tokens: 9,
  messages: [{ role: 'user' as const, content }],
})
const create = (provider: RecordingServer, options: object = {}) =>
  new Anthropic({ apiKey: KEY, baseURL: new URL(provider.baseURL).origin, maxRetries: 3, ...options })

describe.concurrent('a call of Anthropic', () => {
  it.each(failures)(
    'keeps its route when the client is unregistered while it waits after %s',
    async (failure) => {
      const trap = await startTrap()
      const gateway = await startFailingGateway({
        failure,
        times: 2,
        answer,
        inBackOff: () => unregister(client),
      })
      const client = create(trap, { timeout: failure === 'stall' ? 500 : 10_000 })
      const before = fieldsOf(client)
      register(client, gateway.route)
      const message = await client.messages.create(ask('a'))
      expect(message.content).toHaveLength(1)
      expect(registrationOf(client)).toBeUndefined()
      expect(fieldsOf(client)).toEqual(before)
      expect(gateway.server.received.length).toBeGreaterThanOrEqual(3)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    },
  )

  it.each([
    ['plain', (client: Anthropic) => client.messages.create(ask('a'))],
    [
      'streamed',
      async (client: Anthropic) =>
        (await client.messages.create({ ...ask('a'), stream: true })).toReadableStream(),
    ],
    ['by the stream helper', (client: Anthropic) => client.messages.stream(ask('a')).finalMessage()],
    [
      'with middleware',
      (client: Anthropic) =>
        client.withOptions({ middleware: [(request, next) => next(request)] }).messages.create(ask('a')),
    ],
  ])(
    'keeps its route when the client is unregistered in the middle of an attempt: %s',
    async (_name, call) => {
      const trap = await startTrap()
      const gateway = await startFailingGateway({ failure: 503, answer, inFlight: () => unregister(client) })
      const client = register(create(trap), gateway.route)
      await call(client)
      expect(gateway.server.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    },
  )

  it('keeps its route when the client is registered on another one, which new calls take', async () => {
    const trap = await startTrap()
    const other = await startServer(answer)
    let early: Promise<unknown> | undefined
    const gateway = await startFailingGateway({
      failure: 503,
      answer,
      inBackOff: () => {
        register(client, gatewayTo(other.baseURL))
        early = client.messages.create(ask('a'))
      },
    })
    const client = register(create(trap), gateway.route)
    await client.messages.create(ask('a'))
    await early
    expect([gateway.server.received.length, other.received.length]).toEqual([2, 1])
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close(), other.close()])
  })

  it('has begun with create(), before its first request', async () => {
    const trap = await startTrap()
    const gateway = await startServer(answer)
    const client = register(create(trap), gatewayTo(gateway.baseURL))
    const message = client.messages.create(ask('a'))
    unregister(client)
    expect((await message).content).toHaveLength(1)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.close()])
  })
})

describe.concurrent('a call of ChatAnthropic', () => {
  const createModel = (provider: RecordingServer) =>
    new ChatAnthropic({
      apiKey: KEY,
      model: 'm',
      maxRetries: 3,
      anthropicApiUrl: new URL(provider.baseURL).origin,
    })

  it.each([
    ['inFlight', 503, false],
    ['inBackOff', 503, false],
    ['inBackOff', 'reset', false],
    ['inBackOff', 503, true],
  ] as const)(
    'keeps its route when the model is unregistered: %s, %s, stream: %s',
    async (when, failure, stream) => {
      const trap = await startTrap()
      const gateway = await startFailingGateway({ failure, answer, [when]: () => unregister(model) })
      const model = createModel(trap)
      const { caller, createClient } = model
      register(model, gateway.route)
      if (stream) for await (const _ of await model.stream('hello')) continue
      else await model.invoke('hello')
      expect(registrationOf(model)).toBeUndefined()
      expect([model.caller, model.createClient]).toEqual([caller, createClient])
      expect(model.caller).toBe(caller)
      expect(gateway.server.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    },
  )

  it('keeps its route when the model is registered on another one, which an equal call takes', async () => {
    const trap = await startTrap()
    const other = await startServer(answer)
    let early: Promise<unknown> | undefined
    const gateway = await startFailingGateway({
      failure: 503,
      answer,
      inBackOff: () => {
        unregister(model)
        register(model, gatewayTo(other.baseURL))
        early = model.invoke('hello')
      },
    })
    const model = register(createModel(trap), gateway.route)
    await model.invoke('hello')
    await early
    await model.invoke('hello')
    expect([gateway.server.received.length, other.received.length]).toEqual([2, 2])
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close(), other.close()])
  })
})
