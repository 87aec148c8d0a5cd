import type { BedrockRuntimeClientConfig, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { configure, fallback, javelin, retry, type Route, timeout } from '@patchbay/core'
import {
  type BedrockServer,
  createBedrockServer,
  createGate,
  createGatewayServer,
  type GatewayServer,
} from '@patchbay/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, MESSAGES, type Sdk, VERSIONS } from './support/clients.ts'
import { answerJSON, createForwardingGateway, type ForwardingGateway } from './support/forwarding-gateway.ts'
import { recordHooks, type RecordedHooks } from './support/recorded-hooks.ts'
import { drain, failure } from './support/setup.ts'

const GPT_5_5 = 'openai.gpt-5.5'
const KEY = 'javelin-secret-key'
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

afterEach(() => configure(null))

/** A service, a gateway in front of it, and a backend that speaks OpenAI's API. */
interface World extends AsyncDisposable {
  readonly service: BedrockServer
  readonly gateway: ForwardingGateway
  readonly backend: GatewayServer
}

async function createWorld(): Promise<World> {
  const service = await createBedrockServer()
  const gateway = await createForwardingGateway({ upstream: service.url })
  const backend = await createGatewayServer()
  return {
    service,
    gateway,
    backend,
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await service.close()
      await backend.close()
    },
  }
}

const onJavelin = ({ gateway }: World): Route => javelin({ baseURL: gateway.url, apiKey: KEY })
const onBedrock = ({ service }: World): Route =>
  bedrock({
    region: service.region,
    endpoint: service.url,
    mantleEndpoint: service.mantleUrl,
    credentials: CREDENTIALS,
    models: { mine: CLAUDE },
  })
const onOpenAI = ({ backend }: World): Route =>
  openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk-backend', models: { [CLAUDE]: 'gpt-4o' } })

/** Every kind of route, with what its events have. */
const ROUTES = [
  { name: 'javelin()', route: onJavelin, target: 'javelin', model: CLAUDE, api: undefined, host: undefined },
  {
    name: 'bedrock(), passed on',
    route: onBedrock,
    target: 'bedrock',
    model: CLAUDE,
    api: 'converse',
    host: 'bedrock-runtime',
  },
  {
    name: 'bedrock(), translated',
    route: onBedrock,
    target: 'bedrock',
    model: GPT_5_5,
    api: 'responses',
    host: 'bedrock-mantle',
  },
  { name: 'openai()', route: onOpenAI, target: 'openai', model: CLAUDE, api: undefined, host: undefined },
  {
    name: 'a policy over javelin()',
    route: (world: World): Route => retry(onJavelin(world), { attempts: 1 }),
    target: 'javelin',
    model: CLAUDE,
    api: undefined,
    host: undefined,
  },
  {
    name: 'a policy over bedrock()',
    route: (world: World): Route => fallback([timeout(onBedrock(world), { total: 60_000 })]),
    target: 'bedrock',
    model: CLAUDE,
    api: 'converse',
    host: 'bedrock-runtime',
  },
  {
    name: 'a policy over openai()',
    route: (world: World): Route => fallback([onOpenAI(world)]),
    target: 'openai',
    model: CLAUDE,
    api: undefined,
    host: undefined,
  },
] as const

function clientOn(
  sdk: Sdk,
  world: World,
  route: Route,
  hooks: RecordedHooks,
  config: BedrockRuntimeClientConfig = {},
) {
  const client = new sdk.BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: world.service.url,
    credentials: CREDENTIALS,
    maxAttempts: 1,
    ...config,
  })
  return register(client, route, { hooks: hooks.hooks })
}

