import { describe, expect, test } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import type { Route } from '../route.ts'
import type { Clock } from './clock.ts'
import { rememberFailedAnswer } from './failed-body.ts'
import { fallback } from './fallback.ts'
// Loaded with the first answer: these tests count turns of the event loop after that.
import './reported-failure.ts'
import { createStreamStartReader } from './stream-start.ts'

const SSE = { 'content-type': 'text/event-stream' }
const encoder = new TextEncoder()
const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const role = data({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] })
const content = data({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] })
const failure = data({ error: { message: 'Overloaded.', code: 503 } })

describe('createStreamStartReader', () => {
  async function startOf(...parts: readonly (string | undefined)[]) {
    const read = await createStreamStartReader(new Response('', { headers: SSE }))
    let start
    for (const part of parts) start = read(part === undefined ? undefined : encoder.encode(part))
    return start
  }
  const FAILURE = { failure: { error: { message: 'Overloaded.', code: 503 } } }

  test.for([
    ['nothing', [], undefined],
    ['comments and a role', [': hi\n\n', role], undefined],
    ['content', [role, content], 'content'],
    ['a failure behind a role', [role, failure], FAILURE],
    ['a failure in pieces', [': hi\n\n', failure.slice(0, 20), failure.slice(20)], FAILURE],
    ['a failure that the end cuts off', [failure.trimEnd(), undefined], FAILURE],
    ['a failure behind content', [content + failure], 'content'],
    [
      'a named failure',
      ['event: error\ndata: {"message":"No."}\n\n'],
      { failure: { error: { message: 'No.' } } },
    ],
    ['a failure in a field', ['error: {"message":"No."}\n\n'], { failure: { error: { message: 'No.' } } }],
    ['a role with no error', [role.replace('{', '{"error":null,')], undefined],
    ['no JSON', ['data: <html>\n\n'], 'content'],
  ] as const)('%s', async ([, parts, expected]) => {
    expect(await startOf(...parts)).toEqual(expected)
  })
})

/** A route whose stream the test writes, and a second one. */
function setUp() {
  let writer: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (writer = controller) })
  const routeOf = (name: string, answer: () => Response): Route => ({
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    serve: async () => answer(),
    socketBaseURL: () => undefined,
  })
  const timers = new Set<() => void>()
  const clock: Clock = {
    after(_milliseconds, callback) {
      timers.add(callback)
      return () => timers.delete(callback)
    },
  }
  const routes = [
    routeOf('a', () => new Response(body, { headers: SSE })),
    routeOf('b', () => Response.json({ served: 'b' })),
  ]
  return {
    answer: fallback(routes, { clock }).serve(requestOf()),
    write: (text: string) => writer?.enqueue(encoder.encode(text)),
    fail: (error: unknown) => writer?.error(error),
    end: () => writer?.close(),
    timers,
  }
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

describe('fallback, of a stream', () => {
  test('holds an opening back until the first content, and hands on the same bytes', async () => {
    const { answer, write, end, timers } = setUp()
    write(': hi\n\n')
    write(role)
    await settled()
    expect(timers.size).toBe(1)
    write(content)
    const response = await answer
    expect(timers.size).toBe(0)
    write(content)
    end()
    expect(await response.text()).toBe(`: hi\n\n${role}${content}${content}`)
  })

  test('waits for content no longer than the limit, and loses nothing that comes later', async () => {
    const { answer, write, end, timers } = setUp()
    write(role)
    await settled()
    timers.forEach((pass) => pass())
    const response = await answer
    write(content)
    end()
    expect(await response.text()).toBe(role + content)
  })

  test('holds no more than 64 KiB', async () => {
    const { answer, write, end } = setUp()
    const comment = `: ${'x'.repeat(70_000)}\n\n`
    write(comment)
    const response = await answer
    end()
    expect(await response.text()).toBe(comment)
  })

  test('moves on from a broken connection behind a role, and from what an error stands for', async () => {
    const broken = setUp()
    broken.write(role)
    await settled()
    broken.fail(new TypeError('terminated'))
    expect(await (await broken.answer).json()).toEqual({ served: 'b' })
    for (const [status, served] of [
      [400, undefined],
      [429, 'b'],
    ] as const) {
      const { answer, fail } = setUp()
      const error = new Error('of the SDK')
      rememberFailedAnswer(error, () => Response.json({ error: { message: 'No.' } }, { status }))
      fail(error)
      const response = await answer
      expect(response.status).toBe(served === undefined ? 400 : 200)
    }
  })

  test('an answer that is cancelled after the limit is cancelled at its source', async () => {
    const { answer, write, timers } = setUp()
    write(role)
    await settled()
    timers.forEach((pass) => pass())
    await (await answer).body?.cancel()
    expect(() => write(content)).toThrow(TypeError)
  })
})
