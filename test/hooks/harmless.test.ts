// Hooks change nothing: not when they fail or hang, not what a caller sees, and they are told of secrets by no word.
import { readFile } from 'node:fs/promises'

import Anthropic from '@anthropic-ai/sdk'
import {
  configure,
  createFetch,
  type Hooks,
  gateway,
  query,
  register,
  registrationOf,
  unregister,
  type Warning,
} from '@patchbay/sdk'
import { createGate, createGatewayServer, type GatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { FAULT_MATRIX, runFaultMatrix } from '../../scripts/fault-matrix.ts'
import { faultMatrixPage } from '../../scripts/fault-matrix/page.ts'
import { recordHooks } from './support/record-hooks.ts'

let server: GatewayServer
beforeAll(async () => {
  server = await createGatewayServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())
afterEach(() => configure(null))

const KEY = 'gateway-key-0123456789'
const route = () => gateway({ baseURL: `${server.url}/v1`, apiKey: KEY })
const body = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hello' }] }
const HOOKS = ['onStart', 'onAttempt', 'onFirstToken', 'onEnd'] as const
const every = (hook: () => unknown): Hooks => Object.fromEntries(HOOKS.map((name) => [name, hook]))

describe('a hook that', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['hangs', () => new Promise(() => {})],
    ['changes its event', (event: object) => Object.assign(event, { outcome: 'error' })],
  ])('%s harms no call, and keeps no other hook from being told', async (name, hook) => {
    const warnings: Warning[] = []
    configure({ onWarning: (warning) => void warnings.push(warning) })
    const recorded = recordHooks()
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(), {
      hooks: [every(hook as () => unknown), recorded.hooks],
    })
    for (let times = 0; times < 2; times += 1) {
      expect((await client.chat.completions.create(body)).object).toBe('chat.completion')
      const stream = await client.chat.completions.create({ ...body, stream: true })
      for await (const _chunk of stream);
    }
    expect(await recorded.ended(4)).toMatchObject(Array.from({ length: 4 }, () => ({ outcome: 'ok' })))
    const failed = warnings.filter(({ code }) => code === 'hook_failed')
    // It is one function by four names.
    expect(failed).toHaveLength(name === 'hangs' ? 0 : 1)
  })
})

describe('options', () => {
  it('take one object or a list, of the configuration and of the registration, and refuse what are no hooks', async () => {
    const [first, second, third] = [recordHooks(), recordHooks(), recordHooks()]
    configure({ hooks: [first.hooks, second.hooks] })
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: third.hooks })
    await client.chat.completions.create(body)
    for (const { ended } of [first, second, third]) expect(await ended()).toHaveLength(1)
    configure(null)
    // Registrations keep what they were made with.
    await client.chat.completions.create(body)
    for (const { ended } of [first, second, third]) expect(await ended(2)).toHaveLength(2)
    const wrong = (hooks: unknown) => () =>
      register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: hooks as Hooks })
    expect(wrong({ onFinish: () => undefined })).toThrow('has no option "onFinish"')
    expect(wrong(3)).toThrow('`hooks` takes an object')
    expect(wrong({ onEnd: 'no' })).toThrow('`hooks.onEnd` must be a function')
    expect(() => configure({ hooks: [null] as unknown as Hooks[] })).toThrow('`hooks` takes an object')
    expect(() => configure({ captureContent: 1 as unknown as boolean })).toThrow('takes true or false')
    expect(() => createFetch(route(), { hook: {} } as object)).toThrow('Did you mean "hooks"?')
  })

  it('of a registration are those of its clones, end with it, and are not described', async () => {
    const recorded = recordHooks()
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    const clone = client.withOptions({ timeout: 9000 })
    await clone.chat.completions.create(body)
    expect(await recorded.ended()).toHaveLength(1)
    expect(JSON.stringify(registrationOf(client))).not.toMatch(/hook|observing/)
    register(client, route())
    await client.chat.completions.create(body)
    expect(recorded.of('onStart')).toHaveLength(1)
  })

  it('reach `query`', async () => {
    const recorded = recordHooks()
    configure({ hooks: recorded.hooks })
    await query(route(), body)
    for await (const _chunk of query(route(), { ...body, stream: true }));
    expect(await recorded.ended(2)).toMatchObject([
      { client: 'fetch', operation: 'chat', stream: false, outcome: 'ok' },
      { client: 'fetch', operation: 'chat', stream: true, outcome: 'ok' },
    ])
  })
})

