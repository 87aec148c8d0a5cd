import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, createFetch, openai, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, TEST_CREDENTIALS } from '@patchbay/testing'

import { faultIn, inOneLine } from '../support/errors.ts'
import { CLAUDE, MODEL } from '../support/kinds/kind.ts'
import { BUSY_LIMIT, watchEventLoop, within } from '../support/limits.ts'
import type { Section } from '../support/section.ts'
import type { Json } from '../support/seeds.ts'
import { trying } from '../support/watchdog.ts'

const CALL_LIMIT = 20_000
/** Bytes that one request may add to what the process holds. */
const MEMORY_LIMIT = 400 * 1024 * 1024

/** One request that is made to cost more than it weighs. */
interface HostileCase {
  readonly name: string
  /** A path of OpenAI's or Anthropic's, or a model of InvokeModel, or `converse`. */
  readonly to: string
  /** As text: much of it could not be made from a value. */
  readonly body: () => string
}

const json = (value: unknown): string => JSON.stringify(value)
const chat = (fields: object): string =>
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

const chatWith = (field: string, raw: string): string =>
  `{"model":${json(CLAUDE)},"messages":[{"role":"user","content":"x"}],${json(field)}:${raw}}`

const tool = (parameters: unknown) => ({
  type: 'function',
  function: { name: 'w', parameters, strict: true },
})

/** Turns in which the same id is used again and again. */
function reusedIds(turns: number): object[] {
  return Array.from({ length: turns }, () => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'same', type: 'function', function: { name: 'w', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'same', content: 'x' },
  ]).flat()
}

const CHAT = '/v1/chat/completions'
const DEPTHS = [60, 500, 5_000, 100_000]

