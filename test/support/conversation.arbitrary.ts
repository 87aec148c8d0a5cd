import type { ModelCapabilities } from '@patchbay/translator'
import { signReasoning } from '@patchbay/testing'
import * as fc from 'fast-check'

/** A chat completions request as an application may send it: valid for OpenAI, awkward for Bedrock. */
export interface AwkwardRequest {
  readonly [field: string]: unknown
  readonly messages: readonly { readonly role: string; readonly [field: string]: unknown }[]
}

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const text = fc.oneof(
  { weight: 5, arbitrary: fc.string({ maxLength: 12, unit: 'grapheme' }) },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', '\n\t', 'Hello there. ') },
)
const toolName = fc.oneof(
  fc.constantFrom('get_weather', 'files.read', 'files/read', 'files_read', 'größe', 'x'.repeat(70)),
  fc.string({ minLength: 1, maxLength: 6 }),
)
const callId = fc.oneof(
  fc.constantFrom('call_1', 'call_1_2', 'call_2', 'call_3', 'functions.f:0', 'y'.repeat(80), 'abcdefghi'),
  fc.string({ maxLength: 10 }),
)
const jsonObject = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 })
const callArguments = fc.oneof(
  fc.constantFrom('', ' ', '{}', '{"a":1}{"b":"}{"}'),
  jsonObject.map((value) => JSON.stringify(value)),
)
const cacheControl = fc.option(
  fc.constantFrom({ type: 'ephemeral' }, { type: 'ephemeral', ttl: '1h' }, { type: 'ephemeral', ttl: '5m' }),
  { nil: undefined, freq: 4 },
)

const textPart = fc.record({ type: fc.constant('text'), text, cache_control: cacheControl })
const imagePart = fc.record({
  type: fc.constant('image_url'),
  image_url: fc.record({
    url: fc.constantFrom(`data:image/jpeg;base64,${PNG}`, `data:image/png;base64,${PNG}`),
  }),
})
const filePart = fc.record({
  type: fc.constant('file'),
  file: fc.record({
    filename: fc.oneof(fc.constantFrom('a.txt', 'a.md', '..', '日本.csv'), fc.string({ maxLength: 8 })),
    file_data: fc.constantFrom('data:text/plain;base64,SGk=', 'data:application/pdf;base64,JVBERi0xLjQK'),
  }),
})

function userContent(capabilities: ModelCapabilities): fc.Arbitrary<unknown> {
  const parts = [
    { weight: 5, arbitrary: textPart as fc.Arbitrary<unknown> },
    ...(capabilities.images ? [{ weight: 1, arbitrary: imagePart }] : []),
    ...(capabilities.documents ? [{ weight: 1, arbitrary: filePart }] : []),
  ]
  return fc.oneof(text, fc.array(fc.oneof(...parts), { minLength: 1, maxLength: 3 }))
}

const call = fc.record({
  id: callId,
  type: fc.constant('function'),
  function: fc.record({ name: toolName, arguments: callArguments }),
})

/** Some conversations keep their reasoning, some lose it here and there, some never had any. */
function assistantMessage(capabilities: ModelCapabilities, keeps: Keeps): fc.Arbitrary<Message> {
  const calls = capabilities.tools
    ? fc.option(fc.array(call, { minLength: 1, maxLength: 3 }), { nil: undefined })
    : fc.constant(undefined)
  const reasoning = text
    .filter((value) => value.trim() !== '')
    .map((thinking) => [{ type: 'thinking', thinking, signature: signReasoning(thinking) }])
  return fc.record({
    role: fc.constant('assistant'),
    content: fc.oneof(text, fc.constant(null), fc.array(textPart, { maxLength: 2 })),
    refusal: fc.option(text, { freq: 6 }),
    tool_calls: calls,
    content_blocks:
      keeps === 'none'
        ? fc.constant(undefined)
        : keeps === 'all'
          ? reasoning
          : fc.option(reasoning, { nil: undefined }),
    reasoning_content: fc.option(text, { nil: undefined, freq: 3 }),
    cache_control: cacheControl,
  })
}

