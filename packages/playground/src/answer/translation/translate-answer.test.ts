import { existsSync, readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import {
  createChatCompletionStream,
  createConverseStream,
  createConverseStreamFromResponses,
  createMessageStream,
  createResponseStream,
  fromConverseJson,
  readConverseEvent,
  toChatCompletion,
} from '@patchbay/translator'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Part } from '../growth/whole.ts'
import { readPaste } from '../paste/read-paste.ts'
import type { ClientProtocol } from './clients.ts'
import {
  type AnswerSettings,
  toChatContext,
  toContext,
  toMessagesContext,
  toResponsesContext,
} from './contexts.ts'
import { type TranslatedAnswer, translateAnswer } from './translate-answer.ts'

const SETTINGS: AnswerSettings = {
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  includeUsage: true,
  thinkTags: false,
  contentBlocks: false,
}

function translate(text: string, client: ClientProtocol, settings = SETTINGS): TranslatedAnswer {
  const read = readPaste(text)
  if (read.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(read)}`)
  return translateAnswer(read.answer, client, settings)
}

/** A stream as JSON lines, as a JSON array, and as server-sent events. */
const FORMS: readonly ((events: readonly unknown[]) => string)[] = [
  (events) => events.map((event) => JSON.stringify(event)).join('\n'),
  (events) => JSON.stringify(events, null, 2),
  (events) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''),
]

const CLIENTS = ['chat-completions', 'responses', 'messages'] as const

/** The translator's stream for a client, used as the route uses it. */
function streamFor(client: (typeof CLIENTS)[number]) {
  if (client === 'chat-completions') {
    const context = toContext('chatcmpl-', SETTINGS)
    return createChatCompletionStream(toChatContext(SETTINGS, context), context)
  }
  if (client === 'responses') {
    const context = toContext('resp_', SETTINGS)
    return createResponseStream(toResponsesContext(SETTINGS, context), context)
  }
  const context = toContext('msg_', SETTINGS)
  return createMessageStream(toMessagesContext(SETTINGS, context), context)
}

/** All of a stream at once. */
function atOnce(events: readonly object[], client: (typeof CLIENTS)[number]): unknown[] {
  const stream = streamFor(client)
  const chunks = events.flatMap((event): unknown[] => {
    const [[type, payload] = ['', {}]] = Object.entries(event) as [string, unknown][]
    return stream.push(readConverseEvent(type, payload))
  })
  return [...chunks, ...stream.end()]
}

/** What the steps bring, up to each of them, as the reader goes through. */
function chunksOf({ steps }: TranslatedAnswer): unknown[] {
  const chunks: unknown[] = []
  for (const step of steps) chunks.push(...step.chunks)
  return chunks
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

const word = fc.constantFrom('Hi', ' there', ' 🌍', '"', '\\', '\n', '{', ']')
const textBlock = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => ({ start: undefined, deltas: words.map((text): object => ({ text })) }))
const reasoningBlock = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => ({
  start: undefined,
  deltas: [
    ...words.map((text): object => ({ reasoningContent: { text } })),
    { reasoningContent: { signature: 'c2lnbmF0dXJl' } },
  ],
}))
const callBlock = fc
  .dictionary(fc.constantFrom('city', 'unit', 'days'), fc.oneof(word, fc.integer()), { maxKeys: 3 })
  .map((input) => ({
    start: { toolUse: { toolUseId: `tooluse_${JSON.stringify(input).length}`, name: 'weather' } },
    deltas: (JSON.stringify(input).match(/[^]{1,5}/gu) ?? []).map((piece): object => ({
      toolUse: { input: piece },
    })),
  }))
const stream = fc
  .tuple(
    fc.array(fc.oneof(textBlock, reasoningBlock, callBlock), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('end_turn', 'tool_use', 'max_tokens', 'guardrail_intervened'),
  )
  .map(([blocks, stopReason]): object[] => [
    { messageStart: { role: 'assistant' } },
    ...blocks.flatMap(({ start, deltas }, contentBlockIndex) => [
      ...(start === undefined ? [] : [{ contentBlockStart: { contentBlockIndex, start } }]),
      ...deltas.map((delta) => ({ contentBlockDelta: { contentBlockIndex, delta } })),
      { contentBlockStop: { contentBlockIndex } },
    ]),
    { messageStop: { stopReason } },
    { metadata: { usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 }, metrics: { latencyMs: 5 } } },
  ])

describe('stepping to the end', () => {
  it.each(CLIENTS)(
    'gives %s the chunks of the whole stream at once, whatever form it is pasted in',
    (client) => {
      fc.assert(
        fc.property(stream, fc.nat(FORMS.length - 1), (events, form) => {
          const { steps, unread } = translate(FORMS[form]?.(events) ?? '', client)
          expect(steps).toHaveLength(events.length + 1)
          expect(unread).toBe(0)
          expect(asJson(chunksOf({ steps, unread, warnings: [] }))).toEqual(asJson(atOnce(events, client)))
        }),
        { numRuns: 60 },
      )
    },
  )

  it('leaves the reader with the same texts, calls and reasoning, whatever the client speaks', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const texts = CLIENTS.map((client) => {
          const parts = translate(FORMS[0]?.(events) ?? '', client).steps.at(-1)?.whole.parts ?? []
          return ['text', 'reasoning', 'call'].map((kind) => textOf(parts, kind))
        })
        expect(texts[1]).toEqual(texts[0])
        expect(texts[2]).toEqual(texts[0])
      }),
      { numRuns: 60 },
    )
  })

  it('never takes anything back', () => {
    fc.assert(
      fc.property(stream, fc.constantFrom(...CLIENTS), (events, client) => {
        const { steps } = translate(FORMS[0]?.(events) ?? '', client)
        let before: readonly Part[] = []
        for (const { whole } of steps) {
          before.forEach((part, index) => {
            expect(whole.parts[index]?.key).toBe(part.key)
            expect(whole.parts[index]?.text.startsWith(part.text)).toBe(true)
          })
          before = whole.parts
        }
      }),
      { numRuns: 40 },
    )
  })
})

function textOf(parts: readonly Part[], kind: string): string {
  return parts
    .filter((part) => part.kind === kind)
    .map(({ text }) => (kind === 'call' ? JSON.stringify(JSON.parse(text || '{}')) : text))
    .join('')
}

const FIXTURES = join(import.meta.dirname, '../../../../../test/fixtures')
const CASES = globSync('*/*/bedrock.stream.jsonl', { cwd: FIXTURES }).map((file) => dirname(file))

describe('the streams of the cases', () => {
  it.each(CASES)('%s', (name) => {
    const text = readFileSync(join(FIXTURES, name, 'bedrock.stream.jsonl'), 'utf8')
    const events = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as object)
    for (const client of CLIENTS) {
      const translated = translate(text, client)
      expect(translated.steps.find(({ failure }) => failure !== undefined)).toBeUndefined()
      expect(asJson(chunksOf(translated))).toEqual(asJson(atOnce(events, client)))
    }
  })

  it.each(CASES.filter((name) => existsSync(join(FIXTURES, name, 'bedrock.response.json'))))(
    '%s, whole',
    (name) => {
      const text = readFileSync(join(FIXTURES, name, 'bedrock.response.json'), 'utf8')
      const context = toContext('chatcmpl-', SETTINGS)
      const { value } = toChatCompletion(
        fromConverseJson(JSON.parse(text)),
        toChatContext(SETTINGS, context),
        context,
      )
      const { steps } = translate(text, 'chat-completions')
      expect(steps).toHaveLength(1)
      expect(asJson(steps[0]?.chunks)).toEqual([asJson(value)])
    },
  )
})

describe('failures', () => {
  const text = [
    { messageStart: { role: 'assistant' } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Once' } } },
  ]
  const lines = (...events: unknown[]) =>
    [...text, ...events].map((event) => JSON.stringify(event)).join('\n')

  it('in mid-stream end it, and what was read stays', () => {
    const { steps, unread } = translate(
      lines(
        { throttlingException: { message: 'Slow down' } },
        { contentBlockStop: { contentBlockIndex: 0 } },
      ),
      'chat-completions',
    )
    expect(steps).toHaveLength(3)
    expect(unread).toBe(1)
    expect(steps[2]).toMatchObject({
      chunks: [],
      failure: { errorClass: 'RateLimitError', status: 429, message: 'Slow down' },
      whole: { parts: [{ kind: 'text', text: 'Once' }] },
    })
  })

  it('a stream that was cut fails at its end', () => {
    const { steps } = translate(lines(), 'messages')
    expect(steps).toHaveLength(3)
    expect(steps[2]).toMatchObject({ event: undefined, failure: { status: 502, code: 'stream_truncated' } })
  })

  it('an event of wrong types is one', () => {
    const { steps } = translate(
      lines({ contentBlockDelta: { contentBlockIndex: 'one', delta: { text: 5 } } }),
      'responses',
    )
    expect(steps.at(-1)?.failure).toMatchObject({ status: 502 })
  })

  it('a backend’s own', () => {
    const chat =
      '{"choices":[{"index":0,"delta":{"content":"a"}}]}\n{"error":{"message":"Too fast","code":429}}'
    expect(translate(chat, 'converse').steps.at(-1)?.failure).toMatchObject({
      errorClass: 'ThrottlingException',
      message: 'Too fast',
    })
    const whole =
      '{"object":"response","status":"failed","output":[],"error":{"code":"server_error","message":"Failed"}}'
    expect(translate(whole, 'converse').steps).toMatchObject([
      { failure: { errorClass: 'InternalServerException', message: 'Failed' } },
    ])
  })
})

describe('other answers', () => {
  const claude = [
    {
      type: 'message_start',
      message: { role: 'assistant', model: 'claude', content: [], usage: { input_tokens: 3 } },
    },
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 'a', name: 'weather', input: {} },
    },
    { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 4 } },
    { type: 'message_stop' },
  ]

  it('Claude’s own events go on as they are', () => {
    const translated = translate(FORMS[2]?.(claude) ?? '', 'messages')
    expect(chunksOf(translated)).toEqual(claude)
    expect(translated.steps.at(-1)).toMatchObject({
      event: undefined,
      whole: {
        parts: [{ kind: 'call', name: 'weather', id: 'a', text: '{"a":1}' }],
        usage: { input_tokens: 3, output_tokens: 4 },
        ending: 'stop_reason: tool_use',
      },
    })
    const cut = translate(FORMS[0]?.(claude.slice(0, 3)) ?? '', 'messages').steps.at(-1)?.failure
    const truncated = errorOf(() => streamFor('messages').end())
    expect(cut).toMatchObject({ message: truncated.message, code: truncated.code, status: truncated.status })
  })

  it.each([
    ['message_start', [{ type: 'message_start' }, { type: 'message_start', message: null }]],
    ['content_block_start', [null, {}, { type: 7 }].map((block) => ({ content_block: block }))],
    ['content_block_delta', [{}, { delta: null }]],
    ['message_delta', [{}, { delta: null }, { delta: {}, usage: 'many' }]],
  ])('Claude’s %s without what it should hold goes on as it is, too', (type, events) => {
    for (const event of events.map((members) => ({ index: 0, ...members, type }))) {
      const { steps } = translate(JSON.stringify(event), 'messages')
      expect(steps[0]).toMatchObject({ chunks: [event] })
      expect(steps[0]).not.toHaveProperty('failure')
    }
  })

  it.each([{}, { usage: null }, { usage: 'many' }, { content: [null] }, { content: [{ type: 'text' }] }])(
    'a whole answer of Claude’s with %j does, too',
    (members) => {
      const answer = { type: 'message', content: [], ...members }
      expect(translate(JSON.stringify(answer), 'messages').steps).toMatchObject([{ chunks: [answer] }])
    },
  )

  it('those of OpenAI become events of Converse', () => {
    const chunks = [
      {
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' } }],
      },
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    ]
    const converse = createConverseStream()
    const events: ConverseStreamOutput[] = chunks.flatMap((chunk) => converse.push(chunk as never))
    expect(chunksOf(translate(FORMS[0]?.(chunks) ?? '', 'converse'))).toEqual(
      asJson([...events, ...converse.end()]),
    )
    const responses = [
      { type: 'response.created', response: { model: 'gpt' } },
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Hi' },
      {
        type: 'response.completed',
        response: { status: 'completed', output: [], usage: { input_tokens: 1, output_tokens: 2 } },
      },
    ]
    const source = createConverseStreamFromResponses({ family: 'claude' })
    const expected = responses.flatMap((event) => source.push(event))
    const { steps } = translate(FORMS[0]?.(responses) ?? '', 'converse')
    expect(chunksOf({ steps, unread: 0, warnings: [] })).toEqual(asJson([...expected, ...source.end()]))
    expect(steps.at(-1)?.whole).toMatchObject({ parts: [{ text: 'Hi' }], ending: 'stopReason: end_turn' })
  })
})

function errorOf(run: () => unknown): { message: string; code: string | null; status: number } {
  try {
    run()
  } catch (error) {
    return error as ReturnType<typeof errorOf>
  }
  throw new Error('no error')
}
