import { errorResponse } from '@patchbay/core'
import { register } from '@patchbay/openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  assertUnreached,
  type Answer,
  type RecordingServer,
  startServer,
  startTrap,
} from './support/recording-server.ts'
import { completion, gatewayTo, serving } from './support/test-routes.ts'
import { versions } from './support/versions.ts'

let trap: RecordingServer
const open: RecordingServer[] = []

beforeAll(async () => {
  trap = await startTrap()
})
afterAll(() => trap.close())
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
  assertUnreached(trap)
})

async function serverThat(answer: Answer): Promise<RecordingServer> {
  const server = await startServer(answer)
  open.push(server)
  return server
}

const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hello' }] }

describe.each(versions)('$name', ({ OpenAI, major }) => {
  const create = (options: { timeout?: number; maxRetries?: number } = {}) =>
    new OpenAI({ apiKey: 'sk-secret', baseURL: trap.baseURL, ...options })

  it('retries what the client retries, through the route', async () => {
    let calls = 0
    const route = serving(async () => {
      calls += 1
      return calls === 1
        ? errorResponse(429, { message: 'slow down' }, { 'retry-after-ms': '1' })
        : completion('ok')
    })
    const answer = await register(create(), route).chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('ok')
    expect(route.requests.map(({ headers }) => headers.get('x-stainless-retry-count'))).toEqual(['0', '1'])
  })

  it("raises the application's own error classes", async () => {
    const route = serving(async () =>
      errorResponse(400, { message: 'no such field', code: 'bad', param: 'messages' }),
    )
    const error: unknown = await register(create(), route)
      .chat.completions.create(question)
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI.BadRequestError)
    expect(error).toMatchObject({
      status: 400,
      code: 'bad',
      param: 'messages',
      type: 'invalid_request_error',
    })
    expect(route.requests).toHaveLength(1)
  })

  it('raises a connection error when the gateway is not there', async () => {
    const gone = await startServer(() => undefined)
    await gone.close()
    const client = register(create({ maxRetries: 0 }), gatewayTo(gone.baseURL))
    const error: unknown = await client.chat.completions.create(question).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI.APIConnectionError)
  })

  it.each([
    [
      'throws outright',
      () => {
        throw new TypeError('undefined is not a function')
      },
    ],
    ['rejects', () => Promise.reject(new Error('a fault'))],
    ['answers nothing', () => Promise.resolve(undefined as unknown as Response)],
  ])(
    'answers a route that %s with a 500 that is not retried',
    async (_case, serve: () => Promise<Response>) => {
      const route = serving(serve)
      const error: unknown = await register(create(), route)
        .chat.completions.create(question)
        .catch((e: unknown) => e)
      expect(error).toBeInstanceOf(OpenAI.InternalServerError)
      expect(error).toMatchObject({ status: 500, code: 'route_failed' })
      expect(String(error)).toContain('test-local')
      expect(route.requests).toHaveLength(1)
    },
  )

  it('keeps its timeout, even when the route ignores the signal', async () => {
    const route = serving(() => new Promise(() => undefined))
    const client = register(create({ timeout: 20, maxRetries: 0 }), route)
    const error: unknown = await client.chat.completions.create(question).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI.APIConnectionTimeoutError)
    expect(route.requests[0]?.signal?.aborted).toBe(true)
  })

  it('aborts a request that is under way, and its connection', async () => {
    const gateway = await serverThat(() => new Promise(() => undefined))
    const controller = new AbortController()
    const client = register(create(), gatewayTo(gateway.baseURL))
    const call = client.chat.completions
      .create(question, { signal: controller.signal })
      .catch((e: unknown) => e)
    await gateway.nextConnection()
    const hungUp = gateway.nextHangUp()
    await untilReceived(gateway)
    controller.abort()
    expect(await call).toBeInstanceOf(OpenAI.APIUserAbortError)
    await hungUp
  })

  it('closes the connection when a stream is left early', async () => {
    const gateway = await serverThat((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\n\n')
    })
    const hungUp = gateway.nextHangUp()
    const client = register(create(), gatewayTo(gateway.baseURL))
    for await (const chunk of await client.chat.completions.create({ ...question, stream: true })) {
      expect(chunk.choices[0]?.delta.content).toBe('one')
      break
    }
    await hungUp
  })

  it("raises the application's own error class in the middle of a stream", async () => {
    const route = serving(async ({ client }) => {
      const error = { message: 'slow down', type: 'rate_limit_error', code: 'throttled', param: null }
      const failure = client.statusError?.(429, { error }, new Headers({ 'x-request-id': 'req_9' }))
      const first = new TextEncoder().encode('data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\n\n')
      let pulls = 0
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls += 1
          if (pulls === 1) controller.enqueue(first)
          else controller.error(failure)
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    })
    const stream = await register(create(), route).chat.completions.create({ ...question, stream: true })
    const seen: unknown[] = []
    const read = async () => {
      for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content)
    }
    const error: unknown = await read().catch((e: unknown) => e)
    expect(seen).toEqual(['one'])
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    expect(error).toMatchObject({ status: 429, code: 'throttled' })
    expect(
      major === 4 ? Reflect.get(error as object, 'request_id') : Reflect.get(error as object, 'requestID'),
    ).toBe('req_9')
  })

  it('does not quote a header value that a route could not set', async () => {
    const route = serving(async (request) => {
      request.headers.set('x-key', 'top-secret\u0000')
      return completion('never')
    })
    const error: unknown = await register(create(), route)
      .chat.completions.create(question)
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(OpenAI.InternalServerError)
    expect(String(error)).not.toContain('top-secret')
  })

  it('gives the route clean headers, whatever the version sends', async () => {
    const route = serving(async () => completion('ok'))
    await register(create(), route).chat.completions.create(question)
    const request = route.requests[0]
    expect(request?.headers).toBeInstanceOf(Headers)
    expect(request?.headers.has('content-length')).toBe(false)
    expect(request?.headers.get('authorization')).toBe('Bearer sk-secret')
    expect(request?.json()).toEqual(question)
    expect(request?.json()).toBe(request?.json())
    expect(request?.client).toMatchObject({ kind: 'openai', baseURL: trap.baseURL, customFetch: false })
    expect('agent' in (request?.init ?? {})).toBe(major === 4)
  })
})

async function untilReceived(server: RecordingServer): Promise<void> {
  while (server.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
}
