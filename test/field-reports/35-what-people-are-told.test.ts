// Report 35: errors name what was probably meant and what to do, a page in place of an answer is an error, and every attempt is told, also of connections (users of other gateways, who read an HTML page as an answer)
import { BedrockClient } from '@aws-sdk/client-bedrock'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import Anthropic from '@anthropic-ai/sdk'
import {
  bedrock,
  configure,
  fallback,
  gateway,
  javelin,
  loadBalance,
  openai,
  register,
  retry,
  timeout,
} from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { ChatOpenAI } from '@langchain/openai'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

let server: GatewayServer
beforeAll(async () => {
  server = await createGatewayServer()
})
afterEach(() => {
  configure(null)
  server.reset()
})
afterAll(() => server.close())

const create = () => new OpenAI({ apiKey: 'unused', maxRetries: 0 })
const route = gateway({ baseURL: 'https://gw.example.com/v1' })
const question = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hi' }] }
const messageOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing was thrown'
}
const rejection = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('report 35: names', () => {
  it.each<[string, () => unknown, string]>([
    ['an option of bedrock()', () => bedrock({ regoin: 'us-east-1' } as object), 'Did you mean "region"?'],
    [
      'an option within one',
      () => bedrock({ images: { maxByte: 1 } as object }),
      'Did you mean "images.maxBytes"?',
    ],
    [
      'an option of openai()',
      () => openai({ baseUrl: 'https://x.example.com' } as object),
      'Did you mean "baseURL"?',
    ],
    [
      'an option of register()',
      () => register(create(), route, { hoks: {} } as object),
      'register() has no option "hoks"',
    ],
    [
      'an option of register() for Bedrock',
      () =>
        register(new BedrockRuntimeClient({ region: 'us-east-1' }), route, { transprt: 'auto' } as object),
      'Did you mean "transport"?',
    ],
    [
      'an option of register() for Anthropic',
      () => register(new Anthropic({ apiKey: 'unused' }), route, { transport: 'auto' } as object),
      'register() has no option "transport"',
    ],
    [
      'an option of register() for LangChain',
      () =>
        register(new ChatOpenAI({ apiKey: 'unused', model: 'm' }), route, { transport: 'auto' } as object),
      'register() has no option "transport"',
    ],
    ['a preset', () => register(create(), 'javelin'), 'register(client, javelin())'],
    [
      'a preset, written otherwise',
      () => register(create(), 'bedrock-access-gateway'),
      'bedrockAccessGateway()',
    ],
    ['a local route', () => register(create(), 'bedrock'), 'register(client, bedrock())'],
    ['an address', () => register(create(), 'https://gw.example.com/v1'), 'gateway({ baseURL })'],
    ['a model name', () => register(create(), 'Claude-4-5-Sonet'), 'Did you mean "Claude-4-5-Sonnet"?'],
    [
      'a configured route',
      () => {
        configure({ routes: { production: route } })
        register(create(), 'prodution')
      },
      'Did you mean "production"?',
    ],
    [
      'routes that are no list',
      () => Reflect.apply(fallback, undefined, [route, route]),
      'fallback([javelin(), bedrock()])',
    ],
    [
      'targets that are no list',
      () => Reflect.apply(loadBalance, undefined, [route, route]),
      'loadBalance([{ route: javelin()',
    ],
    ['a limit that is a number', () => timeout(route, 5000 as never), 'timeout(route, { total: 5000 })'],
    ['attempts that are a number', () => retry(route, 3 as never), 'retry(route, { attempts: 3 })'],
  ])('%s', (_, run, text) => {
    expect(messageOf(run)).toContain(text)
  })

  it('a model of a request', async () => {
    const client = register(
      create(),
      bedrock({
        region: 'us-east-1',
        apiKey: 'key',
        endpoint: server.url,
        models: { 'house-model': 'amazon.nova-lite-v1:0' },
      }),
    )
    for (const [model, meant] of [
      ['Claude-4-5-Sonet', 'Claude-4-5-Sonnet'],
      ['house-modle', 'house-model'],
    ] as const) {
      const failure = await rejection(client.chat.completions.create({ ...question, model }))
      expect(failure).toBeInstanceOf(OpenAI.NotFoundError)
      expect((failure as Error).message).toContain(`Did you mean "${meant}"?`)
    }
  })

  it('openai() speaks of itself', () => {
    for (const options of [{ baseURL: 'not a url' }, { baseURL: 'http://far.example.com/v1', apiKey: 'k' }]) {
      const text = messageOf(() => openai(options))
      expect(text).toContain('openai()')
      expect(text).not.toContain('gateway()')
    }
  })
})

