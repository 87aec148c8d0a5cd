// Report 28: firstToken and idle of timeout() wait for content, not for heartbeats or an opening without a word, and fallback() sees a failure with status 200 (https://openrouter.ai/docs/api/reference/streaming: ": OPENROUTER PROCESSING")
import type { ServerResponse } from 'node:http'

import Anthropic from '@anthropic-ai/sdk'
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { ChatOpenAI } from '@langchain/openai'
import { bedrock, fallback, gateway, register, retry, type Route, timeout } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, type GatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { type RecordingServer, startServer } from '../openai/support/recording-server.ts'
import { versions } from '../openai/support/versions.ts'

const SSE = { 'content-type': 'text/event-stream' }
const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const named = (type: string, rest: object = {}): string => `event: ${type}\n${data({ type, ...rest })}`
const chunk = (delta: object) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null }],
})
const response = { id: 'r', object: 'response', status: 'in_progress', output: [] }
const message = {
  id: 'm',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [],
  usage: { input_tokens: 1 },
}

/** What servers send before there is a word of an answer. */
const OPENINGS = {
  'comments (OpenRouter)': [': OPENROUTER PROCESSING\n\n'],
  'a role (OpenAI, vLLM)': [data(chunk({ role: 'assistant', content: '' }))],
  'a role with empty members (LiteLLM)': [
    data(chunk({ role: 'assistant', content: '', tool_calls: null, function_call: null, refusal: null })),
  ],
  'filters (Azure)': [data({ ...chunk({}), choices: [], prompt_filter_results: [{ prompt_index: 0 }] })],
  'an opened response': [
    named('response.created', { response, sequence_number: 0 }),
    named('response.in_progress', { response, sequence_number: 1 }),
    named('response.output_item.added', {
      output_index: 0,
      item: { type: 'message', id: 'i', content: [] },
      sequence_number: 2,
    }),
    named('keepalive', { sequence_number: 3 }),
  ],
  'an opened message': [
    named('message_start', { message }),
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    named('ping'),
  ],
}

const HEARTBEATS = [': ping\n\n', data({ ...chunk({}), choices: [] }), data(chunk({})), named('ping')]

let other: GatewayServer
let stalling: RecordingServer
let open: ((answer: ServerResponse) => void) | undefined
const timers = new Set<NodeJS.Timeout>()

beforeAll(async () => {
  other = await createGatewayServer()
  stalling = await startServer((_, answer) => {
    answer.writeHead(200, SSE)
    open?.(answer)
  })
})
afterEach(() => {
  for (const timer of timers) clearInterval(timer)
  timers.clear()
  other.reset()
})
afterAll(() => Promise.all([other.close(), stalling.close()]))

function beat(answer: ServerResponse): void {
  let index = 0
  timers.add(setInterval(() => answer.write(HEARTBEATS[index++ % HEARTBEATS.length]), 10))
}

const slow = (): Route => gateway({ baseURL: stalling.baseURL })
const quick = (): Route => gateway({ baseURL: `${other.url}/v1` })
const limited = (): Route => fallback([timeout(slow(), { firstToken: 200 }), quick()])
const question = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hi' }] }

async function drain(stream: AsyncIterable<unknown> | undefined): Promise<unknown[]> {
  const items: unknown[] = []
  if (stream !== undefined) for await (const item of stream) items.push(item)
  return items
}

describe('report 28: firstToken waits for content', () => {
  it.each(Object.entries(OPENINGS))('chat after %s, with heartbeats', async (_, events) => {
    open = (answer) => {
      for (const event of events) answer.write(event)
      beat(answer)
    }
    other.reply({ text: 'from the other' })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), limited())
    const chunks = await drain(await client.chat.completions.create({ ...question, stream: true }))
    expect(JSON.stringify(chunks)).toContain('from')
    expect(other.requests).toHaveLength(1)
  })

  it('Responses', async () => {
    open = (answer) => {
      for (const event of OPENINGS['an opened response']) answer.write(event)
      beat(answer)
    }
    other.reply({ text: 'from the other' })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), limited())
    await drain(await client.responses.create({ model: 'gpt-4o', input: 'Hi', stream: true }))
    expect(other.requests.map(({ path }) => path)).toEqual(['/v1/responses'])
  })

  it('Messages', async () => {
    open = (answer) => {
      for (const event of OPENINGS['an opened message']) answer.write(event)
      beat(answer)
    }
    const client = register(
      new Anthropic({ apiKey: 'unused', maxRetries: 0 }),
      timeout(slow(), { firstToken: 200 }),
    )
    const failure = await client.messages
      .create({ ...question, max_tokens: 9, stream: true })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Anthropic.APIError)
    expect(failure).toMatchObject({ status: 504 })
  })

  it('LangChain', async () => {
    open = (answer) => {
      answer.write(OPENINGS['a role (OpenAI, vLLM)'][0])
      beat(answer)
    }
    other.reply({ text: 'from the other' })
    const model = register(new ChatOpenAI({ apiKey: 'unused', model: 'gpt-4o', maxRetries: 0 }), limited())
    const chunks = await drain(await model.stream('Hi'))
    expect(chunks.map((part) => (part as { content: string }).content).join('')).toBe('from the other')
  })

  it.each([
    ['text', { content: 'Hi' }],
    ['reasoning', { reasoning_content: 'Hm' }],
    [
      'a tool call',
      { tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'f', arguments: '' } }] },
    ],
    ['a refusal', { refusal: 'No' }],
  ])('%s is content, and everything before it is handed on in order', async (_, delta) => {
    const finish = { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
    const events = [chunk({ role: 'assistant', content: '' }), chunk(delta), finish]
    open = (answer) => {
      answer.write(': ping\n\n')
      for (const event of events) answer.write(data(event))
      answer.end('data: [DONE]\n\n')
    }
    const route = timeout(slow(), { firstToken: 20_000, idle: 20_000 })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
    expect(await drain(await client.chat.completions.create({ ...question, stream: true }))).toEqual(events)
  })

  it('Bedrock: messageStart is no content, of neither operation', async () => {
    await using service = await createBedrockServer()
    await using second = await createBedrockServer()
    const never = new Promise(() => undefined)
    const at = ({ url, bearerToken }: typeof service): Route =>
      bedrock({ region: 'us-east-1', endpoint: url, apiKey: bearerToken })
    const client = register(
      new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }),
      fallback([timeout(at(service), { firstToken: 300 }), at(second)]),
    )
    const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
    service.reply({ text: 'too late', stream: { gates: [{ event: 1, until: never }] } })
    second.reply({ text: 'in time' })
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
    )
    expect(JSON.stringify(await drain(stream))).toContain('in time')
    second.reply(null)
    const opening = { type: 'message_start', message }
    service.reply({ chunks: [opening, opening], stream: { gates: [{ event: 1, until: never }] } })
    const invoked = await client.send(
      new InvokeModelWithResponseStreamCommand({
        modelId,
        contentType: 'application/json',
        body: JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 9,
          messages: [{ role: 'user', content: 'Hi' }],
        }),
      }),
    )
    const texts = (await drain(invoked.body)).map((event) =>
      new TextDecoder().decode((event as { chunk: { bytes: Uint8Array } }).chunk.bytes),
    )
    expect(texts.join('')).toContain('text_delta')
    expect(second.requests).toHaveLength(2)
  })
})

