import { CLAUDE } from './kinds/kind.ts'

/** One request that is made to cost more than it weighs. */
export interface HostileCase {
  readonly name: string
  /** A path of OpenAI's or Anthropic's, or a model of InvokeModel, or `converse`. */
  readonly to: string
  /** As text: much of it could not be made from a value. */
  readonly body: () => string
}

export const json = (value: unknown): string => JSON.stringify(value)
export const chat = (fields: object): string =>
  json({ model: CLAUDE, messages: [{ role: 'user', content: 'x' }], ...fields })

/** Definitions each of which refers twice to the next: 2^count places when they are written out. */
function doublingSchema(count: number): object {
  const definitions: Record<string, object> = { d0: { type: 'string' } }
  for (let index = 1; index <= count; index += 1) {
    const reference = { $ref: `#/$defs/d${index - 1}` }
    definitions[`d${index}`] = {
      type: 'object',
      properties: { a: reference, b: reference },
      required: ['a', 'b'],
      additionalProperties: false,
    }
  }
  return { $ref: `#/$defs/d${count}`, $defs: definitions }
}

const nested = (depth: number, open = '{"a":', close = '}', middle = '1'): string =>
  open.repeat(depth) + middle + close.repeat(depth)

export const chatWith = (field: string, raw: string): string =>
  `{"model":${json(CLAUDE)},"messages":[{"role":"user","content":"x"}],${json(field)}:${raw}}`

export const tool = (parameters: unknown) => ({
  type: 'function',
  function: { name: 'w', parameters, strict: true },
})

export const CHAT = '/v1/chat/completions'
const DEPTHS = [60, 500, 5_000, 100_000]

/** Schemas that grow when references are written out. */
export const SCHEMAS: readonly HostileCase[] = [8, 22, 40, 200].flatMap((count) => [
  {
    name: `a schema of ${count} definitions that double, as format`,
    to: CHAT,
    body: () =>
      chat({
        response_format: {
          type: 'json_schema',
          json_schema: { name: 's', strict: true, schema: doublingSchema(count) },
        },
      }),
  },
  {
    name: `a schema of ${count} definitions that double, of a tool`,
    to: CHAT,
    body: () => chat({ tools: [tool(doublingSchema(count))] }),
  },
  {
    name: `a schema of ${count} definitions that double, of Responses`,
    to: '/v1/responses',
    body: () =>
      json({
        model: CLAUDE,
        input: 'x',
        text: { format: { type: 'json_schema', name: 's', strict: true, schema: doublingSchema(count) } },
      }),
  },
  {
    name: `a schema of ${count} definitions that double, of Messages`,
    to: '/v1/messages',
    body: () =>
      json({
        model: CLAUDE,
        max_tokens: 10,
        messages: [{ role: 'user', content: 'x' }],
        tools: [{ name: 'w', input_schema: { type: 'object', ...doublingSchema(count) } }],
      }),
  },
  {
    name: `a schema of ${count} definitions that double, of Converse`,
    to: 'converse',
    body: () =>
      json({
        messages: [{ role: 'user', content: [{ text: 'x' }] }],
        toolConfig: { tools: [{ toolSpec: { name: 'w', inputSchema: { json: doublingSchema(count) } } }] },
      }),
  },
])

/** Values that are nested deeply. */
export const DEPTH: readonly HostileCase[] = DEPTHS.flatMap((depth) => [
  ...[
    'messages',
    'tools',
    'metadata',
    'response_format',
    'stop',
    'unknown',
    'logit_bias',
    'tool_choice',
  ].flatMap((field) => [
    { name: `${field}, objects ${depth} deep`, to: CHAT, body: () => chatWith(field, nested(depth)) },
    { name: `${field}, lists ${depth} deep`, to: CHAT, body: () => chatWith(field, nested(depth, '[', ']')) },
  ]),
  {
    name: `arguments ${depth} deep`,
    to: CHAT,
    body: () =>
      chat({
        messages: [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'w', arguments: nested(depth) } }],
          },
          { role: 'tool', tool_call_id: 'a', content: nested(depth) },
        ],
      }),
  },
  {
    name: `a schema ${depth} deep`,
    to: CHAT,
    body: () =>
      chatWith(
        'tools',
        `[{"type":"function","function":{"name":"w","parameters":${nested(depth, '{"type":"object","properties":{"a":', '}}', '{"type":"string"}')}}}]`,
      ),
  },
  {
    name: `a schema of Responses ${depth} deep`,
    to: '/v1/responses',
    body: () =>
      `{"model":${json(CLAUDE)},"input":"x","text":{"format":{"type":"json_schema","name":"s","strict":true,"schema":${nested(depth, '{"type":"object","properties":{"a":', '}}', '{"type":"string"}')}}}}`,
  },
  {
    name: `input ${depth} deep`,
    to: '/v1/responses',
    body: () => `{"model":${json(CLAUDE)},"input":${nested(depth, '[', ']')}}`,
  },
  {
    name: `prompt ${depth} deep`,
    to: '/v1/completions',
    body: () => `{"model":${json(CLAUDE)},"prompt":${nested(depth, '[', ']')}}`,
  },
  {
    name: `input ${depth} deep`,
    to: '/v1/embeddings',
    body: () => `{"model":"amazon.titan-embed-text-v2:0","input":${nested(depth, '[', ']')}}`,
  },
  {
    name: `system ${depth} deep`,
    to: '/v1/messages',
    body: () =>
      `{"model":${json(CLAUDE)},"max_tokens":9,"messages":[{"role":"user","content":"x"}],"system":${nested(depth, '[', ']')}}`,
  },
  {
    name: `a tool's input ${depth} deep`,
    to: 'converse',
    body: () =>
      `{"messages":[{"role":"user","content":[{"text":"x"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"w","input":${nested(depth)}}}]}]}`,
  },
  { name: `a body ${depth} deep`, to: 'anthropic.claude-3-haiku-20240307-v1:0', body: () => nested(depth) },
  {
    name: `a body ${depth} deep`,
    to: 'amazon.nova-lite-v1:0',
    body: () => `{"messages":[{"role":"user","content":${nested(depth, '[', ']')}}]}`,
  },
])