const SCHEMAS: readonly HostileCase[] = [8, 22, 40, 200].flatMap((count) => [
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

const DEPTH: readonly HostileCase[] = DEPTHS.flatMap((depth) => [
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

const LONG = 60_000
const REPEATED = [
  '\n',
  ' ',
  '/',
  '\t\n',
  '\r\n',
  '\n\nHuman:',
  'User: ',
  '[INST]',
  '</s>',
  '{',
  '`',
  '\\',
  '<thinking>',
  '\u2028',
  'a@',
]

const PROMPTS: readonly HostileCase[] = REPEATED.flatMap((piece) => {
  const prompt = piece.repeat(LONG) + 'x'
  const shown = json(piece)
  return [
    {
      name: `${LONG} times ${shown}`,
      to: CHAT,
      body: () =>
        chat({
          messages: [
            { role: 'system', content: prompt },
            { role: 'user', content: prompt },
          ],
        }),
    },
    { name: `${LONG} times ${shown}`, to: '/v1/completions', body: () => json({ model: CLAUDE, prompt }) },
    {
      name: `${LONG} times ${shown}`,
      to: '/v1/responses',
      body: () => json({ model: CLAUDE, input: prompt, instructions: prompt }),
    },
    {
      name: `${LONG} times ${shown}`,
      to: '/v1/messages',
      body: () =>
        json({ model: CLAUDE, max_tokens: 9, system: prompt, messages: [{ role: 'user', content: prompt }] }),
    },
    {
      name: `${LONG} times ${shown}`,
      to: 'anthropic.claude-v2:1',
      body: () => json({ prompt: `\n\nHuman: ${prompt}\n\nAssistant:`, max_tokens_to_sample: 9 }),
    },
    {
      name: `${LONG} times ${shown}`,
      to: 'amazon.titan-text-express-v1',
      body: () => json({ inputText: prompt }),
    },
    { name: `${LONG} times ${shown}`, to: 'meta.llama3-8b-instruct-v1:0', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'mistral.mistral-7b-instruct-v0:2', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'cohere.command-text-v14', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'ai21.j2-mid-v1', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'deepseek.r1-v1:0', body: () => json({ prompt }) },
    {
      name: `${LONG} times ${shown} as model`,
      to: CHAT,
      body: () => json({ model: prompt, messages: [{ role: 'user', content: 'x' }] }),
    },
    {
      name: `${LONG} times ${shown} as arguments`,
      to: CHAT,
      body: () =>
        chat({
          messages: [
            { role: 'user', content: 'x' },
            {
              role: 'assistant',
              tool_calls: [{ id: 'a', type: 'function', function: { name: 'w', arguments: prompt } }],
            },
            { role: 'tool', tool_call_id: 'a', content: prompt },
          ],
        }),
    },
    {
      name: `${LONG} times ${shown} in a data URL`,
      to: CHAT,
      body: () =>
        chat({
          messages: [
            {
              role: 'user',
              content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${prompt}` } }],
            },
          ],
        }),
    },
  ]
})

const COUNTS: readonly HostileCase[] = [
  {
    name: '5,000 turns that use one id again',
    to: CHAT,
    body: () => chat({ messages: [{ role: 'user', content: 'x' }, ...reusedIds(5_000)] }),
  },
  {
    name: '5,000 calls of one id at once',
    to: CHAT,
    body: () =>
      chat({
        messages: [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            tool_calls: Array.from({ length: 5_000 }, () => ({
              id: 'same',
              type: 'function',
              function: { name: 'w', arguments: '{}' },
            })),
          },
          ...Array.from({ length: 5_000 }, () => ({ role: 'tool', tool_call_id: 'same', content: 'x' })),
        ],
      }),
  },
  {
    name: '20,000 messages of a user',
    to: CHAT,
    body: () => chat({ messages: Array.from({ length: 20_000 }, () => ({ role: 'user', content: 'x' })) }),
  },
  {
    name: '20,000 system messages',
    to: CHAT,
    body: () =>
      chat({
        messages: [
          ...Array.from({ length: 20_000 }, () => ({ role: 'system', content: 'x' })),
          { role: 'user', content: 'x' },
        ],
      }),
  },
  {
    name: '5,000 tools of one name',
    to: CHAT,
    body: () => chat({ tools: Array.from({ length: 5_000 }, () => tool({ type: 'object' })) }),
  },
  {
    name: '20,000 stop texts',
    to: CHAT,
    body: () => chat({ stop: Array.from({ length: 20_000 }, (_, index) => `s${index}`) }),
  },
  {
    name: '20,000 unknown fields',
    to: CHAT,
    body: () => chat(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, index]))),
  },
  {
    name: '20,000 glued objects as arguments',
    to: CHAT,
    body: () =>
      chat({
        messages: [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'w', arguments: '{}'.repeat(20_000) } },
            ],
          },
        ],
      }),
  },
  { name: 'a number of 100,000 digits', to: CHAT, body: () => chatWith('seed', '9'.repeat(100_000)) },
  {
    name: '20,000 numbers beyond 2^53',
    to: CHAT,
    body: () =>
      chatWith('unknown', `[${Array.from({ length: 20_000 }, () => '12345678901234567890').join()}]`),
  },
  {
    name: 'items of Responses, 5,000 of one id',
    to: '/v1/responses',
    body: () =>
      json({
        model: CLAUDE,
        input: Array.from({ length: 5_000 }, () => [
          { type: 'function_call', call_id: 'same', name: 'w', arguments: '{}' },
          { type: 'function_call_output', call_id: 'same', output: 'x' },
        ]).flat(),
      }),
  },
  {
    name: '5,000 turns of Converse that use one id again',
    to: 'converse',
    body: () =>
      json({
        messages: [
          { role: 'user', content: [{ text: 'x' }] },
          ...Array.from({ length: 5_000 }, () => [
            { role: 'assistant', content: [{ toolUse: { toolUseId: 'same', name: 'w', input: {} } }] },
            { role: 'user', content: [{ toolResult: { toolUseId: 'same', content: [{ text: 'x' }] } }] },
          ]).flat(),
        ],
      }),
  },
]

const CASES = [...SCHEMAS, ...DEPTH, ...PROMPTS, ...COUNTS]

/** Requests that are made to cost time or memory: each is answered or refused, within bounds. */
export const hostile: Section = {
  name: 'hostile',
  async run({ tally, short, random }) {
    const count = tally.section('hostile')
    await using service = await createBedrockServer()
    await using gateway = await createGatewayServer()
    // The servers of these attacks read bodies by code of their own, which is not what is attacked.
    service.reply({ raw: { status: 400, body: '{"message":"no"}' } })
    gateway.reply({
      status: 400,
      json: { error: { message: 'no', type: 'invalid_request_error', code: null, param: null } },
    })
    const send = createSenders(service.url, gateway.url)
    using watch = watchEventLoop()
    for (const { name, to, body } of short ? CASES.filter(() => random.next() < 0.08) : CASES) {
      const text = body()
      const call = () => send(to, text)
      trying(`${to}: ${name}`)
      const before = process.memoryUsage().rss
      watch.longest()
      const outcome = await within(call, CALL_LIMIT)
      count.tried(to)
      if (outcome.kind === 'stall') count.found(to, 'stalls', `no end: ${name}`)
      if (watch.longest() > BUSY_LIMIT) {
        await within(call, CALL_LIMIT)
        const again = watch.longest()
        if (again > BUSY_LIMIT) count.found(to, 'stalls', `busy for ${Math.round(again)} ms: ${name}`)
      }
      const fault = outcome.kind === 'error' ? (faultIn(outcome.error) ?? undefined) : undefined
      if (fault !== undefined && outcome.kind === 'error')
        count.found(to, 'lost', `${name}: ${inOneLine(outcome.error)}`)
      const grown = process.memoryUsage().rss - before
      if (grown > MEMORY_LIMIT) count.found(to, 'stalls', `${Math.round(grown / 1e6)} MB more: ${name}`)
      service.reset()
      gateway.reset()
      service.reply({ raw: { status: 400, body: '{"message":"no"}' } })
      gateway.reply({
        status: 400,
        json: { error: { message: 'no', type: 'invalid_request_error', code: null, param: null } },
      })
    }
    await manyImages(service.url, count)
  },
}

function createSenders(endpoint: string, origin: string): (to: string, body: string) => Promise<unknown> {
  const fetch = createFetch(
    bedrock({ region: 'us-east-1', endpoint, credentials: TEST_CREDENTIALS, onWarning: () => {} }),
  )
  const client = register(
    new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      credentials: TEST_CREDENTIALS,
      maxAttempts: 1,
    }),
    openai({ baseURL: `${origin}/v1`, apiKey: 'k', model: MODEL }),
  )
  return async (to, body) => {
    if (to.startsWith('/')) return sendByFetch(fetch, to, body)
    if (to === 'converse')
      return client.send(new ConverseCommand({ modelId: CLAUDE, ...(JSON.parse(body) as object) } as never))
    return client.send(new InvokeModelCommand({ modelId: to, body }))
  }
}

async function sendByFetch(fetch: typeof globalThis.fetch, path: string, body: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:9${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const text = await response.text()
  if (response.status === 500) throw new RangeError(`status 500: ${text.slice(0, 200)}`)
}

const IMAGES = 100
const IMAGE_BYTES = 3 * 1024 * 1024

/** A hundred remote images of 3 MB: refused before they are all fetched, in bounded memory. */
async function manyImages(
  endpoint: string,
  count: {
    tried: (kind: string) => void
    found: (kind: string, fault: 'stalls' | 'lost', what: string) => void
  },
): Promise<void> {
  const bytes = Buffer.alloc(IMAGE_BYTES, 1)
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(bytes)
  let fetched = 0
  const images = {
    fetch: () => {
      fetched += 1
      return Promise.resolve(new Response(bytes, { headers: { 'content-type': 'image/png' } }))
    },
  }
  const fetch = createFetch(bedrock({ region: 'us-east-1', endpoint, credentials: TEST_CREDENTIALS, images }))
  const content: Json = Array.from({ length: IMAGES }, (_, index) => ({
    type: 'image_url',
    image_url: { url: `https://pictures.example/${index}.png` },
  }))
  const before = process.memoryUsage().rss
  const kind = '100 remote images of 3 MB'
  count.tried(kind)
  const outcome = await within(
    () => sendByFetch(fetch, CHAT, chat({ messages: [{ role: 'user', content }] })),
    CALL_LIMIT,
  )
  const grown = process.memoryUsage().rss - before
  if (outcome.kind === 'error') count.found(kind, 'lost', inOneLine(outcome.error))
  if (outcome.kind === 'stall' || grown > MEMORY_LIMIT)
    count.found(kind, 'stalls', `${Math.round(grown / 1e6)} MB more`)
  if (fetched > 20) count.found(kind, 'stalls', `${fetched} images were fetched`)
}
