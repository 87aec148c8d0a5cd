import { fallback, javelin, loadBalance, portkey, retry, type Route, timeout } from '@patchbay/core'
import { register, unregister } from '@patchbay/bedrock'
import { bedrock, openai } from '@patchbay/bedrock-backend'
import {
  type BedrockServer,
  createBedrockServer,
  createGate,
  createGatewayServer,
  trap,
} from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, MESSAGES, type Sdk, VERSIONS } from '../bedrock/support/clients.ts'
import { createForwardingGateway } from '../bedrock/support/forwarding-gateway.ts'
import { drain, failure } from '../bedrock/support/setup.ts'

const REFUSED = 'http://127.0.0.1:1'
const closed = (): Route => javelin({ baseURL: REFUSED, apiKey: 'key' })
const at = (service: BedrockServer): Route =>
  bedrock({ region: 'us-east-1', endpoint: service.url, apiKey: service.bearerToken })

function clientOn(sdk: Sdk, route: Route, config: object = {}) {
  const own = { region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1, ...config }
  return register(new sdk.BedrockRuntimeClient(own), route)
}

/** Time passes when it is told to. */
function manualClock() {
  const callbacks = new Set<() => void>()
  const after = (_milliseconds: number, callback: () => void): (() => void) => {
    callbacks.add(callback)
    return () => callbacks.delete(callback)
  }
  return { after, pass: () => callbacks.forEach((callback) => callback()) }
}