describe('report 35: what was given in place of a client', () => {
  class ChatBedrockConverse {
    client = new BedrockRuntimeClient({ region: 'us-east-1' })
  }
  it.each<[string, () => unknown, RegExp]>([
    ['a Promise', () => Promise.resolve(create()), /a Promise, .*Await it first/],
    [
      'ChatBedrockConverse',
      () => new ChatBedrockConverse(),
      /ChatBedrockConverse.*register\(model\.client, route\)/,
    ],
    [
      'the control plane',
      () => new BedrockClient({ region: 'us-east-1' }),
      /service "Bedrock": register a BedrockRuntimeClient/,
    ],
    [
      'a part of a client',
      () => new Anthropic({ apiKey: 'unused' }).beta.messages.batches,
      /register the client itself/,
    ],
    ['a class', () => OpenAI, /a class, .*Make an instance/],
    ['nothing', () => undefined, /Make the client before/],
  ])('%s', (_, make, text) => {
    expect(messageOf(() => register(make() as never, route))).toMatch(text)
  })

  it('swapped arguments', () => {
    expect(messageOf(() => register(route as never, create() as never))).toContain(
      'The arguments are swapped',
    )
    expect(messageOf(() => register('javelin' as never, create() as never))).toContain(
      'The client comes first',
    )
  })
})

describe.each(versions)('report 35: an answer that is none, $name', ({ OpenAI: Client }) => {
  const at = (url: string) => gateway({ baseURL: `${url}/v1` })
  const page = { body: '<!doctype html><p>hunter2', headers: { 'content-type': 'text/html; charset=utf-8' } }
  const answers = {
    'an HTML page': page,
    'a text': { body: 'OK', headers: { 'content-type': 'text/plain' } },
    nothing: { body: '', headers: { 'content-type': 'application/json', 'content-length': '0' } },
  }

  it.each(Object.entries(answers))('%s is a 502', async (_, reply) => {
    server.reply(reply)
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), at(server.url))
    const failure = await rejection(client.chat.completions.create(question))
    expect(failure).toBeInstanceOf(Client.InternalServerError)
    expect(failure).toMatchObject({ status: 502, code: 'gateway_no_answer' })
    expect((failure as Error).message).not.toContain('hunter2')
  })

  it('a page in place of a stream, of another endpoint, and before fallback() decides', async () => {
    await using other = await createGatewayServer()
    server.reply(page)
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), at(server.url))
    const streamed = await rejection(client.chat.completions.create({ ...question, stream: true }))
    expect(streamed).toMatchObject({ status: 502 })
    expect(await rejection(client.files.list())).toMatchObject({ status: 502 })
    other.reply({ text: 'from the other' })
    register(client, fallback([at(server.url), at(other.url)]))
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('from the other')
  })

  it('JSON that says it is a text is read', async () => {
    const text = JSON.stringify({ object: 'chat.completion', choices: [{ message: { content: 'ok' } }] })
    server.reply({ body: text, headers: { 'content-type': 'text/plain' } })
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), at(server.url))
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('ok')
  })
})

describe('report 35: attempts when no connection could be made', () => {
  const closed = () => javelin({ baseURL: 'http://127.0.0.1:1', apiKey: 'gateway-key' })
  const backend = () => openai({ baseURL: 'http://127.0.0.1:1/v1', apiKey: 'backend-key' })
  const attempts = [
    { route: 'javelin', message: 'The connection failed.' },
    { route: 'openai', message: 'The connection failed.' },
  ]

  it('OpenAI and Anthropic: on the cause of the connection error', async () => {
    const both = fallback([closed(), backend()])
    const failure = await rejection(register(create(), both).chat.completions.create(question))
    expect(failure).toBeInstanceOf(OpenAI.APIConnectionError)
    expect((failure as { cause: { attempts: unknown } }).cause.attempts).toEqual(attempts)
    const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), both)
    const other = await rejection(anthropic.messages.create({ ...question, max_tokens: 9 }))
    expect((other as { cause: { attempts: unknown } }).cause.attempts).toEqual(attempts)
  })

  it.each([
    ['the last one sends the command as it is', () => fallback([backend(), closed()]), attempts.toReversed()],
    ['the last one translates it', () => fallback([closed(), backend()]), attempts],
  ])('a Bedrock client, %s', async (_, policy, expected) => {
    const client = register(
      new BedrockRuntimeClient({
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      }),
      policy(),
    )
    const command = new ConverseCommand({
      modelId: 'm',
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
    })
    expect(await rejection(client.send(command))).toMatchObject({ code: 'ECONNREFUSED', attempts: expected })
  })
})
