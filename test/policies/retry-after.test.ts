// When a throttled call may be sent again: only the service itself says so.
import Anthropic from '@anthropic-ai/sdk'
import { ChatAnthropic } from '@langchain/anthropic'
import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai'
import { bedrock, createFetch, register, retry, type Route } from '@patchbay/sdk'
import type { Clock } from '@patchbay/core'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const ask = { model: MODEL, max_tokens: 50, messages: [{ role: 'user' as const, content: 'Hello' }] }

let service: BedrockServer
beforeAll(async () => {
  service = await createBedrockServer()
})
afterEach(() => service.reset())
afterAll(() => service.close())

const route = (): Route =>
  bedrock({ region: 'us-east-1', endpoint: service.url, apiKey: service.bearerToken })
const throttled = (retryAfter?: number) => ({
  error: { type: 'ThrottlingException', message: 'Slowly.', ...(retryAfter !== undefined && { retryAfter }) },
})

const CLIENTS: Readonly<Record<string, (route: Route) => Promise<unknown>>> = {
  openai: (target) =>
    register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), target).chat.completions.create(ask),
  Anthropic: (target) =>
    register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), target).messages.create(ask),
  'a fetch': async (target) => {
    const init = { method: 'POST', body: JSON.stringify(ask) }
    const answer = await createFetch(target)('https://api.openai.com/v1/chat/completions', init)
    if (!answer.ok) throw answer
    return answer
  },
}

const LANGCHAIN: Readonly<Record<string, (target: Route, maxRetries: number) => Promise<unknown>>> = {
  ChatOpenAI: (target, maxRetries) =>
    register(new ChatOpenAI({ model: MODEL, apiKey: 'unused', maxRetries }), target).invoke('Hello'),
  AzureChatOpenAI: (target, maxRetries) =>
    register(
      new AzureChatOpenAI({
        azureOpenAIApiKey: 'unused',
        azureOpenAIApiVersion: '2024-10-21',
        azureOpenAIApiDeploymentName: MODEL,
        azureOpenAIBasePath: 'https://example.openai.azure.com/openai/deployments',
        maxRetries,
      }),
      target,
    ).invoke('Hello'),
  ChatAnthropic: (target, maxRetries) =>
    register(new ChatAnthropic({ model: MODEL, apiKey: 'unused', maxTokens: 50, maxRetries }), target).invoke(
      'Hello',
    ),
}

interface Raised {
  readonly headers: Headers
}

async function raisedBy(call: Promise<unknown>): Promise<Raised> {
  return call.then(
    () => {
      throw new Error('It answered.')
    },
    (error: unknown) => error as Raised,
  )
}

/** A clock on which every wait is over at once; it tells how long each was. */
function instantClock() {
  const waits: number[] = []
  const clock: Clock = {
    after(milliseconds, callback) {
      waits.push(milliseconds)
      queueMicrotask(callback)
      return () => undefined
    },
  }
  return { clock, waits }
}

describe.each(Object.entries(CLIENTS))('%s', (_name, call) => {
  it('is told when to try again by the service alone', async () => {
    service.enqueue(throttled(), throttled(7))
    expect((await raisedBy(call(route()))).headers.get('retry-after')).toBeNull()
    expect((await raisedBy(call(route()))).headers.get('retry-after')).toBe('7')
  })

  it('waits in retry() as long as its backoff says, or the service', async () => {
    const { clock, waits } = instantClock()
    service.enqueue(throttled(), throttled(7))
    await call(retry(route(), { attempts: 3, backoff: () => 30, clock }))
    expect(waits).toEqual([30, 7000])
  })
})

describe.each(Object.entries(LANGCHAIN))('LangChain’s %s', (_name, call) => {
  it('tries again after throttling, as it does only where the answer says when', async () => {
    service.enqueue(throttled())
    await call(route(), 1)
    expect(service.requests).toHaveLength(2)
    service.enqueue(throttled())
    expect((await raisedBy(call(route(), 0))).headers.get('retry-after')).toBe('1')
  })

  it('waits in retry() as long as its backoff says all the same', async () => {
    const { clock, waits } = instantClock()
    service.enqueue(throttled(), throttled(7))
    await call(retry(route(), { attempts: 3, backoff: () => 30, clock }), 0)
    expect(waits).toEqual([30, 7000])
  })
})
