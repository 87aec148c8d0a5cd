import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { createFetch, defineGateway, gateway, javelin, portkey, query, register } from '@patchbay/sdk'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import * as fc from 'fast-check'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { createRawServer, inPieces, type RawServer, whole } from './support/raw-server.ts'

const GATEWAY_KEY = 'gw/key+of~the=gateway-81c'
const CALLER_KEY = 'sk/caller+51d0~key='
const SESSION_TOKEN = 'IQoJb3JpZ2lu/session+token=='
const SECRETS = [GATEWAY_KEY, CALLER_KEY, SESSION_TOKEN]
/** What no secret may leave behind, however it is spelled: its letters. */
const TRACES = ['ofthegateway81c', 'caller51d0', 'IQoJb3JpZ2lu', ...SECRETS]

const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  JSON: (text) => JSON.stringify({ authorization: `Bearer ${text}` }),
  'escaped slashes': (text) => text.replaceAll('/', String.raw`\/`),
  'escaped plus': (text) => text.replaceAll('+', String.raw`\u002B`),
  URL: (text) => `https://a.example/?key=${encodeURIComponent(text)}`,
  Base64: (text) => `Basic ${btoa(`user:${text}`)}`,
}

/** Everything that a person or a log could read off an error, with what is encoded decoded. */
function everything(value: unknown, depth = 0, seen = new Set<unknown>()): string {
  if (typeof value === 'string') return `${value}\n${decoded(value)}`
  if (typeof value !== 'object' || value === null || depth > 6 || seen.has(value)) return String(value)
  seen.add(value)
  if (value instanceof Uint8Array) return everything(new TextDecoder().decode(value), depth, seen)
  if (value instanceof Headers) return everything([...value].flat(), depth, seen)
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}=${everything(Reflect.get(value, key) as unknown, depth + 1, seen)}`)
    .join('\n')
}

function decoded(text: string): string {
  const plain = text
    .replaceAll(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\', '')
  const base64 = [...plain.matchAll(/[\w+/]{12,}={0,2}/g)].map(([part]) =>
    Buffer.from(part, 'base64').toString('latin1'),
  )
  return [plain, ...base64].join('\n')
}

function tracesIn(error: unknown): readonly string[] {
  const text = everything(error)
  return TRACES.filter((trace) => text.includes(trace))
}

const failure = async (call: Promise<unknown>): Promise<Error> => {
  try {
    const answer = await call
    if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer)
      for await (const _chunk of answer as AsyncIterable<unknown>);
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not fail')
}

const MESSAGES = [{ role: 'user' as const, content: 'hello' }]
const route = (server: RawServer) =>
  gateway({ baseURL: `${server.url}/v1`, apiKey: GATEWAY_KEY, credentials: 'forward' })

/** One call of each kind of client; `stream` where a stream is requested. */
const CALLS: Readonly<Record<string, (server: RawServer, stream: boolean) => Promise<unknown>>> = {
  openai: (server, stream) =>
    register(new OpenAI({ apiKey: CALLER_KEY, maxRetries: 0 }), route(server)).chat.completions.create({
      model: 'm',
      messages: MESSAGES,
      stream,
    }),
  anthropic: (server, stream) =>
    register(new Anthropic({ apiKey: CALLER_KEY, maxRetries: 0 }), route(server)).messages.create({
      model: 'm',
      max_tokens: 5,
      messages: MESSAGES,
      stream,
    }),
  query: (server, stream) => query(route(server), { messages: MESSAGES, stream }, { apiKey: CALLER_KEY }),
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
)
const frame = (headers: Record<string, string>, body: unknown): Uint8Array =>
  codec.encode({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]),
    ),
    body: new TextEncoder().encode(JSON.stringify(body)),
  })
const EVENT = frame(
  { ':message-type': 'event', ':event-type': 'messageStart', ':content-type': 'application/json' },
  { role: 'assistant' },
)

const awsClient = (server: RawServer) =>
  register(
    new BedrockRuntimeClient({
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'secret',
        sessionToken: SESSION_TOKEN,
      },
    }),
    javelin({ baseURL: server.url, apiKey: GATEWAY_KEY, signing: 'provider' }),
  )

const SHAPES: readonly ((text: string) => unknown)[] = [
  (message) => ({ error: { message, code: message, nested: [{ [message]: message }] } }),
  (message) => ({ error: message }),
  (message) => ({ type: 'error', error: { type: 'api_error', message } }),
  (message) => [{ error: { message } }],
  (message) => ({ detail: [{ loc: ['body'], msg: message }] }),
]

describe('no failure quotes a secret, wherever and however a gateway does', () => {
  const planted = fc.record({
    secret: fc.constantFrom(GATEWAY_KEY, CALLER_KEY),
    encoding: fc.constantFrom(...Object.keys(ENCODINGS)),
    shape: fc.constantFrom(...SHAPES),
    size: fc.constantFrom(1, 3, 7, 4096),
    client: fc.constantFrom(...Object.keys(CALLS)),
  })
  const quote = (encoding: string, secret: string): string => `Refused ${ENCODINGS[encoding]?.(secret)}!`

  it('as an answer with a status, its headers included', async () => {
    await using server = await createRawServer()
    await fc.assert(
      fc.asyncProperty(planted, fc.boolean(), async ({ secret, encoding, shape, client }, stream) => {
        const text = quote(encoding, secret)
        server.answer = whole(401, 'application/json', JSON.stringify(shape(text)), { 'x-debug': text })
        expect(tracesIn(await failure(CALLS[client]!(server, stream)))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('as an event of a stream with status 200, cut anywhere', async () => {
    await using server = await createRawServer()
    await fc.assert(
      fc.asyncProperty(planted, async ({ secret, encoding, size, client }) => {
        const error = { type: 'error', error: { type: 'api_error', message: quote(encoding, secret) } }
        const text = `event: error\ndata: ${JSON.stringify(error)}\n\n`
        server.answer = inPieces(200, 'text/event-stream', new TextEncoder().encode(text), size)
        expect(tracesIn(await failure(CALLS[client]!(server, true)))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('as the exception of an AWS client, in a body, a header or an event stream', async () => {
    await using server = await createRawServer()
    const places = ['body', 'header', 'exception', 'error'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(GATEWAY_KEY, SESSION_TOKEN),
        fc.constantFrom(...Object.keys(ENCODINGS)),
        fc.constantFrom(...places),
        fc.constantFrom(1, 5, 4096),
        async (secret, encoding, place, size) => {
          const text = quote(encoding, secret)
          const type = { 'x-amzn-errortype': 'ValidationException' }
          if (place === 'body' || place === 'header')
            server.answer = whole(
              400,
              'application/json',
              JSON.stringify({ message: place === 'body' ? text : 'no' }),
              {
                ...type,
                'x-debug': text,
              },
            )
          else {
            const failing =
              place === 'exception'
                ? frame(
                    { ':message-type': 'exception', ':exception-type': 'validationException' },
                    { message: text },
                  )
                : frame({ ':message-type': 'error', ':error-code': 'Oops', ':error-message': text }, {})
            const bytes = Buffer.concat([EVENT, failing])
            server.answer = inPieces(200, 'application/vnd.amazon.eventstream', bytes, size)
          }
          const client = awsClient(server)
          const input = { modelId: 'anthropic.claude-3-haiku-20240307-v1:0', messages: [] }
          const isStream = place === 'exception' || place === 'error'
          const call = isStream
            ? client.send(new ConverseStreamCommand(input)).then(({ stream }) => stream)
            : client.send(new ConverseCommand(input))
          const error = await failure(call)
          expect(tracesIn(error)).toEqual([])
          expect(tracesIn((error as { $response?: unknown }).$response)).toEqual([])
          if (place !== 'header') expect(error.message).toContain('[redacted]')
        },
      ),
      { numRuns: 60 },
    )
  })

  it('as a failure of more than a mebibyte, with status 200', async () => {
    await using server = await createRawServer()
    const body = JSON.stringify({
      padding: 'x'.repeat(1_500_000),
      error: { message: `Refused ${GATEWAY_KEY}` },
    })
    for (const type of ['application/json', 'text/plain']) {
      server.answer = whole(200, type, body)
      const answer = await CALLS['openai']!(server, false)
      expect(JSON.stringify(answer)).toContain('Refused [redacted]')
    }
  })

  it('with a key of a few characters that stands alone', async () => {
    await using server = await createRawServer()
    server.answer = whole(401, 'application/json', '{"error":{"message":"Bad key abc12, not abc123."}}')
    const client = new OpenAI({ apiKey: 'unused', maxRetries: 0 })
    const error = await failure(
      register(client, gateway({ baseURL: server.url, apiKey: 'abc12' })).models.retrieve('m'),
    )
    expect(error.message).toBe('401 Bad key [redacted], not abc123.')
  })
})

describe('ordinary answers keep every byte', () => {
  it('whole and as a stream, a key in them included', async () => {
    await using server = await createRawServer()
    const fetch = createFetch(route(server))
    const ask = async (stream: boolean) => {
      const response = await fetch('https://api.openai.com/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'm', messages: [], stream }),
      })
      return response.text()
    }
    const answer = `{ "choices": [{"message":{"content":"an error says ${GATEWAY_KEY}"}}], "n": 12345678901234567890 }`
    server.answer = whole(200, 'application/json', answer)
    expect(await ask(false)).toBe(answer)
    const events = `data: ${answer}\r\n\r\n: beat\n\ndata: [DONE]\n\n`
    server.answer = inPieces(200, 'text/event-stream', new TextEncoder().encode(events), 3)
    expect(await ask(true)).toBe(events)
  })
})

describe("what a definition's functions throw quotes no secret", () => {
  const throwing = (member: 'url' | 'headers' | 'credentials') =>
    defineGateway<{ tenantCode?: string }>({
      name: 'thrower',
      options: ['tenantCode'],
      keys: ({ tenantCode }) => ({ 'x-thrower': tenantCode }),
      bedrock: true,
      [member]: (...given: unknown[]) => {
        const { tenantCode } = given.at(-1) as { tenantCode: string }
        throw new RangeError(`No tenant ${tenantCode}`, {
          cause: new Error(`at ${encodeURIComponent(tenantCode)}`),
        })
      },
    })({ baseURL: 'http://127.0.0.1:1/v1', tenantCode: GATEWAY_KEY })

  it.each(['url', 'headers'] as const)('%s, while a Bedrock command is addressed', async (member) => {
    const client = register(new BedrockRuntimeClient({ maxAttempts: 1 }), throwing(member))
    const error = await failure(client.send(new ConverseCommand({ modelId: 'm', messages: [] })))
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message).toBe('No tenant [redacted]')
    expect(tracesIn(error)).toEqual([])
  })

  it.each(['headers', 'credentials'] as const)('%s, while a client is registered', (member) => {
    const client = {
      kind: 'openai',
      baseURL: 'https://api.openai.com/v1',
      fetch,
      customFetch: false,
    } as const
    let error: unknown
    try {
      // What `register` and `client.apiKey` ask.
      throwing(member).socketCredentials?.(client)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(RangeError)
    expect(tracesIn(error)).toEqual([])
  })
})

it('describe() shows no text of a config', () => {
  const at = { baseURL: 'https://gw.example.com', apiKey: GATEWAY_KEY }
  const inner = JSON.stringify({ targets: [{ api_key: CALLER_KEY }] })
  for (const config of [inner, ` ${inner}`, `[${inner}]`, JSON.stringify(inner)])
    expect(tracesIn(portkey({ ...at, config }).describe())).toEqual([])
})
