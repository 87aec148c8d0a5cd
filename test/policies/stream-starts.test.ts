// What a policy makes of a stream that fails before its first content, for real clients.
import Anthropic from '@anthropic-ai/sdk'
import * as aws from '@aws-sdk/client-bedrock-runtime'
import { ChatOpenAI } from '@langchain/openai'
import {
  bedrock,
  createFetch,
  fallback,
  gateway,
  openai,
  register,
  retry,
  type Route,
  timeout,
} from '@patchbay/sdk'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
  type ReplyScript,
  type StreamBehaviour,
} from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const ask = { model: MODEL, max_tokens: 50, messages: [{ role: 'user' as const, content: 'Hello' }] }
const input = { modelId: MODEL, messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] }

let first: BedrockServer
let second: BedrockServer
let backend: GatewayServer
let spare: GatewayServer
beforeAll(async () => {
  ;[first, second, backend, spare] = await Promise.all([
    createBedrockServer(),
    createBedrockServer(),
    createGatewayServer(),
    createGatewayServer(),
  ])
})
afterEach(() => [first, second, backend, spare].forEach((server) => server.reset()))
afterAll(() => Promise.all([first, second, backend, spare].map((server) => server.close())))

const at = (server: BedrockServer): Route =>
  bedrock({ region: 'us-east-1', endpoint: server.url, apiKey: server.bearerToken })
const gatewayAt = (server: GatewayServer): Route => gateway({ baseURL: `${server.url}/v1`, apiKey: 'key' })
const openaiAt = (server: GatewayServer): Route => openai({ baseURL: `${server.url}/v1`, apiKey: 'key' })
const LIMITS = { firstToken: 20_000 }

/** How each client streams one answer: what it read, as text. */
const CLIENTS: Readonly<
  Record<
    string,
    { stream: (route: Route) => Promise<string>; errorOf: (type: keyof typeof CLASSES) => unknown }
  >
> = {
  openai: {
    stream: async (route) => {
      const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
      let text = ''
      for await (const chunk of await client.chat.completions.create({ ...ask, stream: true }))
        text += chunk.choices[0]?.delta.content ?? ''
      return text
    },
    errorOf: (type) => CLASSES[type].openai,
  },
  'openai, Responses': {
    stream: async (route) => {
      const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
      let text = ''
      for await (const event of await client.responses.create({ model: MODEL, input: 'Hello', stream: true }))
        if (event.type === 'response.output_text.delta') text += event.delta
      return text
    },
    errorOf: (type) => CLASSES[type].openai,
  },
  Anthropic: {
    stream: async (route) => {
      const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route)
      let text = ''
      for await (const event of client.messages.stream(ask))
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
          text += event.delta.text
      return text
    },
    errorOf: (type) => CLASSES[type].anthropic,
  },
  LangChain: {
    stream: async (route) => {
      const model = new ChatOpenAI({ model: MODEL, apiKey: 'unused', maxRetries: 0, streamUsage: false })
      let text = ''
      for await (const chunk of await register(model, route).stream('Hello')) text += chunk.text
      return text
    },
    errorOf: (type) => CLASSES[type].openai,
  },
  'BedrockRuntimeClient, Converse': {
    stream: async (route) => {
      const client = register(new aws.BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), route)
      let text = ''
      for await (const event of (await client.send(new aws.ConverseStreamCommand(input))).stream ?? [])
        text += event.contentBlockDelta?.delta?.text ?? ''
      return text
    },
    errorOf: (type) => CLASSES[type].aws,
  },
}

const CLASSES = {
  validationException: {
    openai: OpenAI.BadRequestError,
    anthropic: Anthropic.BadRequestError,
    aws: aws.ValidationException,
  },
  throttlingException: {
    openai: OpenAI.RateLimitError,
    anthropic: Anthropic.RateLimitError,
    aws: aws.ThrottlingException,
  },
} as const

/** A reply in whatever API the client asks Bedrock for. */
const saying = (text: string, stream: StreamBehaviour = {}): ReplyScript => {
  const events = [
    {
      type: 'message_start',
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: MODEL,
        content: [],
        usage: { input_tokens: 1 },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...(text.match(/.{1,8}/g) ?? []).map((part) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: part },
    })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ]
  return ({ operation }) =>
    operation?.startsWith('Invoke') === true ? { chunks: events, stream } : { text, stream }
}

const failingWith = (type: string, event = 0): ReplyScript =>
  saying('Never read to its end.', { exceptionAfter: { event, type, message: 'Because.' } })

async function failure(promise: Promise<unknown>): Promise<Error & { readonly message: string }> {
  return promise.then(
    (text) => {
      throw new Error(`It answered: ${String(text)}`)
    },
    (error: unknown) => error as Error,
  )
}