describe.each(VERSIONS)('client-bedrock-runtime $version on policies', ({ sdk }) => {
  const converse = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })
  const converseStream = () => new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES })

  it('falls back from a closed gateway to bedrock(), by Bedrock’s own API', async () => {
    await using service = await createBedrockServer()
    const client = clientOn(sdk, fallback([closed(), at(service)]))
    const answer = await client.send(converse())
    expect(answer.output?.message?.role).toBe('assistant')
    expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 })
    const { stream } = await client.send(converseStream())
    const alone = await clientOn(sdk, at(service)).send(converseStream())
    expect(await drain(stream)).toEqual(await drain(alone.stream))
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'x' }],
    })
    const invoked = await client.send(
      new sdk.InvokeModelCommand({ modelId: CLAUDE, body, contentType: 'application/json' }),
    )
    expect(JSON.parse(invoked.body.transformToString())).toMatchObject({ type: 'message' })
    expect(service.requests.map(({ path }) => path.split('/').at(-1))).toEqual([
      'converse',
      'converse-stream',
      'converse-stream',
      'invoke',
    ])
    expect(service.requests[0]?.headers).toMatchObject({
      'amz-sdk-invocation-id': expect.any(String) as string,
      'amz-sdk-request': expect.stringContaining('attempt=1') as string,
    })
  })

  it('uses each route as it would be used alone: unsigned, signed for AWS, and in OpenAI’s shape', async () => {
    await using down = await createGatewayServer()
    await using service = await createBedrockServer()
    await using forwarding = await createForwardingGateway({ upstream: service.url })
    await using backend = await createGatewayServer()
    down.reply({ error: { status: 503 } })
    const route = fallback([
      portkey({ baseURL: `${down.url}/v1`, apiKey: 'portkey-key' }),
      javelin({
        baseURL: forwarding.url,
        apiKey: 'javelin-key',
        models: { [CLAUDE]: 'amazon.nova-lite-v1:0' },
      }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk', model: 'gpt-4o' }),
    ])
    const client = clientOn(sdk, route, { endpoint: service.url })
    await client.send(converse())
    expect(down.requests[0]?.path).toBe(`/v1/model/${encodeURIComponent(CLAUDE)}/converse`)
    expect(Object.keys(down.requests[0]?.headers ?? {})).not.toContain('authorization')
    expect(service.requests[0]).toMatchObject({
      path: '/model/amazon.nova-lite-v1%3A0/converse',
      authentication: { kind: 'sigv4' },
    })
    expect(Object.keys(service.requests[0]?.headers ?? {})).not.toContain('x-portkey-api-key')
    forwarding.script((_seen, response) => void response.destroy())
    const streamed = await client.send(converseStream())
    const events = await drain(streamed.stream)
    expect(events[0]).toMatchObject({ messageStart: { role: 'assistant' } })
    expect(backend.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions'])
  })

  it('raises the last error, of the SDK’s own class, and lets the SDK try all of it again', async () => {
    await using first = await createBedrockServer()
    await using second = await createBedrockServer()
    first.reply({ error: { type: 'InternalServerException', message: 'Broken.' } })
    second.reply({ error: { type: 'ThrottlingException', message: 'Slowly.', retryAfter: 0 } })
    const client = clientOn(
      sdk,
      fallback([at(first), retry(at(second), { attempts: 2, backoff: () => 0 })]),
      {
        maxAttempts: 2,
      },
    )
    const error = await failure(client.send(converse()))
    expect(error).toBeInstanceOf(sdk.ThrottlingException)
    expect(error).toMatchObject({ message: 'Slowly.', $metadata: { httpStatusCode: 429, attempts: 2 } })
    expect(error['attempts']).toEqual([
      { route: 'bedrock', status: 500, code: 'InternalServerException', message: 'Broken.' },
      expect.objectContaining({ route: 'retry', status: 429 }),
    ])
    expect([first.requests.length, second.requests.length]).toEqual([2, 4])
  })

  it('does not fall back after what the caller did wrong, nor within a stream', async () => {
    await using first = await createBedrockServer()
    await using second = await createBedrockServer()
    const client = clientOn(sdk, fallback([at(first), at(second)]))
    first.enqueue({ error: { type: 'ValidationException', message: 'No.' } })
    expect(await failure(client.send(converse()))).toBeInstanceOf(sdk.ValidationException)
    first.enqueue({
      text: 'A long enough answer.',
      stream: { exceptionAfter: { deltas: 1, type: 'throttlingException', message: 'Enough.' } },
    })
    const { stream } = await client.send(converseStream())
    expect(await failure(drain(stream))).toBeInstanceOf(sdk.ThrottlingException)
    expect(second.requests).toHaveLength(0)
  })

  it('raises a network error where every connection fails', async () => {
    const error = await failure(clientOn(sdk, fallback([closed(), closed()])).send(converse()))
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(error['attempts']).toHaveLength(2)
  })

  it('moves on when a route is too late, and aborts its request', async () => {
    await using slow = await createBedrockServer()
    await using service = await createBedrockServer()
    const gate = createGate()
    const clock = manualClock()
    slow.reply({ hold: gate.opened })
    const limited = timeout(at(slow), { connect: 1000, clock })
    const pending = clientOn(sdk, fallback([limited, at(service)])).send(converse())
    const request = await slow.waitForRequest()
    clock.pass()
    expect((await pending).output?.message?.role).toBe('assistant')
    await request.closed
    const alone = clientOn(sdk, limited, { maxAttempts: 3 }).send(converse())
    const raised = failure(alone)
    await slow.waitForRequest((other) => other !== request)
    clock.pass()
    expect(await raised).toBeInstanceOf(sdk.ModelTimeoutException)
    expect(slow.requests).toHaveLength(2)
    gate.open()
  })

  it('limits the time between two events of a stream', async () => {
    await using service = await createBedrockServer()
    const gate = createGate()
    const clock = manualClock()
    service.reply({
      text: 'A long answer, in several pieces.',
      stream: { gates: [{ event: 2, until: gate.opened }] },
    })
    const client = clientOn(sdk, timeout(at(service), { firstToken: 900, idle: 1000, clock }))
    const { stream } = await client.send(converseStream())
    const events = stream?.[Symbol.asyncIterator]()
    expect((await events?.next())?.value).toMatchObject({ messageStart: { role: 'assistant' } })
    await events?.next()
    const next = failure(Promise.resolve(events?.next()))
    await new Promise((resolve) => setImmediate(resolve))
    clock.pass()
    expect(await next).toBeInstanceOf(sdk.ModelTimeoutException)
    await service.requests[0]?.closed
    gate.open()
  })

  it('ends with the caller’s abort, and tries nothing else', async () => {
    await using slow = await createBedrockServer()
    await using service = await createBedrockServer()
    const gate = createGate()
    slow.reply({ hold: gate.opened })
    const aborting = new AbortController()
    const client = clientOn(sdk, fallback([at(slow), at(service)]))
    const raised = failure(client.send(converse(), { abortSignal: aborting.signal }))
    const request = await slow.waitForRequest()
    aborting.abort()
    expect((await raised).name).toBe('AbortError')
    await request.closed
    expect(service.requests).toHaveLength(0)
    gate.open()
  })

  it('frees the connection of a stream that is left early', async () => {
    await using service = await createBedrockServer()
    const gate = createGate()
    service.reply({ text: 'A long answer.', stream: { gates: [{ event: 3, until: gate.opened }] } })
    const { stream } = await clientOn(sdk, fallback([closed(), at(service)])).send(converseStream())
    for await (const event of stream ?? []) if (event.contentBlockDelta !== undefined) break
    await service.requests[0]?.closed
    expect(service.requests).toHaveLength(1)
    gate.open()
  })
})

