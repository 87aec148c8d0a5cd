import { configure, fallback, register, retry, timeout, unregister } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import { wrapOpenAI } from 'langsmith/wrappers/openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { fieldsOf } from '../openai/support/fields-of.ts'
import {
  clientOf,
  collect,
  countParsed,
  model,
  question,
  routeTo,
  takingVersions,
  withoutIds,
} from './support/both-ways.ts'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())
afterEach(() => configure(null))

/** LangSmith's wrapper adds a chunk without a delta. */
const textOf = (chunks: readonly { choices: readonly { delta?: { content?: string | null } }[] }[]): string =>
  chunks.map(({ choices }) => choices[0]?.delta?.content ?? '').join('')
const reply = { text: 'one two three', stream: { deltaSize: 4 } }
const isHandedOver = process.env['STREAMS'] !== 'events'

describe.each(takingVersions)('what $name takes chunks through', (version) => {
  const { OpenAI } = version
  const make = () => clientOf(version, 'objects', server)
  type Client = ReturnType<typeof make>
  const streamOf = (client: Pick<Client, 'chat'>) => client.chat.completions.create(question)

  /** Reads a stream, of which nothing may be written and read as text. */
  async function readObjects(client: Pick<Client, 'chat'>): Promise<string> {
    let text = ''
    server.enqueue(reply)
    const parsed = await countParsed(async () => {
      text = textOf(await collect(await streamOf(client)))
    })
    if (isHandedOver) expect(parsed).toBe(0)
    return text
  }

  it('a clone, whose registration follows', async () => {
    const client = make()
    expect(await readObjects(client.withOptions({ timeout: 5000 }))).toBe('one two three')
    expect(await readObjects(client.withOptions({ defaultHeaders: { 'x-one': '1' } }))).toBe('one two three')
  })

  it('a spread copy, as LangSmith makes it', async () => {
    const client = make()
    expect(await readObjects(Object.assign({}, client))).toBe('one two three')
    expect(await readObjects(register(Object.assign({}, new OpenAI({ apiKey: 'x' })), routeTo(server)))).toBe(
      'one two three',
    )
  })

  it('LangSmith’s own wrapper', async () => {
    const traced: unknown[] = []
    const client = {
      createRun: async (run: unknown) => void traced.push(run),
      updateRun: async (_id: string, run: unknown) => void traced.push(run),
    }
    const wrapped = wrapOpenAI(make() as never, {
      client: client as never,
      tracingEnabled: true,
    }) as unknown as Client
    expect(await readObjects(wrapped)).toBe('one two three')
    expect(JSON.stringify(traced)).toContain('one two three')
  })

  it('a Proxy that hands out altered methods, as those of Langfuse and Braintrust', async () => {
    const seen: unknown[] = []
    const wrap = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(object, name) {
          const value: unknown = Reflect.get(object, name)
          if (typeof value === 'object' && value !== null && !name.toString().startsWith('_'))
            return wrap(value)
          if (typeof value !== 'function') return value
          return async (...parts: unknown[]) => {
            const stream = (await Reflect.apply(value, object, parts)) as AsyncIterable<unknown>
            return (async function* watched() {
              for await (const chunk of stream) {
                seen.push(chunk)
                yield chunk
              }
            })()
          }
        },
      })
    expect(await readObjects(wrap(make()))).toBe('one two three')
    expect(seen.length).toBeGreaterThan(3)
  })

  it('a subclass, of whose methods none is called for what is not its call', async () => {
    const calls: string[] = []
    class Own extends OpenAI {
      protected override async prepareOptions(options: never) {
        calls.push('prepareOptions')
        return super.prepareOptions(options)
      }
      override request(...parts: never[]): never {
        calls.push('request')
        return super.request(parts[0] as never, parts[1]) as never
      }
    }
    const client = register(new Own({ apiKey: 'unused', maxRetries: 0 }), routeTo(server))
    expect(await readObjects(client)).toBe('one two three')
    expect(calls).toEqual(['request', 'prepareOptions'])
    expect(server.requests).toHaveLength(1)
  })

  it('the helpers, which gather what they read', async () => {
    const client = make()
    server.enqueue(reply, reply)
    const parsed = await countParsed(async () => {
      const helper = client.chat.completions.stream({ model, messages: question.messages })
      expect((await helper.finalChatCompletion()).choices[0]?.message.content).toBe('one two three')
      const response = client.responses.stream({ model, input: 'hello' })
      const [message] = (await response.finalResponse()).output
      expect(message).toMatchObject({ content: [{ text: 'one two three' }] })
    })
    if (isHandedOver) expect(parsed).toBe(0)
    server.enqueue(
      { content: [{ toolUse: { toolUseId: 't1', name: 'add', input: { a: 1, b: 2 } } }] },
      { text: 'It is 3.' },
    )
    const runner = client.chat.completions.runTools({
      ...question,
      tools: [
        {
          type: 'function',
          function: {
            name: 'add',
            description: 'Adds.',
            parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
            parse: JSON.parse as (text: string) => { a: number; b: number },
            function: ({ a, b }: { a: number; b: number }) => a + b,
          },
        },
      ],
    })
    expect(await runner.finalContent()).toBe('It is 3.')
  })

  it('policies around the route, which watch the body of events', async () => {
    const route = routeTo(server)
    const plain = withoutIds(await collect(await streamOf(make())))
    for (const policy of [
      fallback([route, route]),
      timeout(route, { idle: 5000 }),
      retry(route, { attempts: 2 }),
    ]) {
      const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), policy)
      expect(withoutIds(await collect(await streamOf(client)))).toStrictEqual(plain)
    }
  })

  it('hooks, which are told how a stream ended', async () => {
    const ends: unknown[] = []
    configure({ hooks: { onEnd: ({ outcome }) => void ends.push(outcome) } })
    const client = make()
    expect(await readObjects(client)).toBe('one two three')
    server.enqueue(reply)
    for await (const chunk of await streamOf(client)) if (chunk.choices[0]?.delta.content) break
    await vi.waitFor(() => expect(ends).toEqual(['ok', 'aborted']))
  })

  it('an end of the registration in mid-stream, and nothing of it stays', async () => {
    const gate = createGate()
    const bare = new OpenAI({ apiKey: 'unused', maxRetries: 0 })
    const before = fieldsOf(bare)
    const client = register(bare, routeTo(server))
    server.enqueue({ ...reply, stream: { deltaSize: 4, gates: [{ event: 3, until: gate.opened }] } })
    const stream = await streamOf(client)
    const chunks = []
    for await (const chunk of stream) {
      chunks.push(chunk)
      if (!chunk.choices[0]?.delta.content) continue
      unregister(client)
      gate.open()
    }
    expect(textOf(chunks)).toBe('one two three')
    expect(fieldsOf(bare)).toEqual(before)
  })

  it('options that are used again, and frozen ones', async () => {
    const client = make()
    const options = { method: 'post' as const, path: '/chat/completions', body: question, stream: true }
    for (const each of [options, options, Object.freeze({ ...options })]) {
      server.enqueue(reply)
      const stream = (await client.request(each)) as Awaited<ReturnType<typeof streamOf>>
      expect(textOf(await collect(stream))).toBe('one two three')
      expect(Object.keys(each)).toEqual(Object.keys(options))
    }
  })

  it('reads nothing ahead of a slow reader', async () => {
    const text = 'x'.repeat(16_000_000)
    server.enqueue({ text, stream: { deltaSize: 100_000 } })
    const stream = await streamOf(make())
    const iterator = stream[Symbol.asyncIterator]()
    await iterator.next()
    const request = await server.waitForRequest()
    let isClosed = false
    void request.closed.then(() => (isClosed = true))
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => void setImmediate(resolve))
    expect(isClosed).toBe(false)
    let length = 0
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      length += next.value.choices[0]?.delta.content?.length ?? 0
    expect(length).toBe(text.length)
  })

  it('shows the log of every detail as it was', async () => {
    const lines: unknown[][] = []
    const debug = (...parts: unknown[]) => void lines.push(parts)
    const logger = { error: debug, warn: debug, info: debug, debug }
    const client = register(new OpenAI({ apiKey: 'unused', logLevel: 'debug', logger }), routeTo(server))
    server.enqueue(reply)
    expect(textOf(await collect(await streamOf(client)))).toBe('one two three')
    expect(JSON.stringify(lines)).not.toContain('streamClass')
    expect(lines.filter(([line]) => String(line).includes('sending request'))).toHaveLength(1)
  })
})
