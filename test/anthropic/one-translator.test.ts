import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { configure, type Warning } from '@patchbay/core'
import { bedrock, openai, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import { fromConverseJson, toChatCompletionRequest } from '@patchbay/translator'
import { afterEach, expect, it } from 'vitest'

/**
 * The same Anthropic body by both ways: an Anthropic client on a bedrock() route whose model is none of Claude's, and
 * InvokeModel on an OpenAI-compatible backend. There is one translator, so that both ask for the same, warn of the same, and
 * refuse the same.
 */
const MODEL = 'someone.new-model-v1:0'

/** What the translator takes a backend for. */
const BACKEND = {
  family: 'unknown',
  system: true,
  tools: true,
  streamedTools: true,
  toolChoice: { any: true, tool: true },
  parallelToolControl: true,
  images: true,
  documents: true,
  imagesInToolResult: true,
  promptCaching: { system: true, messages: true, tools: true, ttl: ['5m', '1h'] },
  reasoning: 'explicit',
  explicitThinking: true,
  reasoningHistory: 'signed',
  anthropicBeta: true,
  sampling: 'both',
  topK: 'additional-field',
  maxStopSequences: Number.POSITIVE_INFINITY,
  prefill: true,
  structuredOutput: 'any-schema',
} as const

const PNG = 'iVBORw0KGgo='
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } }
const text = (value: string, more: object = {}) => ({ type: 'text', text: value, ...more })
const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })
const call = (id: string, input: unknown = {}) => ({ type: 'tool_use', id, name: 'look', input })
const result = (id: string, more: object) => ({ type: 'tool_result', tool_use_id: id, ...more })
const closed = { type: 'object', properties: {}, additionalProperties: false }
const tools = [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }]
const cache_control = { type: 'ephemeral' }
const messages = [user('Hi')]
const document = (source: object, more: object = {}) => ({
  messages: [user([{ type: 'document', source, ...more }, text('Read.')])],
})
const history = (...content: object[]) => ({ messages: [user('Hi'), assistant(content), user('Go on.')] })

