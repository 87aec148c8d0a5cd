import { errorResponse, gateway } from '@patchbay/core'
import { register } from '@patchbay/langchain'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { json } from '../openai/support/openai-answers.ts'
import {
  type Answer,
  type RecordingServer,
  startServer,
  startTrap,
} from '../openai/support/recording-server.ts'
import { completion, serving } from '../openai/support/test-routes.ts'
import { modelKinds, PROVIDER_KEY } from './support/models.ts'
import { versions } from './support/versions.ts'

let trap: RecordingServer

beforeAll(async () => {
  trap = await startTrap()
})
afterAll(() => trap.close())
afterEach(() => {
  if (trap.connections() > 0) throw new Error('the provider was reached')
})

const trapOrigin = () => new URL(trap.baseURL).origin

/** The address of a gateway that is gone. */
async function closedGateway(): Promise<string> {
  const server = await startServer(() => undefined)
  await server.close()
  return server.baseURL
}

async function withServer(answer: Answer, run: (server: RecordingServer) => Promise<void>): Promise<void> {
  const server = await startServer(answer)
  try {
    await run(server)
  } finally {
    await server.close()
  }
}

const failure = (status: number, message: string) => ({
  error: { message, type: 'x', code: 'c', param: null },
  status,
})

describe.each(versions)('$name', (version) => {
  const chat = (fields: object = {}) =>
    new version.openai.ChatOpenAI({
      model: 'm',
      apiKey: PROVIDER_KEY,
      maxRetries: 0,
      configuration: { baseURL: trap.baseURL },
      ...fields,
    })

  it.each(modelKinds(version))(
    'fails with its own connection error when the gateway is gone: $name',
    async ({ make }) => {
      const { model, call } = make(trapOrigin())
      register(model, gateway({ baseURL: await closedGateway() }))
      const error: unknown = await call('hello').catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(Error)
      expect((error as Error).constructor.name).toBe('APIConnectionError')
      expect((error as Error).message).toBe('Connection error.')
    },
  )

  it('fails the same way in streams and on derived models', async () => {
    const model = register(chat(), gateway({ baseURL: await closedGateway() }))
    await expect(model.stream('x')).rejects.toThrow('Connection error.')
    await expect(model.withConfig({ seed: 1 }).invoke('x')).rejects.toThrow('Connection error.')
    await expect(model.batch(['x', 'y'])).rejects.toThrow('Connection error.')
  })

  it.each([
    [401, 'AuthenticationError', 'MODEL_AUTHENTICATION'],
    [404, 'NotFoundError', 'MODEL_NOT_FOUND'],
    [400, 'BadRequestError', undefined],
    [500, 'InternalServerError', undefined],
  ])('turns a %i of the gateway into its own error', async (status, name, code) => {
    await withServer(
      (_request, response) => json(response, failure(status, 'told by the gateway'), status),
      async ({ baseURL }) => {
        const error: unknown = await register(chat(), gateway({ baseURL }))
          .invoke('x')
          .catch((reason: unknown) => reason)
        expect((error as Error).constructor.name).toBe(name)
        expect(error).toMatchObject({
          status,
          message: expect.stringContaining('told by the gateway') as string,
        })
        expect((error as { lc_error_code?: string }).lc_error_code).toBe(code)
      },
    )
  })

  it("hands on a gateway's 429 with its retry-after, by which LangChain 1.x decides to try again", async () => {
    await withServer(
      (_request, response) => json(response, failure(429, 'slow down'), 429, { 'retry-after': '7' }),
      async ({ baseURL }) => {
        const error: unknown = await register(chat(), gateway({ baseURL }))
          .invoke('x')
          .catch((reason: unknown) => reason)
        expect((error as Error).constructor.name).toBe('RateLimitError')
        expect((error as { headers: Headers }).headers.get('retry-after')).toBe('7')
      },
    )
  })

  it('tries again after a 429 of a local route that carries retry-after', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const local = serving(async () => {
        if (local.requests.length > 1) return completion('at last')
        return errorResponse(429, { message: 'Too many requests' }, { 'retry-after': '1' })
      })
      const reply = register(chat({ maxRetries: 1 }), local).invoke('x')
      await vi.advanceTimersByTimeAsync(10_000)
      expect((await reply).content).toBe('at last')
      expect(local.requests).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })

  it('does not try again when the quota is used up', async () => {
    const local = serving(async () =>
      errorResponse(429, { message: 'You exceeded your current quota', code: 'insufficient_quota' }),
    )
    await expect(register(chat({ maxRetries: 2 }), local).invoke('x')).rejects.toThrow('quota')
    expect(local.requests).toHaveLength(1)
  })

  it('fails with the error of a stream that breaks off', async () => {
    await withServer(breakOff, async ({ baseURL }) => {
      const texts: string[] = []
      const read = async () => {
        for await (const chunk of await register(chat(), gateway({ baseURL })).stream('x'))
          texts.push(chunk.text)
      }
      await expect(read()).rejects.toThrow('broken off')
      expect(texts).toEqual(['begun'])
    })
  })

  it('cancels upstream when the caller aborts', async () => {
    await withServer(
      () => undefined,
      async (server) => {
        const controller = new AbortController()
        const [arrived, hungUp] = [server.nextConnection(), server.nextHangUp()]
        const reply = register(chat(), gateway({ baseURL: server.baseURL })).invoke('x', {
          signal: controller.signal,
        })
        await arrived
        const failed = reply.catch((reason: unknown) => reason)
        while (server.received.length === 0) await new Promise((resolve) => void setImmediate(resolve))
        controller.abort()
        expect(String(await failed)).toMatch(/abort/i)
        await hungUp
      },
    )
  })

  it('times out as the model says', async () => {
    await withServer(
      () => undefined,
      async ({ baseURL }) => {
        const model = register(chat({ timeout: 50 }), gateway({ baseURL }))
        await expect(model.invoke('x')).rejects.toMatchObject({ name: 'TimeoutError' })
      },
    )
  })
})

/** A stream that begins, and ends with an error. */
const breakOff: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const choices = [{ index: 0, delta: { role: 'assistant', content: 'begun' }, finish_reason: null }]
  const chunk = { id: '1', object: 'chat.completion.chunk', created: 1, model: 'm', choices }
  response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  response.end(`data: ${JSON.stringify({ error: { message: 'broken off', type: 'server_error' } })}\n\n`)
}
