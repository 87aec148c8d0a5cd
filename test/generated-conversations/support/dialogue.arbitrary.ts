import * as fc from 'fast-check'

import type { AssistantTurn, Call, Dialogue, Format, Part, Settings, Tool, Turn } from './dialogue.ts'

/** It, or nothing: nothing once in `frequency` times. */
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>, frequency: number) =>
  fc.option(arbitrary, { nil: undefined, freq: frequency })
/** One of them, seldom. */
const seldom = <Value>(arbitrary: fc.Arbitrary<Value>, oneIn: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const text = fc.oneof(
  fc.constantFrom(
    'Hello there.',
    'What is the weather in Paris and in Oslo?',
    'Add 12 and 30.',
    'größer\n\tals',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((value) => value.trim() !== ''),
)
const toolName = fc.constantFrom('get_weather', 'add', 'files_read', 'list-files', 'x'.repeat(64))
const callId = fc.oneof(
  fc.constantFrom('call_1', 'call_1_2', 'toolu_01', 'abcdefghi', 'y'.repeat(40)),
  fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/),
)
const input = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 })

const partOf = (...types: Part['type'][]): fc.Arbitrary<Part> =>
  fc.record({ type: fc.constantFrom(...types), text, cached: fc.constantFrom(false, false, false, true) })
const TEXTS = Array.from({ length: 16 }, () => 'text' as const)

const schema = fc.constantFrom<object>(
  {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  { type: 'object', properties: {}, additionalProperties: false },
  { type: 'object', properties: { a: { type: 'array', items: { type: 'integer', minimum: 1 } } } },
  { type: 'object', properties: { a: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }, required: ['a'] },
)
/** Whether OpenAI and Anthropic take it as a strict one. */
const isClosed = (value: object): boolean => 'additionalProperties' in value

const tools: fc.Arbitrary<Tool[]> = fc.uniqueArray(
  fc.record({
    name: toolName,
    description: sometimes(text, 3),
    schema,
    strict: fc.boolean(),
    cached: fc.constantFrom(false, false, false, true),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
)
const closed = (tool: Tool): Tool => ({ ...tool, strict: tool.strict && isClosed(tool.schema) })

const format: fc.Arbitrary<Format> = fc.oneof(
  fc.constantFrom<Format>({ type: 'text' }, { type: 'json' }),
  fc.record({ schema, strict: fc.boolean() }).map((value): Format => ({
    type: 'schema',
    schema: value.schema,
    strict: value.strict && isClosed(value.schema),
  })),
)

const settings: fc.Arbitrary<Settings> = fc.record({
  limit: sometimes(fc.constantFrom(1, 8, 16, 500, 2000, 8192), 2),
  temperature: seldom(fc.constantFrom(0, 0.5, 1), 4),
  topP: seldom(fc.constantFrom(0.1, 0.95, 1), 6),
  topK: seldom(fc.integer({ min: 1, max: 200 }), 8),
  stop: seldom(fc.array(fc.constantFrom('END', 'stop', '\n\n', '###'), { minLength: 1, maxLength: 4 }), 6),
  penalty: seldom(fc.constantFrom(0, 0.5), 10),
  seed: seldom(fc.integer({ min: 0, max: 1000 }), 8),
  choices: seldom(fc.constantFrom(1, 2), 12),
  metadata: seldom(
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ maxLength: 8 }), { maxKeys: 3 }),
    6,
  ),
  tier: seldom(fc.constantFrom('auto', 'default', 'flex', 'priority'), 6),
  verbosity: seldom(fc.constantFrom('low', 'medium', 'high'), 8),
  store: seldom(fc.boolean(), 6),
  user: seldom(fc.constantFrom('user-1', '{"a":1}'), 8),
})

