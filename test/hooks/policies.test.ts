// What hooks are told of policies: every route that is tried, why the one before has failed, and which has answered.
import {
  configure,
  createFetch,
  fallback,
  gateway,
  loadBalance,
  openai,
  register,
  retry,
  type Route,
  timeout,
} from '@patchbay/sdk'
import {
  type BedrockServer,
  createBedrockServer,
  createGate,
  createGatewayServer,
  type GatewayServer,
} from '@patchbay/testing'
import OpenAI from 'openai'
import OpenAI4 from 'openai-4'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { recordHooks } from './support/record-hooks.ts'
import { ROUTINGS } from './support/setups.ts'

let servers: { readonly bedrock: BedrockServer; readonly gateway: GatewayServer }
beforeAll(async () => {
  servers = { bedrock: await createBedrockServer(), gateway: await createGatewayServer() }
})
afterAll(() => Promise.all([servers.bedrock.close(), servers.gateway.close()]))
beforeEach(() => {
  servers.bedrock.reset()
  servers.gateway.reset()
})
afterEach(() => configure(null))

const body = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hello' }] }
const here = () => gateway({ baseURL: `${servers.gateway.url}/v1`, apiKey: 'gateway-key-0123456789' })
const there = () => openai({ baseURL: `${servers.gateway.url}/v1`, apiKey: 'openai-key-0123456789' })
const clientOf = (route: Route, hooks = {}) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })

describe('attempts', () => {
  it('say why the one before has failed, a failure that a gateway reports as a success among them', async () => {
    const recorded = recordHooks()
    servers.gateway.enqueue(
      { error: { status: 429, message: 'Slow down, gateway-key-0123456789.', code: 'slow' } },
      { json: { error: { message: 'Out of service.', type: 'server_error' } } },
      { text: 'yes' },
    )
    const route = fallback([here(), there(), here()])
    await clientOf(route, recorded.hooks).chat.completions.create(body)
    expect(recorded.of('onAttempt')).toMatchObject([
      { attempt: 1, target: 'gateway', error: undefined, status: undefined },
      {
        attempt: 2,
        target: 'openai',
        status: 429,
        error: { status: 429, code: 'slow', message: 'Slow down, [redacted].' },
      },
      { attempt: 3, target: 'gateway', error: { message: 'Out of service.' } },
    ])
    expect(await recorded.ended()).toMatchObject([
      { attempt: 3, outcome: 'ok', status: 200, error: undefined },
    ])
    expect(new Set(recorded.told.map(({ event }) => event.requestId)).size).toBe(1)
  })

  it('end with the failure that the caller gets, where all have failed', async () => {
    const recorded = recordHooks()
    const failure = { error: { status: 503, message: 'Gone.' } }
    servers.gateway.enqueue(failure, failure)
    const call = clientOf(retry(here(), { attempts: 2, backoff: () => 0 }), recorded.hooks)
    await expect(call.chat.completions.create(body)).rejects.toMatchObject({ status: 503 })
    expect(await recorded.ended()).toMatchObject([
      { attempt: 2, outcome: 'error', status: 503, error: { status: 503, message: 'Gone.' } },
    ])
  })

  it('are new requests where the SDK sends again', async () => {
    const recorded = recordHooks()
    servers.gateway.enqueue({ error: { status: 500 }, headers: { 'retry-after-ms': '1' } }, { text: 'yes' })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 1 }), here(), {
      hooks: recorded.hooks,
    })
    await client.chat.completions.create(body)
    const ends = await recorded.ended(2)
    expect(ends).toMatchObject([
      { outcome: 'error', attempt: 1 },
      { outcome: 'ok', attempt: 1 },
    ])
    expect(new Set(ends.map(({ requestId }) => requestId)).size).toBe(2)
  })

  it('that begin a stream with a failure go on to the next, and are told of once', async () => {
    const recorded = recordHooks()
    servers.gateway.enqueue(
      { text: 'no', stream: { errorAfter: { events: 1, error: { message: 'Overloaded.', code: 503 } } } },
      { text: 'yes' },
    )
    const stream = await clientOf(fallback([here(), there()]), recorded.hooks).chat.completions.create({
      ...body,
      stream: true,
    })
    for await (const _chunk of stream);
    const [end] = await recorded.ended()
    expect(end).toMatchObject({ attempt: 2, target: 'openai', outcome: 'ok' })
    expect(recorded.names()).toEqual(['onStart', 'onAttempt', 'onAttempt', 'onFirstToken', 'onEnd'])
    expect(recorded.of('onAttempt')[1]).toMatchObject({ error: { message: 'Overloaded.' } })
  })
})