describe('report 28: idle is not reset by heartbeats', () => {
  it('chat', async () => {
    open = (answer) => {
      answer.write(data(chunk({ role: 'assistant', content: 'Hello' })))
      beat(answer)
    }
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), timeout(slow(), { idle: 200 }))
    const stream = await client.chat.completions.create({ ...question, stream: true })
    await expect(drain(stream)).rejects.toMatchObject({ code: 'route_timeout' })
  })

  it('Messages', async () => {
    open = (answer) => {
      answer.write(named('message_start', { message }))
      const [ping] = OPENINGS['an opened message'].slice(-1)
      timers.add(setInterval(() => answer.write(ping), 10))
    }
    const client = register(
      new Anthropic({ apiKey: 'unused', maxRetries: 0 }),
      timeout(slow(), { idle: 200 }),
    )
    const stream = await client.messages.create({ ...question, max_tokens: 9, stream: true })
    await expect(drain(stream)).rejects.toThrow(/idle took longer than 200 ms/)
  })
})

describe.each(versions)('report 28: a failure with status 200, $name', ({ OpenAI: Client }) => {
  const failures = {
    'an error object': { error: { message: 'upstream is down', code: 502 } },
    'a code that is a text': { error: { message: 'slow down', code: '429' } },
    'an error text': { error: 'upstream is down' },
    'the error of vLLM': { object: 'error', message: 'engine is dead', code: 500 },
  }
  it.each(Object.entries(failures))('%s moves fallback() on', async (_, json) => {
    await using first = await createGatewayServer()
    first.reply({ json })
    other.reply({ text: 'from the other' })
    const route = fallback([gateway({ baseURL: `${first.url}/v1` }), quick()])
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), route)
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('from the other')
  })

  it('the first event of a stream, too', async () => {
    open = (answer) => answer.end(data({ error: { message: 'overloaded', code: 529 } }))
    other.reply({ text: 'from the other' })
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), fallback([slow(), quick()]))
    const chunks = await drain(await client.chat.completions.create({ ...question, stream: true }))
    expect(JSON.stringify(chunks)).toContain('from')
  })

  it('the last one is the error, with its status and all attempts; a status that is not meant ends the search', async () => {
    await using first = await createGatewayServer()
    first.reply({ json: { error: { message: 'slow down', code: 429 } } })
    const route = gateway({ baseURL: `${first.url}/v1` })
    const failing = register(new Client({ apiKey: 'unused', maxRetries: 0 }), fallback([route, route]))
    const failure = await failing.chat.completions.create(question).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Client.RateLimitError)
    expect(failure).toMatchObject({ status: 429, error: { attempts: [{ status: 429 }, { status: 429 }] } })
    first.reply({ json: { error: { message: 'no such field', type: 'invalid_request_error' } } })
    const retried = register(new Client({ apiKey: 'unused', maxRetries: 0 }), retry(route, { attempts: 3 }))
    const refused = await retried.chat.completions.create(question).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Client.BadRequestError)
    expect(first.requests).toHaveLength(3)
  })

  it('answers are handed on as they are: an error that is null, data beside it, bytes', async () => {
    await using first = await createGatewayServer()
    const route = fallback([gateway({ baseURL: `${first.url}/v1` }), quick()])
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), route)
    first.reply({ json: { error: null, choices: [{ index: 0, message: { content: 'ok' } }] } })
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('ok')
    first.reply({ body: ' {"data" : [{"error":"no"}]}', headers: { 'content-type': 'application/json' } })
    expect(await client.get('/things')).toEqual({ data: [{ error: 'no' }] })
    expect(other.requests).toHaveLength(0)
  })
})