describe.each(VERSIONS)('hooks of client-bedrock-runtime $version', ({ sdk }) => {
  describe.each(ROUTES)('on $name', ({ route: routeIn, target, model, api, host }) => {
    const converse = () => new sdk.ConverseCommand({ modelId: model, messages: MESSAGES })
    const converseStream = () => new sdk.ConverseStreamCommand({ modelId: model, messages: MESSAGES })

    it('are told of Converse', async () => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const route = routeIn(world)
      const answer = await clientOn(sdk, world, route, hooks).send(converse())
      expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onEnd'])
      const [start] = hooks.starts
      expect(start).toMatchObject({
        requestId: expect.stringMatching(UUID) as string,
        client: 'bedrock',
        operation: 'converse',
        stream: false,
        route: route.name,
        attempt: 0,
        requestModel: model,
        outcome: undefined,
      })
      expect(hooks.attempts).toMatchObject([{ requestId: start?.requestId, target, attempt: 1 }])
      expect(hooks.ends).toMatchObject([
        {
          requestId: start?.requestId,
          target,
          attempt: 1,
          api,
          host,
          status: 200,
          outcome: 'ok',
          error: undefined,
        },
      ])
      const [end] = hooks.ends
      expect(end?.usage).toMatchObject({
        inputTokens: answer.usage?.inputTokens,
        outputTokens: answer.usage?.outputTokens,
      })
      expect(end?.finishReasons).toHaveLength(1)
      expect(new URL(end?.url ?? '').hostname).toBe('127.0.0.1')
      expect(Object.isFrozen(end)).toBe(true)
    })

    it('are told of a stream that is read to its end', async () => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const { stream } = await clientOn(sdk, world, routeIn(world), hooks).send(converseStream())
      expect(hooks.calls).not.toContain('onEnd')
      const events = await drain(stream)
      expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onFirstToken', 'onEnd'])
      const usage = events.find(({ metadata }) => metadata !== undefined)?.metadata?.usage
      expect(hooks.starts).toMatchObject([{ operation: 'converse', stream: true }])
      expect(hooks.ends).toMatchObject([
        {
          target,
          api,
          host,
          status: 200,
          outcome: 'ok',
          usage: { inputTokens: usage?.inputTokens, outputTokens: usage?.outputTokens },
        },
      ])
      expect(hooks.ends[0]?.firstTokenMs).toBeGreaterThan(0)
      expect(hooks.ends[0]?.finishReasons).toHaveLength(1)
    })

    it('are told of a stream that is left early', async () => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const { stream } = await clientOn(sdk, world, routeIn(world), hooks).send(converseStream())
      for await (const event of stream ?? []) if (event.contentBlockDelta !== undefined) break
      await hooks.ended(1)
      expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onFirstToken', 'onEnd'])
      expect(hooks.ends).toMatchObject([{ outcome: 'aborted', error: undefined }])
    })

    it('are told of an abort within a stream', async () => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const controller = new AbortController()
      const { stream } = await clientOn(sdk, world, routeIn(world), hooks).send(converseStream(), {
        abortSignal: controller.signal,
      })
      await failure(
        (async () => {
          for await (const event of stream ?? [])
            if (event.contentBlockDelta !== undefined) controller.abort()
          throw new Error('it was complete')
        })(),
      )
      expect(hooks.ends).toMatchObject([{ outcome: 'aborted', error: undefined }])
    })

    it('are told of an abort of a stream that nobody reads', async () => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const controller = new AbortController()
      await clientOn(sdk, world, routeIn(world), hooks).send(converseStream(), {
        abortSignal: controller.signal,
      })
      expect(hooks.ends).toEqual([])
      controller.abort()
      expect(hooks.ends).toMatchObject([{ outcome: 'aborted' }])
    })

    it('are told of a call that is aborted before it is sent', async () => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const sent = clientOn(sdk, world, routeIn(world), hooks).send(converse(), {
        abortSignal: AbortSignal.abort(),
      })
      await failure(sent)
      expect(hooks.ends).toMatchObject([{ outcome: 'aborted' }])
      expect(hooks.calls.filter((name) => name === 'onEnd')).toHaveLength(1)
    })
  })

  const converse = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })
  const converseStream = () => new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES })

  it.each([
    ['javelin()', onJavelin],
    ['bedrock()', onBedrock],
    ['fallback()', (world: World) => fallback([onBedrock(world)])],
  ] as const)('are told of an exception of the service: %s', async (_name, routeIn) => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.service.enqueue({
      error: { status: 429, type: 'ThrottlingException', message: 'Too many requests' },
    })
    const error = await failure(clientOn(sdk, world, routeIn(world), hooks).send(converse()))
    expect(error.name).toBe('ThrottlingException')
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onEnd'])
    expect(hooks.ends).toMatchObject([
      {
        outcome: 'error',
        status: 429,
        error: { name: 'ThrottlingException', status: 429, message: 'Too many requests' },
      },
    ])
  })

  it('are told of a failure of an OpenAI-compatible backend', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.backend.reply({ error: { status: 429, message: 'slow down' } })
    await failure(clientOn(sdk, world, onOpenAI(world), hooks).send(converse()))
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onEnd'])
    expect(hooks.ends).toMatchObject([
      { outcome: 'error', status: 429, error: { name: 'ThrottlingException', status: 429 } },
    ])
  })

  it.each([
    ['javelin()', () => javelin({ baseURL: 'http://127.0.0.1:1', apiKey: KEY })],
    ['openai()', () => openai({ baseURL: 'http://127.0.0.1:1/v1', apiKey: 'k' })],
    [
      'bedrock()',
      () => bedrock({ region: 'us-east-1', endpoint: 'http://127.0.0.1:1', credentials: CREDENTIALS }),
    ],
    ['retry()', () => retry(javelin({ baseURL: 'http://127.0.0.1:1', apiKey: KEY }), { attempts: 1 })],
  ] as const)('are told of a connection that is refused: %s', async (_name, route) => {
    await using world = await createWorld()
    const hooks = recordHooks()
    await failure(clientOn(sdk, world, route(), hooks).send(converse()))
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onEnd'])
    expect(hooks.ends).toMatchObject([
      { outcome: 'error', error: { code: 'ECONNREFUSED', status: undefined } },
    ])
  })

  it.each([
    ['javelin()', onJavelin],
    ['bedrock()', onBedrock],
    ['fallback()', (world: World) => fallback([onBedrock(world)])],
  ] as const)('are told of an exception in the first frame of a stream: %s', async (_name, routeIn) => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const broken = { exceptionAfter: { deltas: 0, type: 'throttlingException', message: 'Too many' } }
    world.service.enqueue({ text: 'x', stream: broken })
    await failure(
      (async () =>
        drain((await clientOn(sdk, world, routeIn(world), hooks).send(converseStream())).stream))(),
    )
    expect(hooks.calls.filter((name) => name === 'onEnd')).toHaveLength(1)
    expect(hooks.ends).toMatchObject([
      { outcome: 'error', error: { name: 'ThrottlingException', message: 'Too many' } },
    ])
  })

  it('are told of an exception in the middle of a stream', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const broken = { exceptionAfter: { deltas: 1, type: 'modelStreamErrorException', message: 'It broke.' } }
    world.service.enqueue({ text: 'A long answer.', stream: broken })
    await failure(drain((await clientOn(sdk, world, onJavelin(world), hooks).send(converseStream())).stream))
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onFirstToken', 'onEnd'])
    expect(hooks.ends).toMatchObject([{ outcome: 'error', error: { name: 'ModelStreamErrorException' } }])
  })

  it('are told of each request that the SDK sends again, as one of its own', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const client = clientOn(sdk, world, onJavelin(world), hooks, { maxAttempts: 3 })
    let failures = 2
    world.gateway.script(async (seen, response) => {
      failures -= 1
      await (failures >= 0
        ? answerJSON(503, { message: 'try again' })(seen, response)
        : answerJSON(200, {
            output: { message: { role: 'assistant', content: [{ text: 'Yes.' }] } },
            stopReason: 'end_turn',
            usage: { inputTokens: 3, outputTokens: 5, totalTokens: 8 },
            metrics: { latencyMs: 1 },
          })(seen, response))
    })
    await client.send(converse())
    expect(hooks.calls).toEqual(Array.from({ length: 3 }, () => ['onStart', 'onAttempt', 'onEnd']).flat())
    expect(hooks.ends.map(({ outcome, status, attempt }) => [outcome, status, attempt])).toEqual([
      ['error', 503, 1],
      ['error', 503, 1],
      ['ok', 200, 1],
    ])
    expect(new Set(hooks.ends.map(({ requestId }) => requestId)).size).toBe(3)
  })

  it('are told of every try of a policy, and why the one before has failed', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.backend.reply({ error: { status: 503, message: 'try later' } })
    const route = fallback([
      onOpenAI(world),
      javelin({ baseURL: 'http://127.0.0.1:1', apiKey: KEY }),
      onBedrock(world),
    ])
    const { stream } = await clientOn(sdk, world, route, hooks).send(
      new sdk.ConverseStreamCommand({ modelId: 'mine', messages: MESSAGES }),
    )
    await drain(stream)
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onAttempt', 'onAttempt', 'onFirstToken', 'onEnd'])
    expect(hooks.attempts).toMatchObject([
      { attempt: 1, target: 'openai', route: 'fallback', requestModel: 'mine', error: undefined },
      {
        attempt: 2,
        target: 'javelin',
        status: 503,
        error: { name: 'ServiceUnavailableException', status: 503 },
      },
      { attempt: 3, target: 'bedrock', error: { code: 'ECONNREFUSED' } },
    ])
    expect(hooks.ends).toMatchObject([
      {
        attempt: 3,
        target: 'bedrock',
        requestModel: 'mine',
        responseModel: CLAUDE,
        api: 'converse',
        outcome: 'ok',
        error: undefined,
      },
    ])
  })

  it('are told of a policy that has no route left', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.backend.reply({ error: { status: 503, message: 'try later' } })
    await failure(clientOn(sdk, world, fallback([onOpenAI(world), onOpenAI(world)]), hooks).send(converse()))
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onAttempt', 'onEnd'])
    expect(hooks.ends).toMatchObject([{ outcome: 'error', status: 503, attempt: 2 }])
  })

  it('are told of a limit of timeout() as a failure of the route', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const gate = createGate()
    world.service.enqueue({ text: 'A long answer.', stream: { gates: [{ event: 3, until: gate.opened }] } })
    const callbacks = new Set<() => void>()
    const after = (_milliseconds: number, callback: () => void): (() => void) => {
      callbacks.add(callback)
      return () => callbacks.delete(callback)
    }
    const route = timeout(onBedrock(world), { idle: 1000, clock: { after } })
    const { stream } = await clientOn(sdk, world, route, hooks).send(converseStream())
    const events = stream?.[Symbol.asyncIterator]()
    for (let index = 0; index < 3; index += 1) await events?.next()
    const next = failure(Promise.resolve(events?.next()))
    await new Promise((resolve) => setImmediate(resolve))
    for (const callback of callbacks) callback()
    await next
    expect(hooks.ends).toMatchObject([{ outcome: 'error', error: { code: 'route_timeout', status: 504 } }])
    gate.open()
  })

  const CLAUDE_BODY = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 99,
    messages: [{ role: 'user', content: 'Hello' }],
  }
  const INVOCATIONS = [
    ['Claude', CLAUDE, CLAUDE_BODY],
    ['Nova', 'us.amazon.nova-lite-v1:0', { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }],
    ['Titan embeddings', 'amazon.titan-embed-text-v2:0', { inputText: 'Hello' }],
  ] as const

  it.each(INVOCATIONS)(
    'are told of InvokeModel, and of what it has counted: %s',
    async (_name, modelId, body) => {
      await using world = await createWorld()
      const hooks = recordHooks()
      const client = clientOn(sdk, world, onBedrock(world), hooks)
      await client.send(
        new sdk.InvokeModelCommand({ modelId, body: JSON.stringify(body), contentType: 'application/json' }),
      )
      expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onEnd'])
      const [end] = hooks.ends
      expect(end).toMatchObject({
        operation: 'invoke_model',
        api: 'invoke-model',
        host: 'bedrock-runtime',
        requestModel: modelId,
        outcome: 'ok',
      })
      expect(end?.usage?.inputTokens).toBeGreaterThan(0)
    },
  )

  it('are told what the headers of InvokeModel count, cached tokens among the input', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.gateway.script(
      answerJSON(
        200,
        { generation: 'Hi', stop_reason: 'stop' },
        {
          'x-amzn-bedrock-input-token-count': '10',
          'x-amzn-bedrock-output-token-count': '4',
          'x-amzn-bedrock-cache-read-input-token-count': '90',
          'x-amzn-bedrock-cache-write-input-token-count': '0',
        },
      ),
    )
    await clientOn(sdk, world, onJavelin(world), hooks).send(
      new sdk.InvokeModelCommand({ modelId: 'meta.llama3-8b-instruct-v1:0', body: '{"prompt":"Hi"}' }),
    )
    expect(hooks.ends).toMatchObject([
      {
        usage: { inputTokens: 100, outputTokens: 4, cacheReadTokens: 90, cacheWriteTokens: 0 },
        finishReasons: ['stop'],
      },
    ])
  })

  it('are told of InvokeModelWithResponseStream', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const { body } = await clientOn(sdk, world, onJavelin(world), hooks).send(
      new sdk.InvokeModelWithResponseStreamCommand({
        modelId: CLAUDE,
        body: JSON.stringify(CLAUDE_BODY),
        contentType: 'application/json',
      }),
    )
    await drain(body)
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onFirstToken', 'onEnd'])
    expect(hooks.ends).toMatchObject([{ operation: 'invoke_model', stream: true, outcome: 'ok' }])
    expect(hooks.ends[0]?.usage?.outputTokens).toBeGreaterThan(0)
    expect(hooks.ends[0]?.finishReasons).toEqual(['end_turn'])
  })

  it('are told of a stream of a family with events of its own', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const metrics = { inputTokenCount: 7, outputTokenCount: 2, invocationLatency: 1, firstByteLatency: 1 }
    world.service.enqueue({
      chunks: [
        { generation: 'Hi', prompt_token_count: 7, generation_token_count: 1, stop_reason: null },
        { generation: '', stop_reason: 'stop', 'amazon-bedrock-invocationMetrics': metrics },
      ],
    })
    const { body } = await clientOn(sdk, world, onBedrock(world), hooks).send(
      new sdk.InvokeModelWithResponseStreamCommand({
        modelId: 'us.meta.llama3-3-70b-instruct-v1:0',
        body: '{"prompt":"Hi"}',
        contentType: 'application/json',
      }),
    )
    await drain(body)
    expect(hooks.calls).toEqual(['onStart', 'onAttempt', 'onFirstToken', 'onEnd'])
    expect(hooks.ends).toMatchObject([
      { usage: { inputTokens: 7, outputTokens: 2 }, finishReasons: ['stop'], outcome: 'ok' },
    ])
  })

  it('are told of cached tokens as a part of the input', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.gateway.script(
      answerJSON(200, {
        output: { message: { role: 'assistant', content: [{ text: 'Yes.' }] } },
        stopReason: 'end_turn',
        usage: {
          inputTokens: 3,
          outputTokens: 5,
          totalTokens: 108,
          cacheReadInputTokens: 90,
          cacheWriteInputTokens: 10,
        },
        metrics: { latencyMs: 1 },
      }),
    )
    await clientOn(sdk, world, onJavelin(world), hooks).send(converse())
    expect(hooks.ends).toMatchObject([
      { usage: { inputTokens: 103, outputTokens: 5, cacheReadTokens: 90, cacheWriteTokens: 10 } },
    ])
  })

  it('are told of other commands by their names, and of CountTokens', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const client = clientOn(sdk, world, onJavelin(world), hooks)
    world.gateway.script(answerJSON(200, { usage: {}, action: 'NONE', outputs: [], assessments: [] }))
    await client.send(
      new sdk.ApplyGuardrailCommand({
        guardrailIdentifier: 'g',
        guardrailVersion: '1',
        source: 'INPUT',
        content: [{ text: { text: 'x' } }],
      }),
    )
    expect(hooks.ends).toMatchObject([{ operation: 'apply_guardrail', outcome: 'ok' }])
  })

  it('have bodies only where content is captured', async () => {
    await using world = await createWorld()
    const without = recordHooks()
    await clientOn(sdk, world, onJavelin(world), without).send(converse())
    expect(without.ends[0]).not.toHaveProperty('requestBody')
    configure({ captureContent: true })
    const hooks = recordHooks()
    const client = clientOn(sdk, world, onJavelin(world), hooks)
    const answer = await client.send(converse())
    await drain((await client.send(converseStream())).stream)
    expect(hooks.ends[0]?.requestBody).toEqual({ modelId: CLAUDE, messages: MESSAGES })
    expect(hooks.ends[0]?.responseBody).toMatchObject({ output: answer.output, stopReason: 'end_turn' })
    expect(hooks.ends[1]?.responseBody).toMatchObject(
      expect.arrayContaining([
        { messageStart: expect.objectContaining({ role: 'assistant' }) as unknown },
      ]) as unknown[],
    )
    // What a caller still works with is not frozen.
    expect(Object.isFrozen(answer.output?.message)).toBe(false)
  })

  it.each([
    ['openai()', onOpenAI, CLAUDE],
    ['bedrock(), passed on', onBedrock, CLAUDE],
    ['bedrock(), translated', onBedrock, GPT_5_5],
  ] as const)(
    'have what the caller was given where content is captured: %s',
    async (_name, routeIn, modelId) => {
      await using world = await createWorld()
      configure({ captureContent: true })
      const hooks = recordHooks()
      const client = clientOn(sdk, world, routeIn(world), hooks)
      const answer = await client.send(new sdk.ConverseCommand({ modelId, messages: MESSAGES }))
      expect(hooks.ends[0]?.responseBody).toMatchObject({
        output: answer.output,
        stopReason: answer.stopReason,
      })
      const { stream } = await client.send(new sdk.ConverseStreamCommand({ modelId, messages: MESSAGES }))
      const textOf = (events: readonly unknown[]): string =>
        (events as ConverseStreamOutput[])
          .map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? '')
          .join('')
      const events = await drain(stream)
      const captured = hooks.ends[1]?.responseBody as unknown[]
      expect(textOf(captured)).toBe(textOf(events))
      expect(textOf(captured)).not.toBe('')
      expect(captured.some((event) => 'messageStop' in (event as object))).toBe(true)
    },
  )

  it('are told of warnings', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    const body = JSON.stringify({ prompt: 'Hi', countPenalty: { scale: 0.5 } })
    await clientOn(sdk, world, onOpenAI(world), hooks).send(
      new sdk.InvokeModelCommand({ modelId: 'ai21.j2-ultra-v1', body }),
    )
    expect(hooks.ends[0]?.warnings).toMatchObject([{ code: 'unsupported_parameter', field: 'countPenalty' }])
  })

  it('are told of a stream whose connection breaks', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.service.enqueue({ text: 'A long answer.', stream: { truncateAfterBytes: 400 } })
    const { stream } = await clientOn(sdk, world, onBedrock(world), hooks).send(converseStream())
    await failure(drain(stream))
    expect(hooks.ends).toMatchObject([{ outcome: 'error' }])
  })

  it('have no secrets', async () => {
    await using world = await createWorld()
    const hooks = recordHooks()
    world.gateway.script(answerJSON(401, { error: { message: `The key ${KEY} is unknown` } }))
    await failure(clientOn(sdk, world, onJavelin(world), hooks).send(converse()))
    const told = JSON.stringify([hooks.starts, hooks.attempts, hooks.ends])
    expect(told).not.toContain(KEY)
    expect(told).not.toContain(CREDENTIALS.secretAccessKey)
  })

  it('never harm a call', async () => {
    await using world = await createWorld()
    const hooks = {
      onStart: () => {
        throw new Error('at the start')
      },
      onEnd: () => Promise.reject(new Error('at the end')),
    }
    const client = register(
      new sdk.BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: world.service.url,
        credentials: CREDENTIALS,
        maxAttempts: 1,
      }),
      onJavelin(world),
      { hooks },
    )
    expect((await client.send(converse())).stopReason).toBe('end_turn')
  })

  it('name the route that has answered where it is asked for', async () => {
    await using world = await createWorld()
    configure({ reportRoute: true })
    const client = clientOn(sdk, world, fallback([onBedrock(world)]), recordHooks())
    let headers: Record<string, string> | undefined
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        headers = (result.response as { headers: Record<string, string> }).headers
        return result
      },
      { step: 'initialize', name: 'look' },
    )
    await client.send(converse())
    expect(headers).toMatchObject({ 'x-patchbay-route': 'bedrock' })
  })
})
