import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { HookEvent, Hooks } from './hook-event.ts'
import type { Observation, ObservedRequest } from './observation.ts'
import { ATTEMPT_HEADERS } from './own-hooks.ts'
import { beginObservation } from './request-observation.ts'

const request: ObservedRequest = {
  client: 'fetch',
  operation: 'chat',
  stream: false,
  url: 'https://api.example/v1/chat/completions',
  model: 'a-model',
  body: () => ({ messages: [{ role: 'user', content: 'hello' }] }),
  headers: [['authorization', 'Bearer sk-0123456789abcdef']],
}

function begin(given: Partial<ObservedRequest> = {}, captureContent = false, further: Hooks = {}) {
  const told: [keyof Hooks, HookEvent][] = []
  const hooks: Hooks = Object.fromEntries(
    (['onStart', 'onAttempt', 'onFirstToken', 'onEnd'] as const).map((name) => [
      name,
      (event: HookEvent) => void told.push([name, event]),
    ]),
  )
  const route = { name: 'fallback' }
  const observation = beginObservation(
    { route, hooks: [hooks, further], captureContent },
    { ...request, ...given },
  )
  const ends = () => told.filter(([name]) => name === 'onEnd').map(([, event]) => event)
  return { told, observation, ends, names: () => told.map(([name]) => name) }
}

const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))