const effort = sometimes(fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'), 2)
const thinking = seldom(
  fc.constantFrom(
    { type: 'enabled', budget_tokens: 1024 },
    { type: 'enabled', budget_tokens: 4000 },
    { type: 'adaptive' },
    { type: 'adaptive', display: 'summarized' },
    { type: 'disabled' },
  ),
  4,
)

/** Turns that begin with the user's and end with the user's or with results. */
function turns(offered: readonly Tool[], reasoners: readonly string[]): fc.Arbitrary<readonly Turn[]> {
  const said: fc.Arbitrary<Turn> = fc.record({
    role: fc.constant('user'),
    parts: fc.array(partOf(...TEXTS, 'image', 'document'), { minLength: 1, maxLength: 3 }),
  })
  const round = fc.tuple(assistant(offered, reasoners), sometimes(said, 2), seldom(systemWithin, 8))
  return fc.tuple(said, fc.array(round, { maxLength: 4 })).map(([first, rounds]) => {
    const all = rounds.flatMap(([answer, next, within], index): Turn[] => {
      const isLast = index === rounds.length - 1
      // A text without calls is followed by the user; results may be answered at once.
      const user = next ?? (answer.calls.length === 0 ? first : undefined)
      return [
        answer,
        ...(within === undefined || (isLast && user === undefined) ? [] : [within]),
        ...(user === undefined ? [] : [user]),
      ]
    })
    return fewDocuments(uniqueCalls([first, ...all]))
  })
}

const systemWithin: fc.Arbitrary<Turn> = fc.record({ role: fc.constant('system'), text })

function assistant(offered: readonly Tool[], reasoners: readonly string[]): fc.Arbitrary<AssistantTurn> {
  const call: fc.Arbitrary<Call> = fc.record({
    id: callId,
    name: fc.constantFrom(...offered.map(({ name }) => name), 'forgotten'),
    input,
    result: fc.array(partOf(...TEXTS, 'image'), { minLength: 1, maxLength: 2 }),
    failed: fc.constantFrom(false, false, true),
  })
  return fc.record({
    role: fc.constant('assistant'),
    text,
    calls: fc.oneof(fc.constant([]), fc.array(call, { minLength: 1, maxLength: 3 })),
    reasoning: sometimes(fc.constantFrom(...reasoners), 2),
  })
}

/** The service takes no more of one request. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
const MOST_DOCUMENTS = 5

/** The documents beyond the limit are texts. */
function fewDocuments(all: readonly Turn[]): readonly Turn[] {
  let count = 0
  const limited = (part: Part): Part => {
    if (part.type !== 'document') return part
    count += 1
    return count > MOST_DOCUMENTS ? { ...part, type: 'text' } : part
  }
  return all.map((turn) => (turn.role === 'user' ? { ...turn, parts: turn.parts.map(limited) } : turn))
}

/** An id stands for one call. */
function uniqueCalls(all: readonly Turn[]): readonly Turn[] {
  const used = new Set<string>()
  return all.map((turn) =>
    turn.role === 'assistant' ? { ...turn, calls: turn.calls.map((call) => renamed(call, used)) } : turn,
  )
}

function renamed(call: Call, used: Set<string>): Call {
  const id = used.has(call.id) ? `${call.id.slice(0, 30)}_${used.size}` : call.id
  used.add(id)
  return { ...call, id }
}

/**
 * Conversations that a client's own API takes, with everything that Bedrock's models differ in.
 *
 * @param reasoners - whose reasoning an assistant's turn may have
 */
export function dialogue(reasoners: readonly string[]): fc.Arbitrary<Dialogue> {
  return fc.option(tools, { nil: [], freq: 2 }).chain((made) => {
    const offered = made.map(closed)
    const named = offered.map(({ name }) => ({ name }))
    return fc.record({
      system: sometimes(text, 2),
      turns: turns(offered, reasoners),
      tools: fc.constant(offered),
      choice:
        offered.length === 0
          ? fc.constant(undefined)
          : sometimes(fc.constantFrom<Dialogue['choice']>('auto', 'none', 'required', ...named), 2),
      parallel: offered.length === 0 ? fc.constant(undefined) : sometimes(fc.boolean(), 2),
      effort,
      thinking,
      format: seldom(format, 4),
      settings,
      stream: fc.boolean(),
    })
  })
}
