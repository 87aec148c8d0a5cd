// Report 24: an application's own middleware, request handler, time limits, logger and abort signals stay in force on routes of OpenAI's API, and initialize middleware runs once per send (field report)
import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime'
import { openai } from '@patchbay/bedrock-backend'
import { altrum, bedrockAccessGateway, fallback, gateway, type Route } from '@patchbay/core'
import { register } from '@patchbay/bedrock'
import { createGate, createGatewayServer } from '@patchbay/testing'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, VERSIONS } from '../bedrock/support/clients.ts'
import { OwnHandler } from '../bedrock/support/own-handler.ts'
import { drain, failure } from '../bedrock/support/setup.ts'

const SECRET = 'the secret word'
const MESSAGES = [{ role: 'user' as const, content: [{ text: `Do not tell anybody ${SECRET}.` }] }]

/** Routes by OpenAI's API, alone and behind a route that fails. */
const ROUTES: readonly (readonly [string, (url: string) => Route])[] = [
  ['openai()', (url) => openai({ baseURL: `${url}/v1`, apiKey: 'key', model: 'gpt-4o' })],
  ['bedrockAccessGateway()', (url) => bedrockAccessGateway({ baseURL: `${url}/api/v1`, apiKey: 'key' })],
  [
    'altrum()',
    (url) =>
      altrum({
        baseURL: url,
        apiKey: 'key',
        awsAccessKeyId: 'AKIAEXAMPLE',
        awsSecretAccessKey: 'secret-example',
        awsRegion: 'us-east-1',
      }),
  ],
  [
    'fallback([openai(), openai()])',
    (url) =>
      fallback([
        openai({ baseURL: 'http://127.0.0.1:9/v1', apiKey: 'key', model: 'gpt-4o' }),
        openai({ baseURL: `${url}/v1`, apiKey: 'key', model: 'gpt-4o' }),
      ]),
  ],
  [
    'fallback([gateway(), openai()])',
    (url) =>
      fallback([
        gateway({ baseURL: 'http://127.0.0.1:9/v1', apiKey: 'key' }),
        openai({ baseURL: `${url}/v1`, apiKey: 'key', model: 'gpt-4o' }),
      ]),
  ],
]

type Priority = 'high' | 'normal' | 'low'

/** The application's middleware that takes the secret out of every input; says how often it ran. */
function addRedaction(client: BedrockRuntimeClient, priority: Priority): { runs: number } {
  const counter = { runs: 0 }
  client.middlewareStack.add(
    (next) => (args) => {
      counter.runs += 1
      const input = JSON.parse(JSON.stringify(args.input).replaceAll(SECRET, '[redacted]')) as never
      return next({ ...args, input })
    },
    { step: 'initialize', priority, name: 'redaction' },
  )
  return counter
}

