import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import {
  clientOf,
  collect,
  countParsed,
  model,
  outcomeOf,
  question,
  takingVersions,
  WAYS,
  withoutIds,
} from './support/both-ways.ts'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const ways = Object.keys(WAYS) as (keyof typeof WAYS)[]
const tool = { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }
const reply = {
  content: [
    { reasoningContent: { reasoningText: { text: 'The user greets me.', signature: 'c2lnbmF0dXJl' } } },
    { text: 'Grüße 🌍, hello there' },
    { toolUse: { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Zürich' } } },
  ],
  stream: { deltaSize: 4 },
}
const chat = {
  ...question,
  max_completion_tokens: 2000,
  reasoning_effort: 'low' as const,
  stream_options: { include_usage: true },
  tools: [{ type: 'function' as const, function: tool }],
}
const response = {
  model,
  input: 'hello',
  stream: true as const,
  reasoning: { effort: 'low' as const },
  include: ['reasoning.encrypted_content' as const],
  tools: [{ type: 'function' as const, strict: false, ...tool }],
}

/** Changes all that there is in a value. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const member of Object.values(value)) spoil(member)
  if (Array.isArray(value)) value.push('spoilt')
  for (const name of Object.keys(value)) (value as Record<string, unknown>)[name] = 'spoilt'
}

describe.each(takingVersions)('streams of $name by objects and by events', (version) => {
  const client = (way: keyof typeof WAYS) => clientOf(version, way, server)
  const streams = {
    chat: (way: keyof typeof WAYS) => client(way).chat.completions.create(chat),
    'several choices': (way: keyof typeof WAYS) => client(way).chat.completions.create({ ...chat, n: 2 }),
    responses: (way: keyof typeof WAYS) => client(way).responses.create(response),
  }
  const kinds = Object.keys(streams) as (keyof typeof streams)[]

  it.each(kinds)('have the same chunks: %s', async (kind) => {
    const replies = kind === 'several choices' ? 2 : 1
    const read = async (way: keyof typeof WAYS) => {
      server.enqueue(...Array.from({ length: replies }, () => reply))
      const chunks = await collect<unknown>(await streams[kind](way))
      // The order of two answers at a time is nobody's choice.
      if (kind === 'several choices')
        chunks.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      return withoutIds(chunks)
    }
    const objects = await read('objects')
    const events = await read('events')
    if (kind === 'several choices') expect((objects as unknown[]).length).toBe((events as unknown[]).length)
    else expect(objects).toStrictEqual(events)
  })

  it.each(kinds)('are written and read as text by events alone: %s', async (kind) => {
    const read = async (way: keyof typeof WAYS) => {
      server.enqueue(reply, reply)
      return countParsed(async () => collect<unknown>(await streams[kind](way)))
    }
    if (process.env['STREAMS'] !== 'events') expect(await read('objects')).toBe(0)
    expect(await read('events')).toBeGreaterThan(5)
  })

  it.each(kinds)('share no object that a reader may change: %s', async (kind) => {
    if (kind === 'several choices') return
    server.enqueue(reply, reply)
    const whole = await outcomeOf(await streams[kind]('objects'))
    const spoilt = await outcomeOf(await streams[kind]('objects'), spoil)
    expect(withoutIds(spoilt.items)).toStrictEqual(withoutIds(whole.items))
    const chunks = await collect<unknown>(await streams[kind]('objects'))
    const seen = new Set<object>()
    const visit = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return
      expect(seen.has(value)).toBe(false)
      seen.add(value)
      Object.values(value).forEach(visit)
    }
    chunks.forEach(visit)
  })

  it.each([
    [
      'is throttled',
      { exceptionAfter: { deltas: 2, type: 'throttlingException' as const, message: 'Slow down.' } },
    ],
    ['is refused', { exceptionAfter: { deltas: 0, type: 'validationException' as const, message: 'No.' } }],
    ['ends in mid-frame', { endAfterBytes: 600 }],
    ['breaks', { truncateAfterBytes: 600 }],
    ['has no messageStop', { closeWithoutMessageStop: true }],
    ['holds an error frame', { errorFrameAfter: { deltas: 1, code: 'InternalFailure' } }],
  ])('fail alike where the upstream %s', async (_, behaviour) => {
    for (const open of [streams.chat, streams.responses]) {
      const outcomes = []
      for (const way of ways) {
        server.enqueue({ ...reply, stream: { deltaSize: 4, ...behaviour } })
        const stream = await open(way)
        const { items, error } = await outcomeOf(stream)
        outcomes.push({ items: withoutIds(items), error, aborted: stream.controller.signal.aborted })
      }
      expect(outcomes[0]).toStrictEqual(outcomes[1])
      expect(outcomes[0]?.error).toBeDefined()
    }
  })

  it('are refused a second time alike', async () => {
    const messages = []
    for (const way of ways) {
      const stream = await streams.chat(way)
      await collect<unknown>(stream)
      const { items, error } = await outcomeOf(stream)
      messages.push({ items, error, again: await outcomeOf(stream) })
    }
    expect(messages[0]).toStrictEqual(messages[1])
    expect(messages[0]?.error).toMatchObject({ message: expect.stringContaining('consumed stream') })
  })

  it.each(['the signal', 'the controller', 'break'])('end alike when left by %s', async (how) => {
    const ends = []
    for (const way of ways) {
      const gate = createGate()
      server.enqueue({
        text: 'one two three four',
        stream: { deltaSize: 4, gates: [{ event: 3, until: gate.opened }] },
      })
      const controller = new AbortController()
      const stream = await client(way).chat.completions.create(question, { signal: controller.signal })
      const seen: unknown[] = []
      const loop = async () => {
        for await (const chunk of stream) {
          if (!chunk.choices[0]?.delta.content) continue
          seen.push(chunk.choices)
          if (how === 'break') break
          if (how === 'the signal') controller.abort()
          else stream.controller.abort()
        }
      }
      const error: unknown = await loop().catch((e: unknown) => e)
      const request = await server.waitForRequest()
      expect(await request.closed).toEqual({ aborted: true })
      ends.push({ error, first: seen[0], aborted: stream.controller.signal.aborted })
      server.reset()
    }
    expect(ends[0]).toStrictEqual(ends[1])
  })

  it('can be read by the response, by the data, and never by both', async () => {
    for (const way of ways) {
      const raw = await streams.chat(way).asResponse()
      expect(await raw.text()).toMatch(/^data: \{[^]*data: \[DONE\]\n\n$/)

      const both = await streams.chat(way).withResponse()
      expect(both.response.headers.get('x-request-id')).toBe(both.request_id)
      expect(both.response.bodyUsed).toBe(false)
      expect(await collect<unknown>(both.data)).not.toEqual([])
      expect(both.response.bodyUsed).toBe(true)
      expect(both.response.body?.locked).toBe(false)
      await expect(both.response.text()).rejects.toBeInstanceOf(TypeError)

      const other = await streams.chat(way).withResponse()
      expect(await other.response.text()).toContain('[DONE]')
      const first = await outcomeOf(other.data)
      expect(first.items).toEqual([])

      const locked = await streams.chat(way).withResponse()
      const iterator = locked.data[Symbol.asyncIterator]()
      await iterator.next()
      await expect(locked.response.text()).rejects.toBeInstanceOf(TypeError)
      await iterator.return?.()

      const cloned = await streams.chat(way).withResponse()
      const clone = cloned.response.clone()
      const [chunks, text] = await Promise.all([collect<unknown>(cloned.data), clone.text()])
      expect(chunks.length).toBe(text.split('\n\n').length - 2)
    }
  })

  it('can be split, and be turned into lines', async () => {
    const results = []
    for (const way of ways) {
      server.enqueue(reply, reply)
      const [left, right] = (await streams.chat(way)).tee()
      const [first, second] = await Promise.all([collect<unknown>(left), collect<unknown>(right)])
      const lines = await new Response((await streams.chat(way)).toReadableStream()).text()
      const parsed = lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown)
      results.push([withoutIds(first), withoutIds(second), withoutIds(parsed)])
    }
    expect(results[0]).toStrictEqual(results[1])
    expect(results[0]?.[0]).toStrictEqual(results[0]?.[2])
  })

  it('answer several readers at once in order', async () => {
    const results = []
    for (const way of ways) {
      server.enqueue(reply)
      const iterator = (await streams.chat(way))[Symbol.asyncIterator]()
      const some = await Promise.all(Array.from({ length: 60 }, () => iterator.next()))
      results.push(withoutIds(some.map((each) => each ?? null)))
    }
    expect(results[0]).toStrictEqual(results[1])
  })

  it('keep their connection, which the upstream has ended before the last chunk is followed by the end', async () => {
    const one = client('objects')
    for (let index = 0; index < 5; index += 1) {
      await collect<unknown>(await one.chat.completions.create(chat))
      await collect<unknown>(await one.responses.create(response))
    }
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1)
  })
})