type Message = AwkwardRequest['messages'][number]
/** Which assistant messages have their signed reasoning. */
type Keeps = 'all' | 'some' | 'none'

function toolMessage(capabilities: ModelCapabilities): fc.Arbitrary<Message> {
  const parts = capabilities.images ? fc.oneof(textPart, imagePart) : textPart
  return fc.record({
    role: fc.constant('tool'),
    tool_call_id: callId,
    content: fc.oneof(
      text,
      jsonObject.map((value) => JSON.stringify(value)),
      fc.array<unknown>(parts, { maxLength: 2 }),
    ),
  })
}

function message(capabilities: ModelCapabilities, keeps: Keeps): fc.Arbitrary<Message> {
  const kinds: fc.WeightedArbitrary<Message>[] = [
    {
      weight: 1,
      arbitrary: fc.record({
        role: fc.constantFrom('system', 'developer'),
        content: fc.oneof(text, fc.array(textPart, { minLength: 1, maxLength: 2 })),
      }),
    },
    { weight: 3, arbitrary: fc.record({ role: fc.constant('user'), content: userContent(capabilities) }) },
    { weight: 3, arbitrary: assistantMessage(capabilities, keeps) },
    ...(capabilities.tools ? [{ weight: 3, arbitrary: toolMessage(capabilities) }] : []),
  ]
  return fc.oneof(...kinds)
}

const tools = fc.uniqueArray(toolName, { minLength: 1, maxLength: 4 }).map((names) =>
  names.map((name) => ({
    type: 'function',
    function: { name, parameters: { type: 'object', properties: {} } },
  })),
)

const choices = fc.record(
  {
    tool_choice: fc.constantFrom('auto', 'none', 'required'),
    parallel_tool_calls: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** Words of JSON Schema as keywords, and as names of properties. */
const schema = fc.constantFrom(
  { type: 'object', properties: { minLength: { type: 'string', minLength: 2 } }, required: ['minLength'] },
  {
    type: 'object',
    properties: { a: { type: 'array', items: { type: 'object', properties: {} }, maxItems: 3 } },
  },
  { type: 'object', properties: { a: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] } } },
  { type: 'object', properties: { next: { $ref: '#' } } },
)
const responseFormat = fc.oneof(
  fc.constantFrom({ type: 'text' }, { type: 'json_object' }),
  schema.map((one) => ({ type: 'json_schema', json_schema: { name: 'answer', schema: one } })),
)

const sampling = fc.record({
  response_format: fc.option(responseFormat),
  temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
  top_p: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  top_k: fc.option(fc.integer({ min: 1, max: 200 })),
  max_tokens: fc.option(fc.integer({ min: 2000, max: 4000 })),
  stop: fc.option(fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 }))),
  seed: fc.option(fc.integer()),
  frequency_penalty: fc.option(fc.double({ min: -2, max: 2, noNaN: true })),
  metadata: fc.option(
    fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), { maxKeys: 3 }),
  ),
  service_tier: fc.option(fc.constantFrom('auto', 'default', 'flex', 'priority', 'scale')),
  reasoning_effort: fc.option(fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh'), {
    freq: 3,
  }),
})

/** Requests for a model of these capabilities, with no more documents and images than the service takes. */
export function awkwardRequest(capabilities: ModelCapabilities): fc.Arbitrary<AwkwardRequest> {
  const messages = fc
    .constantFrom<Keeps>('all', 'some', 'none')
    .chain((keeps) => fc.array(message(capabilities, keeps), { minLength: 1, maxLength: 8 }))
    .filter((list) => count(list, 'file') <= 5)
  const offered = capabilities.tools ? fc.option(tools, { nil: undefined }) : fc.constant(undefined)
  return fc.tuple(messages, offered, choices, sampling).map(([list, offeredTools, choice, parameters]) => ({
    model: 'gpt-4o',
    messages: list,
    ...(offeredTools === undefined ? {} : { tools: offeredTools, ...choice }),
    ...parameters,
  }))
}

function count(messages: readonly Message[], type: string): number {
  return JSON.stringify(messages).split(`"type":"${type}"`).length - 1
}