describe('a stream', () => {
  it('that is read while its registration ends is told of to its end', async () => {
    const gate = createGate()
    const recorded = recordHooks()
    server.enqueue({ text: 'one two three', stream: { gates: [{ event: 3, until: gate.opened }] } })
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    const stream = await client.chat.completions.create({ ...body, stream: true })
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) gate.open()
      unregister(client)
    }
    expect(await recorded.ended()).toMatchObject([{ outcome: 'ok', stream: true }])
  })

  it('without a last event ends with its connection', async () => {
    const recorded = recordHooks()
    server.enqueue({ text: 'one two', stream: { withoutDone: true } })
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    for await (const _chunk of await client.chat.completions.create({ ...body, stream: true }));
    expect(await recorded.ended()).toMatchObject([{ outcome: 'ok' }])
  })

  it('of which nobody has read the rest after `[DONE]` is ok', async () => {
    const gate = createGate()
    const recorded = recordHooks()
    server.enqueue({ text: 'one two', stream: { holdOpen: gate.opened } })
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    for await (const _chunk of await client.chat.completions.create({ ...body, stream: true }));
    expect(await recorded.ended()).toMatchObject([{ outcome: 'ok' }])
    gate.open()
  })

  it('that breaks is a failure', async () => {
    const recorded = recordHooks()
    server.enqueue({ text: 'one two three four five', stream: { truncateAfterBytes: 500 } })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(), {
      hooks: recorded.hooks,
    })
    const stream = await client.chat.completions.create({ ...body, stream: true })
    const read = async () => {
      for await (const _chunk of stream);
    }
    await expect(read()).rejects.toBeInstanceOf(Error)
    expect(await recorded.ended()).toMatchObject([
      { outcome: 'error', status: 200, error: { message: expect.any(String) } },
    ])
  })
})

describe('an answer', () => {
  it('that is whole has ended when it is handed over, whether or not its body is read', async () => {
    const recorded = recordHooks()
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    await client.chat.completions.create(body).asResponse()
    expect(recorded.of('onEnd')).toMatchObject([
      { outcome: 'ok', usage: { inputTokens: expect.any(Number) } },
    ])
  })

  it('without a body has ended, too', async () => {
    const recorded = recordHooks()
    const send = createFetch(route(), { hooks: recorded.hooks })
    server.enqueue({ status: 204, body: '' }, { status: 200, body: '' })
    await send('https://api.openai.com/v1/files/file-1', { method: 'DELETE' })
    await send('https://api.openai.com/v1/models', { method: 'HEAD' })
    expect(await recorded.ended(2)).toMatchObject([
      { operation: 'files', status: 204, outcome: 'ok' },
      { operation: 'models', status: 200, outcome: 'ok' },
    ])
  })

  it('that is a file keeps its bytes', async () => {
    const recorded = recordHooks()
    const bytes = new Uint8Array([0, 255, 10, 10, 100])
    server.enqueue({ body: bytes, headers: { 'content-type': 'audio/mpeg' } })
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'hello' })
    expect(new Uint8Array(await speech.arrayBuffer())).toEqual(bytes)
    expect(await recorded.ended()).toMatchObject([{ operation: 'audio', outcome: 'ok' }])
  })

  it('that is looked up is not counted twice', async () => {
    const recorded = recordHooks()
    server.enqueue({
      json: { id: 'resp_1', object: 'response', status: 'completed', output: [], usage: { input_tokens: 5 } },
    })
    const client = register(new OpenAI({ apiKey: 'unused' }), route(), { hooks: recorded.hooks })
    await client.responses.retrieve('resp_1')
    expect(await recorded.ended()).toMatchObject([{ operation: 'responses', usage: undefined }])
  })
})

describe('secrets', () => {
  it('are in no event', async () => {
    const recorded = recordHooks()
    const ownKey = 'sk-own-0123456789abcdef'
    configure({ captureContent: true })
    const client = register(new Anthropic({ apiKey: ownKey, maxRetries: 0 }), route(), {
      hooks: recorded.hooks,
    })
    server.enqueue(
      { error: { status: 401, message: `No access with ${KEY} or ${ownKey}.` } },
      { disconnect: true },
    )
    for (let times = 0; times < 2; times += 1)
      await client.messages.create({ ...body, max_tokens: 9 }).catch(() => undefined)
    const send = createFetch(route(), { hooks: recorded.hooks })
    await send(`https://me:${ownKey}@api.openai.com/v1/models?key=${ownKey}`).then((answer) => answer.text())
    await recorded.ended(3)
    const told = JSON.stringify(recorded.told)
    expect(told).not.toContain(KEY)
    expect(told).not.toContain(ownKey)
    expect(told).toContain('[redacted]')
  })
})

describe('every fault, with every policy', () => {
  it('ends exactly once, and in what callers see as it does without hooks', async () => {
    const recorded = recordHooks()
    configure({ hooks: recorded.hooks })
    const cells = await runFaultMatrix()
    const begun = recorded.of('onStart').map(({ requestId }) => requestId)
    expect(begun.length).toBeGreaterThanOrEqual(cells.length)
    const ended = (await recorded.ended(begun.length)).map(({ requestId }) => requestId)
    expect(ended.toSorted()).toEqual(begun.toSorted())
    expect(faultMatrixPage(cells)).toBe(await readFile(FAULT_MATRIX, 'utf8'))
  }, 300_000)
})
