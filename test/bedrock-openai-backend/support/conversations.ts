import * as fc from 'fast-check'
import type OpenAI from 'openai'

type Message = OpenAI.Chat.ChatCompletionMessageParam
type Request = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming

/** What a backend says, whole and in pieces. */
export interface Said {
  readonly completion: object
  readonly chunks: readonly object[]
}

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Texts without blanks at their ends: those of an assistant's last turn are trimmed for some models. */
const words = fc
  .string({ minLength: 1, maxLength: 16, unit: 'grapheme' })
  .map((text) => text.trim())
  .filter((text) => text !== '')
const input = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.oneof(words, fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 2 })),
  { maxKeys: 3 },
)
const name = fc.constantFrom('get_weather', 'get_time')
const calls = fc.array(fc.tuple(name, input), { minLength: 1, maxLength: 3 })

const TOOLS = ['get_weather', 'get_time'].map((tool) => ({
  type: 'function' as const,
  function: { name: tool, description: `Runs ${tool}`, parameters: { type: 'object', properties: {} } },
}))

const question = fc.oneof(
  { weight: 4, arbitrary: words },
  {
    weight: 1,
    arbitrary: words.map((text): OpenAI.Chat.ChatCompletionContentPart[] => [
      { type: 'text', text },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } },
    ]),
  },
)

/** An answer and the next question, or calls with their results and perhaps a question. */
const turn = fc.oneof(
  fc.record({ answer: words, next: question }).map(({ answer, next }) => (): Message[] => [
    { role: 'assistant', content: answer },
    { role: 'user', content: next },
  ]),
  fc
    .record({ spoken: fc.option(words), asked: calls, result: words, next: fc.option(words) })
    .map(({ spoken, asked, result, next }) => (prefix: string): Message[] => [
      { role: 'assistant', content: spoken, tool_calls: toCalls(asked, prefix) },
      ...asked.map((_, index): Message => ({
        role: 'tool',
        tool_call_id: `${prefix}_${index}`,
        content: `${result} ${index}`,
      })),
      ...(next === null ? [] : [{ role: 'user' as const, content: next }]),
    ]),
)

/** Requests in which OpenAI and Bedrock can say the same. */
export const request: fc.Arbitrary<Request> = fc
  .record({
    system: fc.option(words),
    first: question,
    turns: fc.array(turn, { maxLength: 3 }),
    choice: fc.constantFrom('auto' as const, 'required' as const, undefined, {
      type: 'function' as const,
      function: { name: 'get_time' },
    }),
    temperature: fc.option(fc.constantFrom(0, 0.5, 1), { nil: undefined }),
    limit: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined }),
    stop: fc.option(fc.subarray(['END', 'a', 'b'], { minLength: 1 }), { nil: undefined }),
  })
  .map(({ system, first, turns, choice, temperature, limit, stop }) => ({
    model: 'gpt-4o',
    messages: [
      ...(system === null ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user' as const, content: first },
      ...turns.flatMap((make, index) => make(`call_${index}`)),
    ],
    tools: TOOLS,
    ...(choice !== undefined && { tool_choice: choice }),
    ...(temperature !== undefined && { temperature }),
    ...(limit !== undefined && { max_tokens: limit }),
    ...(stop !== undefined && { stop }),
  }))

/** Answers of a backend, with usage and, sometimes, tokens from a cache. */
export const said: fc.Arbitrary<Said> = fc
  .record({
    reasoning: fc.option(words),
    content: words,
    asked: fc.option(calls),
    silent: fc.boolean(),
    reason: fc.constantFrom('stop', 'length', 'content_filter'),
    tokens: fc.tuple(
      fc.integer({ min: 10, max: 999 }),
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 0, max: 10 }),
    ),
  })
  .map(({ reasoning, content, asked, silent, reason, tokens: [prompt, completion, cached] }) => {
    const message = {
      role: 'assistant',
      content: asked !== null && silent ? null : content,
      ...(reasoning !== null && { reasoning_content: reasoning }),
      ...(asked !== null && { tool_calls: toCalls(asked, 'call_x') }),
    }
    const usage = {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: cached },
    }
    return toSaid(message, asked === null ? reason : 'tool_calls', usage)
  })

function toCalls(asked: readonly (readonly [string, object])[], prefix: string) {
  return asked.map(([tool, value], index) => ({
    id: `${prefix}_${index}`,
    type: 'function' as const,
    function: { name: tool, arguments: JSON.stringify(value) },
  }))
}

interface SaidMessage {
  readonly content: string | null
  readonly reasoning_content?: string
  readonly tool_calls?: ReturnType<typeof toCalls>
}

/** Every text in two pieces; the arguments of all calls interleaved, as backends with parallel calls send them. */
function toSaid(message: SaidMessage, reason: string, usage: object): Said {
  const common = { id: 'chatcmpl-1', created: 1, model: 'gpt-4o' }
  const frame = (choices: object[], more: object = {}): object => ({
    ...common,
    object: 'chat.completion.chunk',
    choices,
    ...more,
  })
  const chunk = (delta: object, finish: string | null = null): object =>
    frame([{ index: 0, delta, finish_reason: finish }])
  const asked = message.tool_calls ?? []
  const part = (which: 0 | 1): object[] =>
    asked.map(({ function: { arguments: text } }, index) =>
      chunk({ tool_calls: [{ index, function: { arguments: halves(text)[which] } }] }),
    )
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    ...halves(message.reasoning_content ?? '').map((text) => chunk({ reasoning_content: text })),
    ...halves(message.content ?? '').map((content) => chunk({ content })),
    ...asked.map((call, index) =>
      chunk({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }] }),
    ),
    ...part(0),
    ...part(1),
    chunk({}, reason),
    frame([], { usage }),
  ]
  const choices = [{ index: 0, message, finish_reason: reason }]
  return { completion: { ...common, object: 'chat.completion', choices, usage }, chunks }
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)]
}