/** What is taken, with or without warnings. */
const TAKEN: Readonly<Record<string, object>> = {
  'a text': { messages },
  'texts with cache marks': {
    system: [text('Be brief.', { cache_control })],
    messages: [user([text('Hi', { cache_control: { ...cache_control, ttl: '1h' } })])],
    tools: [{ ...tools[0], cache_control }],
  },
  'blank texts and neighbours': { system: ' ', messages: [user('A'), user([text(' '), text('B')])] },
  'an assistant that speaks first': { messages: [assistant('Hello.'), user('Hi')] },
  'a system message in the middle': { messages: [user('A'), { role: 'system', content: 'Be brief.' }] },
  'a begun answer': { messages: [user('A'), assistant('It is ')] },
  sampling: { messages, temperature: 0.5, top_p: 0.9, top_k: 5, stop_sequences: ['END', ' '] },
  'a temperature beyond one': { messages, temperature: 1.5 },
  'any tool': { messages, tools, tool_choice: { type: 'any' } },
  'a certain tool, one at a time': {
    messages,
    tools,
    tool_choice: { type: 'tool', name: 'look', disable_parallel_tool_use: true },
  },
  'no tool': {
    messages: [user('A'), assistant([call('a')]), user([result('a', {})])],
    tools,
    tool_choice: { type: 'none' },
  },
  'strict tools': {
    messages,
    tools: [
      { name: 'open', input_schema: { type: 'object' }, strict: false },
      { name: 'closed', input_schema: closed, strict: true, input_examples: [{}] },
    ],
  },
  'odd names and ids': {
    messages: [
      user('A'),
      assistant([{ ...call('toolu:1'), name: 'look around' }]),
      user([result('toolu:1', { content: 'Seen.' })]),
    ],
    tools: [{ name: 'look around', input_schema: { type: 'object' } }],
  },
  'results of every kind': {
    messages: [
      user([text('A'), image]),
      assistant([text('I look.'), call('a', { at: 'x' }), call('b'), call('c')]),
      user([
        result('a', { content: 'None.', is_error: true }),
        result('b', { content: [text('{"n": 1}'), image] }),
        result('unknown', { content: 'late' }),
        text('Go on.'),
      ]),
    ],
    tools,
  },
  'thinking with a budget': {
    messages,
    max_tokens: 10_000,
    thinking: { type: 'enabled', budget_tokens: 5000 },
  },
  'thinking and what it rules out': {
    messages,
    tools,
    tool_choice: { type: 'any' },
    temperature: 0.5,
    max_tokens: 10_000,
    thinking: { type: 'enabled', budget_tokens: 20_000 },
  },
  'adaptive thinking': { messages, thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
  'no thinking': { messages, thinking: { type: 'disabled' } },
  'an effort': { messages, output_config: { effort: 'low' } },
  'earlier thinking': history(
    { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
    { type: 'thinking', thinking: 'Hm?' },
    { type: 'redacted_thinking', data: 'AAEC' },
    text('Yes.'),
  ),
  'a document of text': document(
    { type: 'text', media_type: 'text/plain', data: 'hi' },
    { title: 'Notes: 1/2.txt', context: 'Mine.', citations: { enabled: true } },
  ),
  'a document of parts': document({ type: 'content', content: [text('one'), text('two')] }),
  'a document of bytes': document({ type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQ=' }),
  'a search result': {
    messages: [user([{ type: 'search_result', title: 'T', source: 's', content: [text('Found.')] }])],
  },
  'what Anthropic’s servers ran': history(
    { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
    { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
    text('Found.'),
  ),
  'a format': { messages, output_config: { format: { type: 'json_schema', schema: closed } } },
  'a format of the earlier name': { messages, output_format: { type: 'json_schema', schema: closed } },
  'fields that only Anthropic has': {
    messages,
    cache_control,
    context_management: { edits: [] },
    fallbacks: [],
    speed: 'fast',
    unheard_of: 1,
  },
  'fields of the service': {
    messages,
    anthropic_beta: ['context-1m-2025-08-07'],
    metadata: { user_id: 'u-1', odd: '~' },
    service_tier: 'standard_only',
  },
}

/** What is refused, and the words that name it. */
const REFUSED: Readonly<Record<string, readonly [object, string]>> = {
  'a container': [{ messages, container: 'c' }, 'container'],
  'MCP servers': [{ messages, mcp_servers: [{ type: 'url', url: 'https://example.com' }] }, 'mcp_servers'],
  'a tool of Claude’s': [{ messages, tools: [{ type: 'bash_20250124', name: 'bash' }] }, 'bash_20250124'],
  'an uploaded file': [document({ type: 'file', file_id: 'f' }), 'file'],
  'an upload into a container': [{ messages: [user([{ type: 'container_upload' }])] }, 'container_upload'],
  'an unknown block of an assistant': [history({ type: 'hologram' }), 'hologram'],
  'a role that nobody has': [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].role'],
  'no messages': [{ messages: [] }, 'messages'],
  'an effort that nobody has': [
    { messages, thinking: { type: 'adaptive' }, output_config: { effort: 'huge' } },
    'output_config.effort',
  ],
  'an effort alone that nobody has': [
    { messages, output_config: { effort: 'huge' } },
    'output_config.effort',
  ],
  'a budget without room': [
    { messages, max_tokens: 100, thinking: { type: 'enabled', budget_tokens: 2000 } },
    'max_tokens',
  ],
  'a choice of no tool': [{ messages, tools, tool_choice: { type: 'tool', name: 'absent' } }, 'tool_choice'],
  'a choice of an unknown kind': [{ messages, tools, tool_choice: { type: 'required' } }, 'tool_choice.type'],
  'a format of an unknown kind': [
    { messages, output_config: { format: { type: 'text' } } },
    'output_config.format.type',
  ],
  'bytes that are none': [
    { messages: [user([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: '%' } }])] },
    'messages[0].content[0].source.data',
  ],
  'a source of an unknown kind': [
    document({ type: 'ftp' }),
    'messages[0].content[0].source.type must be base64, text, content or url, not "ftp".',
  ],
  'a schema that is none': [
    { messages, tools: [{ name: 'look', input_schema: 'x' }] },
    'tools[0].input_schema',
  ],
  'a system text that is none': [{ messages, system: [image] }, 'system[0].type'],
  'a limit that is no number': [{ messages, max_tokens: 'many' }, 'max_tokens'],
  'a temperature out of range': [{ messages, temperature: 3 }, 'temperature'],
}

afterEach(() => configure(null))

it.each(Object.entries(TAKEN))('asks both ways for the same: %s', async (_name, fields) => {
  const body = { max_tokens: 100, ...fields }
  const direct = await byMessages(body)
  const invoked = await byInvokeModel(body)
  expect(direct.refusal).toBeUndefined()
  expect(invoked.refusal).toBeUndefined()
  const { value, warnings } = toChatCompletionRequest(
    fromConverseJson({ modelId: MODEL, ...(direct.sent as object) }),
    // As openai() has requests for such a backend written.
    { model: 'open-model', topK: true, limitName: 'max_tokens', textParts: false },
  )
  expect(invoked.sent).toEqual(JSON.parse(JSON.stringify(value)))
  expect(invoked.warnings).toEqual([...direct.warnings, ...warnings])
})

it.each(Object.entries(REFUSED))('refuses both ways the same: %s', async (_name, [fields, named]) => {
  const body = { max_tokens: 100, ...fields }
  const [direct, invoked] = [await byMessages(body), await byInvokeModel(body)]
  expect(direct).toMatchObject({ refusal: expect.stringContaining(named), sent: undefined })
  expect(invoked).toMatchObject({ refusal: direct.refusal, sent: undefined })
})

interface Fate {
  readonly sent: unknown
  readonly warnings: readonly Warning[]
  readonly refusal: string | undefined
}

async function byMessages(body: object): Promise<Fate> {
  await using server = await createBedrockServer()
  const warnings: Warning[] = []
  const route = bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    models: { [MODEL]: BACKEND },
    onWarning: (warning) => void warnings.push(warning),
  })
  const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route)
  const request = { model: MODEL, ...body } as unknown as Anthropic.MessageCreateParamsNonStreaming
  const refusal = await refusalOf(client.messages.create(request))
  return { sent: server.requests[0]?.json, warnings, refusal }
}

async function byInvokeModel(body: object): Promise<Fate> {
  await using backend = await createGatewayServer()
  const warnings: Warning[] = []
  configure({ onWarning: (warning) => void warnings.push(warning) })
  const client = register(
    new BedrockRuntimeClient({ maxAttempts: 1 }),
    openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk', model: 'open-model' }),
  )
  const refusal = await refusalOf(
    client.send(
      new InvokeModelCommand({
        modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...body }),
      }),
    ),
  )
  return { sent: backend.requests[0]?.json, warnings, refusal }
}

/** The words of a refusal, without what each SDK puts around them. */
async function refusalOf(sent: Promise<unknown>): Promise<string | undefined> {
  try {
    await sent
    return undefined
  } catch (error) {
    if (!(error instanceof Anthropic.APIError)) return (error as Error).message
    return (error.error as { error: { message: string } }).error.message
  }
}