describe.each(VERSIONS)(
  "report 24: an application's own parts of client-bedrock-runtime $version",
  ({ sdk }) => {
    const client = (config: BedrockRuntimeClientConfig = {}) =>
      new sdk.BedrockRuntimeClient({
        region: 'us-east-1',
        credentials: CREDENTIALS,
        maxAttempts: 1,
        ...config,
      })
    const converse = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })
    const stream = () => new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES })

    describe.each(ROUTES)('on %s', (_name, route) => {
      it.each(['high', 'normal', 'low'] as const)(
        'changes the input at the initialize step once per send, before it is used: priority %s',
        async (priority) => {
          await using backend = await createGatewayServer()
          const one = client()
          const before = addRedaction(one, priority)
          register(one, route(backend.url))
          await one.send(converse())
          await drain((await one.send(stream())).stream)
          expect(before.runs).toBe(2)
          expect(backend.requests).toHaveLength(2)
          for (const { json } of backend.requests) {
            expect(JSON.stringify(json)).toContain('[redacted]')
            expect(JSON.stringify(json)).not.toContain(SECRET)
          }
        },
      )

      it('changes the input also where it is added after the registration', async () => {
        await using backend = await createGatewayServer()
        const one = register(client(), route(backend.url))
        const added = addRedaction(one, 'low')
        await one.send(converse())
        expect(added.runs).toBe(1)
        expect(JSON.stringify(backend.requests[0]?.json)).not.toContain(SECRET)
      })

      it('sees the answer’s status and headers at the finalize step', async () => {
        await using backend = await createGatewayServer()
        backend.enqueue({ text: 'Hello.', headers: { 'x-served-by': 'unit-7' } })
        const one = register(client(), route(backend.url))
        const seen: unknown[] = []
        one.middlewareStack.add(
          (next) => async (args) => {
            const result = await next(args)
            seen.push(result.response)
            return result
          },
          { step: 'finalizeRequest', name: 'watch' },
        )
        await one.send(converse())
        expect(seen.at(-1)).toMatchObject({ statusCode: 200, headers: { 'x-served-by': 'unit-7' } })
      })

      it('sends by its own request handler', async () => {
        await using backend = await createGatewayServer()
        const handler = new OwnHandler()
        const one = register(client({ requestHandler: handler as never }), route(backend.url))
        await one.send(converse())
        await drain((await one.send(stream())).stream)
        expect(backend.requests).toHaveLength(2)
        expect(handler.count).toBeGreaterThanOrEqual(2)
      })

      it('is told to its logger', async () => {
        await using backend = await createGatewayServer()
        const lines: unknown[] = []
        const note = (...content: unknown[]) => lines.push(...content)
        const logger = { debug: note, info: note, warn: note, error: note }
        await register(client({ logger }), route(backend.url)).send(converse())
        expect(lines).toContainEqual(expect.objectContaining({ commandName: 'ConverseCommand' }))
      })
    })

    const onBackend = (url: string, config?: BedrockRuntimeClientConfig) =>
      register(client(config), openai({ baseURL: `${url}/v1`, apiKey: 'key', model: 'gpt-4o' }))

    it('gives up after the request timeout of its handler, with the error of the SDK', async () => {
      await using backend = await createGatewayServer()
      const gate = createGate()
      backend.enqueue({ hold: gate.opened })
      const requestHandler = new NodeHttpHandler({
        requestTimeout: 200,
        throwOnRequestTimeout: true,
      } as never)
      const error = await failure(onBackend(backend.url, { requestHandler }).send(converse()))
      expect(error.name).toBe('TimeoutError')
      gate.open()
    })

    it('is aborted by a controller of the SDK’s own kind', async () => {
      await using backend = await createGatewayServer()
      const gate = createGate()
      backend.enqueue({ hold: gate.opened })
      const signal: { aborted: boolean; onabort: (() => void) | null } = { aborted: false, onabort: null }
      const call = failure(onBackend(backend.url).send(converse(), { abortSignal: signal as never }))
      const request = await backend.waitForRequest()
      signal.aborted = true
      signal.onabort?.()
      expect((await call).name).toBe('AbortError')
      await expect(request.closed).resolves.toMatchObject({ aborted: true })
    })

    it.each([
      ['an error', new Error('enough')],
      ['a text', 'enough'],
      ['nothing', undefined],
      ['a time limit', new DOMException('too long', 'TimeoutError')],
    ])('rejects with the SDK’s own error when it is aborted with %s', async (_reason, reason) => {
      await using backend = await createGatewayServer()
      const gate = createGate()
      const abort = async (one: BedrockRuntimeClient) => {
        backend.enqueue({ hold: gate.opened })
        const controller = new AbortController()
        const call = failure(one.send(converse(), { abortSignal: controller.signal }))
        const seen = backend.requests.length
        await backend.waitForRequest((request) => backend.requests.indexOf(request) >= seen)
        controller.abort(reason)
        const { name, message } = await call
        return { name, message }
      }
      const plain = client({ endpoint: backend.url, requestHandler: new NodeHttpHandler() })
      const expected = await abort(plain)
      const registered = onBackend(backend.url, { requestHandler: new NodeHttpHandler() })
      expect(await abort(registered)).toEqual(expected)
      gate.open()
    })
  },
)