describe('a time limit of a route', () => {
  it('before the answer is a failure with its status', async () => {
    const gate = createGate()
    const recorded = recordHooks()
    servers.gateway.enqueue({ text: 'late', hold: gate.opened })
    const client = clientOf(timeout(here(), { total: 20 }), recorded.hooks)
    await expect(client.chat.completions.create(body)).rejects.toMatchObject({ status: 504 })
    gate.open()
    expect(await recorded.ended()).toMatchObject([
      { outcome: 'error', status: 504, error: { code: 'route_timeout', status: 504 } },
    ])
    expect(recorded.of('onEnd')).toHaveLength(1)
  })

  it.each(ROUTINGS.filter(({ failures }) => failures === 0))(
    'within a stream is a failure, no abort, on $name',
    async ({ at, answeredBy, model }) => {
      const gate = createGate()
      const recorded = recordHooks()
      if (answeredBy === 'bedrock')
        servers.bedrock.enqueue({
          text: 'one two three four',
          stream: { deltaSize: 4, gates: [{ event: 4, until: gate.opened }] },
        })
      else
        servers.gateway.enqueue({
          text: 'one two three four',
          stream: { gates: [{ event: 4, until: gate.opened }] },
        })
      const client = clientOf(timeout(at(servers), { idle: 40 }), recorded.hooks)
      const stream = await client.chat.completions.create({ ...body, model, stream: true })
      const read = async () => {
        for await (const _chunk of stream);
      }
      await expect(read()).rejects.toThrow('idle took longer than 40 ms')
      gate.open()
      expect(await recorded.ended()).toMatchObject([
        { outcome: 'error', status: 200, error: { code: 'route_timeout', status: 504 } },
      ])
    },
  )
})

describe('configure({ reportRoute: true })', () => {
  it('names the route that has answered in a header, whole and streamed, policies included', async () => {
    configure({ reportRoute: true })
    const client = clientOf(fallback([fallback([here()]), loadBalance([there()])]))
    for (const stream of [false, true]) {
      servers.gateway.enqueue({ error: { status: 500 } })
      const { response } = await client.chat.completions.create({ ...body, stream }).withResponse()
      expect(response.headers.get('x-patchbay-route')).toBe('openai')
    }
    servers.gateway.enqueue({ error: { status: 500 } }, { error: { status: 400 } })
    const error: unknown = await client.chat.completions.create(body).catch((thrown: unknown) => thrown)
    if (!(error instanceof OpenAI.APIError)) throw error
    expect([error.status, error.headers?.get('x-patchbay-route')]).toEqual([400, 'openai'])
  })

  it.each([
    { name: 'openai 4.104', create: () => new OpenAI4({ apiKey: 'unused' }) as unknown as OpenAI },
    { name: 'openai 7', create: () => new OpenAI({ apiKey: 'unused' }) },
  ])('does so for every route, as $name shows it', async ({ create }) => {
    configure({ reportRoute: true })
    for (const { at, model, target } of ROUTINGS) {
      const client = register(create(), at(servers))
      const { response, data } = await client.chat.completions.create({ ...body, model }).withResponse()
      expect([response.headers.get('x-patchbay-route'), data.object]).toEqual([target, 'chat.completion'])
    }
  })

  it('is no header without it, nor on registrations that were made before', async () => {
    const fetchBefore = createFetch(here())
    configure({ reportRoute: true })
    const ask = async (send: typeof fetch) => {
      const response = await send('https://api.openai.com/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      await response.text()
      return response.headers.get('x-patchbay-route')
    }
    expect(await ask(fetchBefore)).toBeNull()
    expect(await ask(createFetch(here()))).toBe('gateway')
  })
})
