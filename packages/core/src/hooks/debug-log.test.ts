import { afterEach, describe, expect, it, vi } from 'vitest'

import { configure } from '../configuration/configuration.ts'
import { createFetch } from '../create-fetch.ts'
import type { Route } from '../route.ts'
import { debugLog } from './debug-log.ts'
import type { HookEvent } from './hook-event.ts'

const EVENT: HookEvent = {
  requestId: '0123456789abcdef',
  client: 'openai',
  operation: 'chat',
  stream: true,
  route: 'fallback',
  target: 'bedrock',
  attempt: 2,
  url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse-stream',
  requestModel: 'gpt-4o',
  responseModel: 'us.amazon.nova-pro-v1:0',
  api: 'converse',
  host: 'bedrock-runtime',
  status: 200,
  error: undefined,
  usage: {
    inputTokens: 120,
    outputTokens: 34,
    cacheReadTokens: 100,
    cacheWriteTokens: 0,
    reasoningTokens: 12,
  },
  finishReasons: ['stop', 'stop'],
  warnings: [{ code: 'unsupported_field', field: 'seed', message: '`seed` was left out.' }],
  durationMs: 1240,
  firstTokenMs: 310.4,
  outcome: 'ok',
}
const FAILURE = {
  name: 'rate_limit_error',
  status: 429,
  code: 'ThrottlingException',
  message: 'Slow\r\n\u001B[2Jdown.',
}

function linesOf(tell: (hooks: ReturnType<typeof debugLog>) => void): string[] {
  const lines: string[] = []
  tell(debugLog({ write: (line) => lines.push(line) }))
  return lines
}

describe('debugLog', () => {
  it('writes a line at the start, at each attempt and at the end', () => {
    const started = { ...EVENT, target: 'fallback', attempt: 0, outcome: undefined }
    const lines = linesOf((hooks) => {
      hooks.onStart?.({ ...started, url: 'https://api.openai.com/v1/chat/completions' })
      hooks.onAttempt?.({ ...EVENT, target: 'javelin', attempt: 1, status: undefined })
      hooks.onAttempt?.({ ...EVENT, error: FAILURE, status: 429 })
      hooks.onEnd?.(EVENT)
    })
    expect(lines).toEqual([
      'patchbay 01234567 chat gpt-4o as a stream from openai by fallback',
      'patchbay 01234567 attempt 1: javelin',
      'patchbay 01234567 attempt 2: bedrock, after 429 ThrottlingException: Slow [2Jdown.',
      'patchbay 01234567 ok 200 in 1.24 s (310 ms to the first content), gpt-4o → us.amazon.nova-pro-v1:0, ' +
        'converse on bedrock-runtime by bedrock, attempt 2, 120 tokens in (100 from the cache), 34 out (12 of reasoning), ' +
        'stop, warnings: `seed` was left out. [https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse-stream]',
    ])
  })

  it('says no more than there is, and why a request failed', () => {
    const bare = {
      ...EVENT,
      attempt: 1,
      requestModel: undefined,
      responseModel: undefined,
      api: undefined,
      host: undefined,
      usage: undefined,
      finishReasons: [],
      warnings: [],
      firstTokenMs: undefined,
      durationMs: 3.2,
    }
    const lines = linesOf((hooks) => {
      hooks.onStart?.(bare)
      hooks.onEnd?.({ ...bare, outcome: 'error', status: 429, error: FAILURE })
    })
    expect(lines[1]).toBe(
      'patchbay 01234567 error 429 in 3 ms, by bedrock, ThrottlingException: Slow [2Jdown.',
    )
  })
})

describe('PATCHBAY_DEBUG', () => {
  const route: Route = {
    kind: 'local',
    name: 'test',
    describe: () => ({ kind: 'local', name: 'test' }),
    socketBaseURL: () => undefined,
    serve: async () =>
      Response.json({ model: 'm2', usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }),
  }
  const call = async (routed: typeof fetch): Promise<unknown> =>
    (
      await routed('https://api.openai.com/v1/chat/completions?key=hunter22', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer hunter22' },
        body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'a private matter' }] }),
      })
    ).json()

  afterEach(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    configure(null)
  })

  it('puts it on registrations that are made while it is set', async () => {
    const write = vi.spyOn(console, 'error').mockReturnValue()
    const before = createFetch(route)
    vi.stubEnv('PATCHBAY_DEBUG', '1')
    const after = createFetch(route)
    vi.stubEnv('PATCHBAY_DEBUG', '0')
    await call(before)
    expect(write).not.toHaveBeenCalled()
    await call(after)
    await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(3))
    const lines = write.mock.calls.map(([line]) => String(line))
    expect(lines[2]).toMatch(/ ok 200 in .*, m → m2, by test, 1 tokens in, 2 out$/)
    expect(lines.join('\n')).not.toMatch(/hunter22|private/)
  })

  it('is refused where it is neither 1 nor 0', () => {
    vi.stubEnv('PATCHBAY_DEBUG', 'verbose')
    expect(() => createFetch(route)).toThrow('PATCHBAY_DEBUG must be 1 or 0')
  })
})
