// How requests end, for every client that sends by `fetch`, on every kind of route: each is told of once, by its own name.
import {
  type BedrockServer,
  createBedrockServer,
  createGate,
  createGatewayServer,
  type GatewayServer,
} from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { recordHooks } from './support/record-hooks.ts'
import { CLIENTS, ROUTINGS, type Servers } from './support/setups.ts'

let servers: Servers & { readonly bedrock: BedrockServer; readonly gateway: GatewayServer }
beforeAll(async () => {
  servers = { bedrock: await createBedrockServer(), gateway: await createGatewayServer() }
})
afterAll(() => Promise.all([servers.bedrock.close(), servers.gateway.close()]))
beforeEach(() => {
  servers.bedrock.reset()
  servers.gateway.reset()
})

const TEXT = 'one two three four five six'

describe.each(CLIENTS)('$name', (client) => {
  describe.each(ROUTINGS)('on $name', (routing) => {
    const begin = () => {
      const recorded = recordHooks()
      const calling = { route: routing.at(servers), hooks: recorded.hooks, model: routing.model }
      return { recorded, calling, server: servers[routing.answeredBy] }
    }
    /** What every event says. */
    const common = {
      client: client.kind,
      operation: client.operation,
      route: routing.route,
      requestModel: routing.model,
    }
    const attempts = Array.from({ length: routing.failures + 1 }, () => 'onAttempt')
    const answered = {
      ...common,
      target: routing.target,
      attempt: routing.failures + 1,
      api: routing.api,
      host: routing.host,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
    }

    it('tells of a whole answer', async () => {
      const { recorded, calling, server } = begin()
      server.enqueue({ text: TEXT })
      await client.whole(calling)
      const [end] = await recorded.ended()
      expect(recorded.names()).toEqual(['onStart', ...attempts, 'onEnd'])
      expect(end).toMatchObject({
        ...answered,
        outcome: 'ok',
        stream: false,
        status: 200,
        error: undefined,
        firstTokenMs: undefined,
      })
      expect(end?.usage?.inputTokens).toBeGreaterThan(0)
      expect(end?.usage?.outputTokens).toBeGreaterThan(0)
      expect(end?.finishReasons).toHaveLength(1)
      expect(end?.responseModel).toEqual(expect.any(String))
      expect(end?.durationMs).toBeGreaterThan(0)
    })

    it('tells of a stream that is read', async () => {
      const { recorded, calling, server } = begin()
      server.enqueue({ text: TEXT })
      await client.stream(calling)
      const [end] = await recorded.ended()
      expect(recorded.names()).toEqual(['onStart', ...attempts, 'onFirstToken', 'onEnd'])
      expect(end).toMatchObject({ ...answered, outcome: 'ok', stream: true, status: 200, error: undefined })
      expect(end?.firstTokenMs).toBeLessThanOrEqual(end?.durationMs ?? 0)
      expect(end?.finishReasons).toHaveLength(1)
    })

    it('tells of a stream that is left early', async () => {
      const { recorded, calling, server } = begin()
      const gate = createGate()
      if ('region' in server)
        server.enqueue({ text: TEXT, stream: { deltaSize: 4, gates: [{ event: 4, until: gate.opened }] } })
      else server.enqueue({ text: TEXT, stream: { gates: [{ event: 5, until: gate.opened }] } })
      await client.stream({ ...calling, leavesAt: () => true })
      const [end] = await recorded.ended()
      gate.open()
      expect(end).toMatchObject({ ...answered, outcome: 'aborted', status: 200, error: undefined })
      expect(recorded.names()).toEqual(['onStart', ...attempts, 'onFirstToken', 'onEnd'])
    })

    it('tells of a call that is aborted before its answer', async () => {
      const { recorded, calling, server } = begin()
      const gate = createGate()
      server.enqueue({ text: TEXT, hold: gate.opened })
      const controller = new AbortController()
      const call = client.whole({ ...calling, signal: controller.signal }).catch(() => undefined)
      await server.waitForRequest()
      controller.abort()
      await call
      const [end] = await recorded.ended()
      gate.open()
      expect(end).toMatchObject({ ...answered, outcome: 'aborted', error: undefined, status: undefined })
      expect(recorded.names()).toEqual(['onStart', ...attempts, 'onEnd'])
    })

    it('tells of a refusal', async () => {
      const { recorded, calling, server } = begin()
      const message = 'The message is too long.'
      if ('region' in server) server.enqueue({ error: { type: 'ValidationException', message } })
      else server.enqueue({ error: { status: 400, message } })
      await expect(client.whole(calling)).rejects.toBeInstanceOf(Error)
      const [end] = await recorded.ended()
      expect(end).toMatchObject({
        ...answered,
        outcome: 'error',
        status: 400,
        error: { status: 400, message: expect.stringContaining(message) },
      })
      expect(recorded.names()).toEqual(['onStart', ...attempts, 'onEnd'])
    })

    it('tells of a stream that reports a failure', async () => {
      const { recorded, calling, server } = begin()
      const message = 'Slow down, please.'
      if ('region' in server)
        server.enqueue({
          text: TEXT,
          stream: { deltaSize: 4, exceptionAfter: { deltas: 2, type: 'throttlingException', message } },
        })
      else
        server.enqueue({
          text: TEXT,
          stream: { errorAfter: { events: 5, error: { message, type: 'rate_limit_error' } } },
        })
      if (client.kind !== 'fetch') await expect(client.stream(calling)).rejects.toBeInstanceOf(Error)
      else await client.stream(calling).catch(() => undefined)
      const [end] = await recorded.ended()
      expect(end).toMatchObject({
        ...answered,
        outcome: 'error',
        status: 200,
        error: { message: expect.stringContaining(message) },
      })
      expect(recorded.of('onEnd')).toHaveLength(1)
    })

    it('tells of a connection that is lost', async () => {
      const { recorded, calling, server } = begin()
      server.enqueue({ disconnect: true }, { disconnect: true })
      await expect(client.whole(calling)).rejects.toBeInstanceOf(Error)
      const [end] = await recorded.ended()
      expect(end).toMatchObject({ ...common, outcome: 'error', status: undefined })
      expect(end?.error?.message).not.toBe('')
      expect(recorded.of('onEnd')).toHaveLength(1)
    })
  })
})