describe.each(Object.entries(CLIENTS))('%s on bedrock()', (_name, { stream, errorOf }) => {
  it.each(['validationException', 'throttlingException'] as const)(
    'raises its own class for a %s in the first frame, with a limit of time',
    async (type) => {
      first.reply(failingWith(type))
      const error = await failure(stream(timeout(at(first), LIMITS)))
      expect(error).toBeInstanceOf(errorOf(type))
      expect(error.message).toContain('Because.')
      expect(first.requests).toHaveLength(1)
    },
  )

  it.each([0, 1])('falls back from throttling before event %i, and not from a 400', async (event) => {
    for (const route of [
      fallback([at(first), at(second)]),
      fallback([timeout(at(first), LIMITS), at(second)]),
    ]) {
      first.enqueue(failingWith('throttlingException', event))
      second.enqueue(saying('From the second.'))
      expect(await stream(route)).toBe('From the second.')
      first.enqueue(failingWith('validationException', event))
      const error = await failure(stream(route))
      expect(error).toBeInstanceOf(errorOf('validationException'))
      expect(second.requests).toHaveLength(1)
      second.reset()
    }
  })

  it('is sent again by retry() after throttling, and not after a 400', async () => {
    const route = retry(at(first), { attempts: 3, backoff: () => 0 })
    first.enqueue(failingWith('throttlingException'), failingWith('throttlingException', 1), saying('Third.'))
    expect(await stream(route)).toBe('Third.')
    first.enqueue(failingWith('validationException'))
    expect(await failure(stream(route))).toBeInstanceOf(errorOf('validationException'))
    expect(first.requests).toHaveLength(4)
  })

  it('fails in mid-stream as without a policy', async () => {
    const route = fallback([timeout(at(first), LIMITS), at(second)])
    first.enqueue(
      saying('A long enough answer of several deltas.', {
        exceptionAfter: { event: 4, type: 'throttlingException', message: 'Because.' },
      }),
    )
    expect(await failure(stream(route))).toBeInstanceOf(errorOf('throttlingException'))
    expect(second.requests).toHaveLength(0)
  })
})

describe('an SDK that takes a fetch', () => {
  it('falls back from throttling in the first frame, and not from a 400', async () => {
    const send = createFetch(fallback([timeout(at(first), LIMITS), at(second)]))
    const call = () =>
      send('https://api.openai.com/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ ...ask, stream: true }),
      })
    first.enqueue(failingWith('throttlingException', 1))
    second.enqueue(saying('From the second.'))
    expect(await (await call()).text()).toContain('From the')
    first.enqueue(failingWith('validationException', 1))
    expect((await call()).status).toBe(400)
    expect(second.requests).toHaveLength(1)
  })
})

const chunk = (delta: object, rest: object = {}) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
})
const ERROR = { error: { message: 'Overloaded.', code: 503 } }

const whole = {
  openai: async (route: Route) => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
    return (await client.chat.completions.create(ask)).choices
  },
  'BedrockRuntimeClient, Converse': async (route: Route) => {
    const client = register(new aws.BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), route)
    return (await client.send(new aws.ConverseCommand(input))).output?.message?.content
  },
}

describe.each(Object.entries(whole))('%s, a whole answer with status 200', (name, call) => {
  const isAWS = name.startsWith('Bedrock')
  const pair = () =>
    isAWS ? fallback([openaiAt(backend), openaiAt(spare)]) : fallback([gatewayAt(backend), gatewayAt(spare)])

  it.each([
    ['no choices and an error', { id: 'c', object: 'chat.completion', choices: [], ...ERROR }],
    ['no choices and the text of an error', { choices: [], error: 'Overloaded.' }],
  ])('falls back from %s', async (_what, json) => {
    backend.enqueue({ json })
    spare.enqueue({ text: 'From the spare.' })
    expect(JSON.stringify(await call(pair()))).toContain('From the spare.')
  })

  it('takes no choices without an error for an answer', async () => {
    backend.enqueue({
      json: { id: 'c', object: 'chat.completion', model: 'm', created: 1, choices: [], error: null },
    })
    const answer = await call(pair()).catch((error: unknown) => error)
    if (!isAWS) expect(answer).toEqual([])
    expect(spare.requests).toHaveLength(isAWS ? 1 : 0)
  })
})

describe.each(['openai', 'LangChain', 'BedrockRuntimeClient, Converse'])('%s', (name) => {
  const stream = (route: Route) => CLIENTS[name]?.stream(route) ?? Promise.reject(new Error(name))
  const pair = () =>
    name.startsWith('Bedrock')
      ? fallback([openaiAt(backend), openaiAt(spare)])
      : fallback([gatewayAt(backend), gatewayAt(spare)])
  const events = [chunk({ content: 'From the spare.' }), chunk({}, { finish_reason: 'stop' })]

  it('falls back from a failure behind a role-only chunk', async () => {
    backend.enqueue({ events: [chunk({ role: 'assistant', content: '' }), ERROR] })
    spare.enqueue({ events })
    expect(await stream(pair())).toBe('From the spare.')
  })

  it('falls back from a failure that follows heartbeats in later bytes', async () => {
    const body = [': PROCESSING\n\n', ': PROCESSING\n\n', `data: ${JSON.stringify(ERROR)}\n\n`]
    backend.enqueue({ body: body.join(''), headers: { 'content-type': 'text/event-stream' } })
    spare.enqueue({ events })
    expect(await stream(pair())).toBe('From the spare.')
  })

  it('falls back from a chunk that ends with an error and says nothing (OpenRouter)', async () => {
    backend.enqueue({ events: [{ ...chunk({ content: '' }, { finish_reason: 'error' }), ...ERROR }] })
    spare.enqueue({ events })
    expect(await stream(pair())).toBe('From the spare.')
  })
})