describe('policies of a Bedrock client', () => {
  const { sdk } = VERSIONS[2]
  const converse = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

  it('spread calls, by a strategy that knows the command', async () => {
    await using service = await createBedrockServer()
    await using backend = await createGatewayServer()
    const seen: unknown[] = []
    const route = loadBalance(
      [{ route: at(service) }, { route: openai({ baseURL: backend.url, apiKey: 'sk', model: 'gpt-4o' }) }],
      {
        strategy: (request) => {
          seen.push([request.endpoint, (request.json() as { modelId: unknown }).modelId])
          return seen.length - 1
        },
      },
    )
    const client = clientOn(sdk, route)
    await client.send(converse())
    await client.send(converse())
    expect(seen).toEqual([
      ['/Converse', CLAUDE],
      ['/Converse', CLAUDE],
    ])
    expect([service.requests.length, backend.requests.length]).toEqual([1, 1])
    const error = await failure(client.send(converse()))
    expect(error).toBeInstanceOf(sdk.InternalServerException)
    expect(error.message).toContain('loadBalance')
  })

  it('need nothing of AWS where no route does', async () => {
    await using service = await createBedrockServer()
    await using backend = await createGatewayServer()
    const route = fallback([at(service), openai({ baseURL: backend.url, apiKey: 'sk', model: 'gpt-4o' })])
    const client = register(new sdk.BedrockRuntimeClient({ maxAttempts: 1 }), route)
    await client.send(converse())
    service.reply({ disconnect: true })
    expect((await client.send(converse())).stopReason).toBe('end_turn')
    expect(backend.requests).toHaveLength(1)
  })

  it('send nothing to the provider that the client was made for', async () => {
    await using home = await trap()
    const gone = await createGatewayServer()
    await gone.close()
    const local = openai({ baseURL: gone.url, apiKey: 'sk' })
    const client = clientOn(sdk, fallback([closed(), local]), { endpoint: home.url })
    expect(await failure(client.send(converse()))).toMatchObject({ code: 'ECONNREFUSED' })
    const guardrail = new sdk.ApplyGuardrailCommand({
      guardrailIdentifier: 'g',
      guardrailVersion: '1',
      source: 'INPUT',
      content: [{ text: { text: 'x' } }],
    })
    expect(await failure(client.send(guardrail))).toBeInstanceOf(sdk.ValidationException)
    expect(home.connectionCount).toBe(0)
  })

  it('fall back from a route that wants a signature where there are no credentials', async () => {
    await using forwarding = await createForwardingGateway()
    await using service = await createBedrockServer()
    const signing = javelin({ baseURL: forwarding.url, apiKey: 'key' })
    const credentials = (): Promise<never> => Promise.reject(new Error('no credentials'))
    const client = clientOn(sdk, fallback([signing, at(service)]), { credentials })
    await client.send(converse())
    expect([forwarding.seen.length, service.requests.length]).toEqual([0, 1])
    const error = await failure(
      clientOn(sdk, fallback([closed(), signing]), { credentials }).send(converse()),
    )
    expect(error.message).toBe('no credentials')
  })

  it('keep calls apart that are under way at once, also on a cached chain', async () => {
    await using service = await createBedrockServer()
    await using backend = await createGatewayServer()
    const targets = [at(service), openai({ baseURL: backend.url, apiKey: 'sk', model: 'gpt-4o' })]
    const route = loadBalance(
      targets.map((target) => ({ route: target })),
      { strategy: 'round-robin' },
    )
    const client = clientOn(sdk, fallback([closed(), route]), { cacheMiddleware: true })
    await Promise.all(Array.from({ length: 12 }, () => client.send(converse())))
    expect([service.requests.length, backend.requests.length]).toEqual([6, 6])
    unregister(client)
    register(client, at(service))
    await client.send(converse())
    expect(service.requests).toHaveLength(7)
  })
})
