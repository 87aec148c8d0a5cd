import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import type { FetchLike } from '../client-facts.ts'
import { bedrockAccessGateway } from './bedrock-access-gateway.ts'

const at = { baseURL: 'https://bag.example.com/api/v1', apiKey: 'k' }

async function sentBody(body: object): Promise<unknown> {
  const fetch = vi.fn<FetchLike>(() => Promise.resolve(Response.json({})))
  await bedrockAccessGateway(at).serve(requestOf({ fetch, body }))
  return JSON.parse(fetch.mock.calls[0]?.[1]?.body as string)
}

describe('extra_body', () => {
  const thinking = { type: 'enabled', budget_tokens: 2048 }
  test.for([
    [{ model: 'm' }, { model: 'm' }],
    [
      { model: 'm', thinking, anthropic_beta: ['x'] },
      { model: 'm', extra_body: { thinking, anthropic_beta: ['x'] } },
    ],
    [
      { model: 'm', prompt_caching: {}, extra_body: { top: 1 } },
      { model: 'm', extra_body: { prompt_caching: {}, top: 1 } },
    ],
    [
      { model: 'm', thinking, extra_body: { thinking: 'own' } },
      { model: 'm', extra_body: { thinking: 'own' } },
    ],
  ] as const)('%j is sent as %j', async ([given, expected]) => {
    const copy = structuredClone(given)
    expect(await sentBody(given)).toEqual(expected)
    expect(given).toEqual(copy)
  })
})

type Delta = Record<string, unknown>

function chunk(delta: Delta, finish: string | null = null, index = 0): object {
  return { id: 'c', choices: [{ index, delta, finish_reason: finish }] }
}

function eventStream(events: readonly unknown[], cuts: readonly number[] = []): ReadableStream<Uint8Array> {
  const text = `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`
  const bytes = new TextEncoder().encode(text)
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length))].toSorted((a, b) => a - b)
  return new ReadableStream({
    start(controller) {
      let from = 0
      for (const end of [...ends, bytes.length]) {
        controller.enqueue(bytes.slice(from, end))
        from = end
      }
      controller.close()
    },
  })
}

async function streamed(events: readonly unknown[], cuts: readonly number[] = []): Promise<unknown[]> {
  const given = new Response(eventStream(events, cuts), { headers: { 'content-type': 'text/event-stream' } })
  const response = await bedrockAccessGateway({ ...at, reasoningContent: true }).serve(
    requestOf({ fetch: () => Promise.resolve(given) }),
  )
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const text = await response.text()
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  return text
    .split('\n\n')
    .filter((event) => event !== '' && event !== 'data: [DONE]')
    .map((event) => JSON.parse(event.replace(/^data: /, '')) as unknown)
}

/** What a reader collects. */
function collect(chunks: readonly unknown[]): { reasoning: string; text: string; finish: unknown[] } {
  const result = { reasoning: '', text: '', finish: [] as unknown[] }
  for (const item of chunks as { choices: { delta: Delta; finish_reason: unknown }[] }[]) {
    for (const { delta, finish_reason: finish } of item.choices) {
      if (typeof delta['reasoning_content'] === 'string') result.reasoning += delta['reasoning_content']
      else if (typeof delta['content'] === 'string') result.text += delta['content']
      if (finish !== null) result.finish.push(finish)
    }
  }
  return result
}

describe('reasoningContent', () => {
  test.for([
    ['<think>why</think>so', { content: 'so', reasoning_content: 'why' }],
    ['\n<think>why</think>\n\nso', { content: 'so', reasoning_content: 'why' }],
    ['<think>no end', { content: '', reasoning_content: 'no end' }],
    ['a <think>b</think>', { content: 'a <think>b</think>' }],
    ['', { content: '' }],
  ] as const)('%j is %j', async ([content, message]) => {
    const given = Response.json({ choices: [{ index: 0, message: { role: 'assistant', content } }] })
    const response = await bedrockAccessGateway({ ...at, reasoningContent: true }).serve(
      requestOf({ fetch: () => Promise.resolve(given) }),
    )
    expect(await response.json()).toEqual({
      choices: [{ index: 0, message: { role: 'assistant', ...message } }],
    })
  })

  test('without the option answers are handed on as they are', async () => {
    const text = '{ "choices": [] }'
    const given = new Response(text, {
      headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
    })
    const answer = await bedrockAccessGateway(at).serve(requestOf({ fetch: () => Promise.resolve(given) }))
    expect(await answer.text()).toBe(text)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toEqual(Object.fromEntries(given.headers))
  })

  test('tags may be cut anywhere, and so may the bytes', async () => {
    const whole = '<think>héllo <b> why</think>\n\nso </think> 🙂'
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (textCuts, byteCuts) => {
          const ends = [...new Set(textCuts)].toSorted((a, b) => a - b)
          const parts = [...ends, whole.length].map((end, index) => whole.slice(ends[index - 1] ?? 0, end))
          const events = [
            chunk({ role: 'assistant', content: '' }),
            ...parts.map((content) => chunk({ content })),
            chunk({}, 'stop'),
          ]
          const result = collect(await streamed(events, byteCuts))
          expect(result).toEqual({ reasoning: 'héllo <b> why', text: 'so </think> 🙂', finish: ['stop'] })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('what is held back comes before the end, and usage and tool calls pass', async () => {
    const call = { index: 0, id: 't', function: { name: 'f', arguments: '{}' } }
    const usage = { id: 'c', choices: [], usage: { total_tokens: 3 } }
    const chunks = await streamed([
      chunk({ role: 'assistant', content: '<think>hm</thi' }),
      chunk({ tool_calls: [call] }),
      chunk({}, 'tool_calls'),
      usage,
    ])
    expect(chunks).toEqual([
      chunk({ role: 'assistant', reasoning_content: 'hm' }),
      chunk({ reasoning_content: '</thi' }),
      chunk({ tool_calls: [call] }),
      chunk({}, 'tool_calls'),
      usage,
    ])
  })

  test('each choice has its own text', async () => {
    const chunks = await streamed([
      chunk({ content: '<think>a' }, null, 0),
      chunk({ content: 'plain' }, null, 1),
      chunk({ content: '</think>b' }, 'stop', 0),
    ])
    expect(chunks).toEqual([
      chunk({ reasoning_content: 'a' }, null, 0),
      chunk({ content: 'plain' }, null, 1),
      chunk({ content: 'b' }, null, 0),
      chunk({}, 'stop', 0),
    ])
  })

  test('chunks leave as they come, and leaving cancels the source', async () => {
    let cancel: (reason: unknown) => void = () => undefined
    const cancelled = new Promise((resolve) => (cancel = resolve))
    const body = new ReadableStream<Uint8Array>({
      start: (controller) =>
        controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(chunk({ content: 'x' }))}\n\n`)),
      cancel: (reason) => cancel(reason),
    })
    const given = new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    const response = await bedrockAccessGateway({ ...at, reasoningContent: true }).serve(
      requestOf({ fetch: () => Promise.resolve(given) }),
    )
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(new TextDecoder().decode(first?.value)).toContain('"content":"x"')
    await reader?.cancel('enough')
    expect(await cancelled).toBe('enough')
  })
})