describe('the observation of a request', () => {
  it('tells each of its moments once, with one id, in frozen events', () => {
    const { told, observation, names } = begin({}, true)
    const attempt = observation.attempt({ name: 'bedrock' })
    attempt.report({ url: 'https://key:word@host.example/x?key=1', api: 'converse', status: 200 })
    attempt.warn({ code: 'a', field: 'b', message: 'c' })
    attempt.event({ contentBlockDelta: { delta: { text: 'a' } } })
    attempt.event({ contentBlockDelta: { delta: { text: 'b' } } })
    attempt.event({ messageStop: { stopReason: 'end_turn' } })
    attempt.event({ metadata: { usage: { inputTokens: 3, outputTokens: 4, cacheReadInputTokens: 2 } } })
    observation.handOver()
    attempt.end('ok')
    expect(names()).toEqual(['onStart', 'onAttempt', 'onFirstToken', 'onEnd'])
    const last = told.at(-1)?.[1]
    expect(last).toMatchObject({
      route: 'fallback',
      target: 'bedrock',
      attempt: 1,
      url: 'https://host.example/x?key=[redacted]',
      outcome: 'ok',
      usage: { inputTokens: 5, outputTokens: 4, cacheReadTokens: 2 },
      finishReasons: ['end_turn'],
      warnings: [{ code: 'a', field: 'b', message: 'c' }],
      requestBody: { messages: [{ role: 'user', content: 'hello' }] },
    })
    expect(new Set(told.map(([, { requestId }]) => requestId)).size).toBe(1)
    expect(told.every(([, event]) => isDeeplyFrozen(event))).toBe(true)
  })

  it('has of a stream that is left also what had come with the last item', async () => {
    const { observation, ends } = begin({ stream: true })
    const attempt = observation.attempt({ name: 'bedrock' })
    const come = [
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage: { inputTokens: 3, outputTokens: 4 } } },
    ]
    const read = () => {
      const event = come.shift()
      if (event !== undefined) attempt.event(event)
      return event
    }
    const stream = attempt.pulled(
      { next: async () => read(), ready: read, cancel: () => void come.splice(0) },
      undefined,
    )
    observation.handOver()
    await stream.next()
    stream.cancel()
    expect(ends()).toMatchObject([
      { outcome: 'aborted', finishReasons: ['end_turn'], usage: { inputTokens: 3, outputTokens: 4 } },
    ])
  })

  it('has bodies with bytes in them, and deep ones', () => {
    const bytes = new Uint8Array([1, 2, 3])
    const { told, ends, observation } = begin({ body: () => ({ image: { bytes } }) }, true)
    observation.end('ok')
    expect(told).toHaveLength(2)
    expect(ends()[0]?.requestBody).toEqual({ image: { bytes } })
    let deep: unknown = 1
    for (let depth = 0; depth < 3000; depth += 1) deep = [deep]
    const other = begin({ body: () => deep }, true)
    other.observation.end('ok')
    expect(Array.isArray(other.ends()[0]?.requestBody)).toBe(true)
  })

  it('shows no key of the URL in what a service says', () => {
    const key = 'AIzaSy-0123456789/abcdef'
    const url = `https://api.example/v1/chat/completions?key=${encodeURIComponent(key)}&api-version=2025-01-01`
    const { observation, ends } = begin({ url })
    observation.end('error', { error: { message: `No such key: ${key} (2025-01-01).` } }, 401)
    expect(ends()[0]?.error?.message).toBe('No such key: [redacted] (2025-01-01).')
  })

  it('has no bodies in its events unless these are asked for, and freezes nothing that is still in use', () => {
    const body = { messages: [] }
    const answer = { choices: [{ finish_reason: 'stop' }] }
    for (const captureContent of [false, true]) {
      const { observation, ends } = begin({ body: () => body }, captureContent)
      const attempt = observation.attempt({ name: 'gateway' })
      attempt.answer(answer)
      attempt.end('ok')
      observation.handOver()
      expect(Object.hasOwn(ends()[0] ?? {}, 'requestBody')).toBe(captureContent)
      expect(ends()[0]?.responseBody).toEqual(captureContent ? answer : undefined)
    }
    expect(Object.isFrozen(body) || Object.isFrozen(answer) || Object.isFrozen(answer.choices[0])).toBe(false)
  })

  it('waits with the end of an attempt until the answer was handed over: a policy may go on', () => {
    const { told, observation, ends } = begin()
    const first = observation.attempt({ name: 'javelin' })
    first.report({ status: 429, usage: { inputTokens: 9 } })
    first.end(
      'error',
      { message: 'Slow down, sk-0123456789abcdef.', code: 'slow', type: 'rate_limit_error' },
      429,
    )
    expect(ends()).toEqual([])
    const second = observation.attempt({ name: 'bedrock' })
    const begun = told.at(-1)?.[1]
    expect(begun).toMatchObject({
      attempt: 2,
      target: 'bedrock',
      status: 429,
      error: { name: 'rate_limit_error', code: 'slow', status: 429, message: 'Slow down, [redacted].' },
    })
    // The first one has nothing to say any more.
    first.report({ responseModel: 'late' })
    first.end('aborted')
    second.report({ status: 200 })
    observation.handOver()
    expect(ends()).toEqual([])
    second.end('ok')
    expect(ends()).toMatchObject([
      { outcome: 'ok', status: 200, error: undefined, usage: undefined, attempt: 2 },
    ])
  })

  it('ends as aborted as soon as the caller gives up, and then listens no more', () => {
    const controller = new AbortController()
    const { observation, ends } = begin({ signal: controller.signal })
    const attempt = observation.attempt({ name: 'gateway' })
    controller.abort()
    expect(ends()).toMatchObject([{ outcome: 'aborted', error: undefined }])
    attempt.end('error', new Error('late'))
    observation.handOver()
    observation.end('ok')
    expect(ends()).toHaveLength(1)
  })

  it('takes a limit of a route for a failure of the route', () => {
    const { observation, ends } = begin()
    const attempt = observation.attempt({ name: 'gateway' })
    observation.handOver()
    const late = Object.assign(new Error('idle took longer than 5 ms.'), {
      name: 'TimeoutError',
      limit: 'idle',
    })
    attempt.end('aborted', late)
    expect(ends()).toMatchObject([{ outcome: 'error', error: { code: 'route_timeout', status: 504 } }])
  })

  it('asks hooks of its own kind for headers of an attempt', () => {
    const { observation } = begin({}, false, {
      [ATTEMPT_HEADERS]: ({ attempt }: HookEvent) => ({ traceparent: `00-${attempt}` }),
    } as Hooks)
    expect(observation.attempt({ name: 'a' }).headers).toEqual({ traceparent: '00-1' })
    expect(observation.attempt({ name: 'b' }).headers).toEqual({ traceparent: '00-2' })
    expect(begin().observation.attempt({ name: 'a' }).headers).toBeUndefined()
  })

  it('adds the usage of several answers to one request', () => {
    const { observation, ends } = begin()
    const attempt = observation.attempt({ name: 'bedrock' })
    for (const outputTokens of [3, 4])
      attempt.answer({ stopReason: 'end_turn', usage: { inputTokens: 2, outputTokens } })
    attempt.end('ok')
    observation.handOver()
    expect(ends()).toMatchObject([
      { usage: { inputTokens: 4, outputTokens: 7 }, finishReasons: ['end_turn', 'end_turn'] },
    ])
  })

  it('keeps what the first event of a Messages stream has told of the cache', () => {
    const { observation, ends } = begin()
    const attempt = observation.attempt({ name: 'bedrock' })
    observation.handOver()
    const usage = {
      input_tokens: 3,
      output_tokens: 1,
      cache_read_input_tokens: 10,
      cache_creation_input_tokens: 0,
    }
    attempt.event({ type: 'message_start', message: { model: 'claude', usage } })
    attempt.event({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { input_tokens: 3, output_tokens: 8 },
    })
    attempt.event({ type: 'message_stop' })
    expect(ends()).toMatchObject([
      {
        outcome: 'ok',
        responseModel: 'claude',
        usage: { inputTokens: 13, outputTokens: 8, cacheReadTokens: 10, cacheWriteTokens: 0 },
        finishReasons: ['end_turn'],
      },
    ])
  })

  it('tells of the end exactly once, whatever is done with it, and of nothing after', () => {
    const act = fc.oneof(
      ...(['ok', 'error', 'aborted'] as const).map((outcome) =>
        fc.constant((one: Observation) => one.end(outcome, new Error('x'))),
      ),
      fc.constant((one: Observation) => one.handOver()),
      fc.constant((one: Observation) => one.firstToken()),
      fc.constant((one: Observation) => one.event({ choices: [{ delta: { content: 'a' } }] })),
      fc.constant((one: Observation) => one.event('[DONE]')),
      fc.constant((one: Observation) => one.event({ error: { message: 'x' } })),
      fc.constant((one: Observation) => one.answer({ usage: { prompt_tokens: 1 } })),
      fc.constant((one: Observation, all: Observation[]) => void all.push(one.attempt({ name: 'next' }))),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(act, fc.nat(3)), { maxLength: 30 }), fc.boolean(), (acts, aborts) => {
        const controller = new AbortController()
        const { observation, names } = begin({ signal: controller.signal })
        const all = [observation]
        for (const [run, which] of acts) {
          const one = all[which % all.length] ?? observation
          run(one, all)
        }
        if (aborts) controller.abort()
        observation.end('ok')
        const told = names()
        expect(told[0]).toBe('onStart')
        expect(told.filter((name) => name === 'onEnd')).toHaveLength(1)
        expect(told.at(-1)).toBe('onEnd')
        expect(told.filter((name) => name === 'onFirstToken').length).toBeLessThan(2)
      }),
    )
  })
})
