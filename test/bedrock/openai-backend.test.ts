import type { BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime'
import { altrum, bedrockAccessGateway, fallback, type Route } from '@patchbay/core'
import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { createBedrockServer, createGate, createGatewayServer } from '@patchbay/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLAUDE, CREDENTIALS, exceptionsOf, MESSAGES, VERSIONS } from './support/clients.ts'
import { OwnHandler } from './support/own-handler.ts'
import { drain, failure } from './support/setup.ts'
import { toolConversation } from './support/tool-conversation.ts'

/** A machine without any AWS configuration. */
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
})
afterEach(() => vi.unstubAllEnvs())

describe.each(VERSIONS)(
  'client-bedrock-runtime $version served by an OpenAI-compatible backend',
  ({ sdk }) => {
    const on = (route: Route, config: BedrockRuntimeClientConfig = {}) =>
      register(new sdk.BedrockRuntimeClient({ maxAttempts: 1, ...config }), route)
    const backendRoute = (url: string) =>
      openai({ baseURL: `${url}/v1`, apiKey: 'sk-backend', models: { [CLAUDE]: 'gpt-4o' } })
    const converse = () =>
      new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES, system: [{ text: 'Be short.' }] })
    const stream = () => new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES })

    it('answers Converse', async () => {
      await using backend = await createGatewayServer({ expect: { authorization: 'Bearer sk-backend' } })
      backend.enqueue({ text: 'A board of sockets.', headers: { 'x-request-id': 'r-1' } })
      const answer = await on(backendRoute(backend.url)).send(converse())
      expect(answer.output?.message).toEqual({
        role: 'assistant',
        content: [{ text: 'A board of sockets.' }],
      })
      expect(answer.stopReason).toBe('end_turn')
      expect(answer.usage?.totalTokens).toBeGreaterThan(0)
      expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, requestId: 'r-1', attempts: 1 })
      expect(backend.requests[0]?.path).toBe('/v1/chat/completions')
      expect(backend.requests[0]?.json).toMatchObject({
        model: 'gpt-4o',
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'What is a patch bay?' },
        ],
      })
      expect(
        Object.keys(backend.requests[0]?.headers ?? {}).filter((name) => /^(x-)?am[zn]/.test(name)),
      ).toEqual([])
    })

    it('streams text, reasoning, two interleaved tool calls and usage as Bedrock does', async () => {
      await using backend = await createGatewayServer()
      await using service = await createBedrockServer()
      const conversation = toolConversation()
      backend.enqueue({ events: conversation.chunks })
      service.enqueue({ stream: { events: conversation.events, padding: false } })
      const served = await on(backendRoute(backend.url)).send(
        new sdk.ConverseStreamCommand(conversation.input),
      )
      const own = new sdk.BedrockRuntimeClient({
        region: service.region,
        endpoint: service.url,
        credentials: CREDENTIALS,
        requestHandler: new OwnHandler() as never,
      })
      const expected = await drain((await own.send(new sdk.ConverseStreamCommand(conversation.input))).stream)
      const events = await drain(served.stream)
      expect(withoutLatency(events)).toEqual(withoutLatency(expected))
    })

    it('raises every exception of the service as its class, in an answer and in mid-stream', async () => {
      await using backend = await createGatewayServer()
      const client = on(backendRoute(backend.url))
      const types = exceptionsOf(sdk)
      expect(types).toContain('ThrottlingException')
      for (const type of types) {
        backend.enqueue({ error: { status: 400, message: `It is ${type}.`, code: type } })
        const error = await failure(client.send(converse()))
        expect(error.constructor.name).toBe(type)
        expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
        expect(error.message).toBe(`It is ${type}.`)
        const broken = { error: { message: `It is ${type}.`, code: type } }
        backend.enqueue({
          text: 'A long answer.',
          stream: { errorAfter: { events: 2, error: broken.error } },
        })
        const inStream = await failure(client.send(stream()).then(({ stream: events }) => drain(events)))
        expect(inStream.constructor.name).toBe(type)
        expect(inStream).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
      }
    })

    it.each([
      [401, 'AccessDeniedException'],
      [404, 'ResourceNotFoundException'],
      [429, 'ThrottlingException'],
      [500, 'InternalServerException'],
      [503, 'ServiceUnavailableException'],
    ] as const)('makes a %i a %s', async (status, type) => {
      await using backend = await createGatewayServer()
      backend.enqueue({ error: { status, message: 'no' } })
      const error = await failure(on(backendRoute(backend.url)).send(converse()))
      expect(error).toBeInstanceOf(sdk[type])
      expect(error['$metadata']).toMatchObject({ httpStatusCode: status, attempts: 1 })
    })

    it('is tried again by the SDK', async () => {
      await using backend = await createGatewayServer()
      backend.enqueue({ error: { status: 503, message: 'later' } }, { text: 'Now.' })
      const answer = await on(backendRoute(backend.url), { maxAttempts: 2 }).send(converse())
      expect(answer.output?.message?.content).toEqual([{ text: 'Now.' }])
      expect(answer.$metadata.attempts).toBe(2)
    })

    it('names the caller’s own field where the backend has no counterpart, and sends nothing', async () => {
      await using backend = await createGatewayServer()
      const guarded = { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }
      const error = await failure(
        on(backendRoute(backend.url)).send(
          new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES, ...guarded }),
        ),
      )
      expect(error).toBeInstanceOf(sdk.ValidationException)
      expect(error.message).toContain('guardrailConfig')
      expect(backend.connectionCount).toBe(0)
    })

    it('gives the network’s error when nobody listens', async () => {
      const backend = await createGatewayServer()
      await backend.close()
      const error = await failure(on(backendRoute(backend.url)).send(converse()))
      expect(error['code']).toBe('ECONNREFUSED')
    })

    it('obeys the caller’s signal, before the answer and within a stream', async () => {
      await using backend = await createGatewayServer()
      const gate = createGate()
      const client = on(backendRoute(backend.url))
      const controller = new AbortController()
      backend.enqueue({ hold: gate.opened })
      const call = failure(client.send(converse(), { abortSignal: controller.signal }))
      const request = await backend.waitForRequest()
      controller.abort()
      expect((await call).name).toBe('AbortError')
      await expect(request.closed).resolves.toMatchObject({ aborted: true })
      const later = new AbortController()
      backend.enqueue({ text: 'A long answer.', stream: { gates: [{ event: 2, until: gate.opened }] } })
      const { stream: events } = await client.send(stream(), { abortSignal: later.signal })
      const error = await failure(
        (async () => {
          for await (const event of events ?? []) if (event.contentBlockDelta !== undefined) later.abort()
        })(),
      )
      expect(error.name).toBe('AbortError')
      await expect(backend.requests[1]?.closed).resolves.toMatchObject({ aborted: true })
      gate.open()
    })

    it('frees a stream that is left early', async () => {
      await using backend = await createGatewayServer()
      const gate = createGate()
      backend.enqueue({ text: 'A long answer.', stream: { gates: [{ event: 2, until: gate.opened }] } })
      const { stream: events } = await on(backendRoute(backend.url)).send(stream())
      for await (const event of events ?? []) if (event.contentBlockDelta !== undefined) break
      await expect(backend.requests[0]?.closed).resolves.toMatchObject({ aborted: true })
      gate.open()
    })

    it('is served by gateways that speak OpenAI’s shape only', async () => {
      await using backend = await createGatewayServer()
      const secrets = {
        apiKey: 'project-key',
        awsAccessKeyId: 'AKIA',
        awsSecretAccessKey: 'secret',
        awsRegion: 'us-east-1',
      }
      await on(altrum({ baseURL: backend.url, ...secrets })).send(
        new sdk.ConverseCommand({
          modelId: CLAUDE,
          messages: MESSAGES,
          inferenceConfig: { stopSequences: ['END'] },
        }),
      )
      await on(bedrockAccessGateway({ baseURL: `${backend.url}/api/v1`, apiKey: 'bag-key' })).send(converse())
      expect(backend.requests.map(({ path }) => path)).toEqual([
        '/v1/amazon-bedrock/chat/completions',
        '/api/v1/chat/completions',
      ])
      expect(backend.requests[0]?.headers).toMatchObject({
        'project-api-key': 'project-key',
        'aws-region-name': 'us-east-1',
      })
      expect(backend.requests[0]?.json).toMatchObject({ model: CLAUDE, stop: ['END'] })
      expect(backend.requests[1]?.headers).toMatchObject({ authorization: 'Bearer bag-key' })
    })

    it('is served by policies', async () => {
      await using broken = await createGatewayServer()
      await using backend = await createGatewayServer()
      broken.reply({ error: { status: 503, message: 'down' } })
      const route = fallback([backendRoute(broken.url), backendRoute(backend.url)])
      await on(route).send(converse())
      expect([broken.requests.length, backend.requests.length]).toEqual([1, 1])
    })
  },
)

/** Both took some time: how long is nobody's business. */
function withoutLatency(events: readonly object[]): unknown {
  return events.map((event) =>
    'metadata' in event ? { usage: (event.metadata as { usage: object }).usage } : event,
  )
}
