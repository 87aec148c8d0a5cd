// Requests as coding agents send them (Codex CLI, Claude Code, opencode), to every family: none may be refused for what such a
// program cannot change.
import { bedrock, createFetch } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, TEST_BEARER_TOKEN } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const MODELS = [
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-opus-5-5',
  'us.amazon.nova-pro-v1:0',
  'openai.gpt-oss-120b-1:0',
  'openai.gpt-5.6-sol',
  'us.xai.grok-4.7',
  'us.moonshotai.kimi-k3',
]
const CLAUDE = MODELS.slice(0, 2)
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

interface Answer {
  readonly status: number
  readonly text: string
  readonly warnings: readonly { readonly code: string; readonly field: string; readonly message: string }[]
}

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const send = createFetch(
    bedrock({
      region: 'us-east-1',
      endpoint: server.url,
      mantleEndpoint: server.mantleUrl,
      apiKey: TEST_BEARER_TOKEN,
    }),
  )
  const response = await send(`https://api.openai.com/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const warnings = response.headers.get('x-patchbay-warnings')
  return {
    status: response.status,
    text: await response.text(),
    warnings: warnings === null ? [] : (JSON.parse(decodeURIComponent(warnings)) as Answer['warnings']),
  }
}

/** The body of the last request that the service got. */
const sentBody = (): unknown => server.requests.at(-1)?.json

const codes = ({ warnings }: Answer) => warnings.map(({ code, field }) => `${code} ${field}`)

const SHELL = {
  type: 'function',
  name: 'shell',
  description: 'Runs a command.',
  strict: false,
  parameters: {
    type: 'object',
    properties: { command: { type: 'array', items: { type: 'string' } } },
    required: ['command'],
    additionalProperties: false,
  },
}
const PATCH = {
  type: 'custom',
  name: 'patch',
  description: 'Changes files.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: /.+/' },
}
const ASKED = [
  { type: 'message', role: 'developer', id: 'msg_d', content: [{ type: 'input_text', text: 'Be careful.' }] },
  { type: 'message', role: 'user', id: 'msg_1', content: [{ type: 'input_text', text: 'List the files.' }] },
]
const CODEX = {
  instructions: 'You are a coding agent.',
  store: false,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: 'session',
  client_metadata: { session: 'a' },
  reasoning: { effort: 'medium', summary: 'auto' },
  text: { verbosity: 'low' },
  parallel_tool_calls: true,
  tool_choice: 'auto',
  stream: true,
  input: ASKED,
  tools: [SHELL],
}
const SCHEMA = {
  type: 'object',
  properties: { title: { type: 'string' } },
  required: ['title'],
  additionalProperties: false,
}
const HISTORY = [
  ...ASKED,
  { type: 'reasoning', summary: [], content: null, encrypted_content: 'gAAAA' },
  { type: 'custom_tool_call', id: 'ctc_1', status: 'completed', call_id: 'a', name: 'patch', input: '+x' },
  { type: 'custom_tool_call_output', call_id: 'a', output: 'done' },
  {
    type: 'function_call',
    call_id: 'b',
    name: 'shell',
    namespace: 'functions',
    arguments: '{"command":["ls"]}',
  },
  {
    type: 'function_call_output',
    call_id: 'b',
    output: [
      { type: 'input_text', text: 'A picture:' },
      { type: 'input_image', image_url: `data:image/png;base64,${PIXEL}`, detail: 'high' },
    ],
  },
]
const NAMESPACES = [
  {
    type: 'namespace',
    name: 'functions',
    description: 'Its own.',
    tools: [{ ...PATCH, name: 'exec' }, SHELL],
  },
  { type: 'namespace', name: 'collaboration', description: 'Others.', tools: [{ ...SHELL, name: 'spawn' }] },
]

describe('Responses as Codex sends them', () => {
  const cases: Readonly<Record<string, object>> = {
    'a first turn': CODEX,
    'tools of a namespace': {
      ...CODEX,
      tools: [
        SHELL,
        { type: 'namespace', name: 'mcp__files', description: 'Files.', tools: [{ ...SHELL, name: 'read' }] },
      ],
    },
    'tools that come as an item': {
      ...CODEX,
      tools: undefined,
      input: [...ASKED, { type: 'additional_tools', id: 'at_1', role: 'developer', tools: NAMESPACES }],
    },
    'a hosted search beside a function': {
      ...CODEX,
      tools: [SHELL, { type: 'web_search', external_web_access: false }],
    },
    'a history with an image in an output': { ...CODEX, tools: [SHELL, PATCH], input: HISTORY },
    'a compaction: a history with calls, and no tools': {
      ...CODEX,
      tools: [],
      input: [
        ...HISTORY.slice(0, -1),
        { type: 'function_call_output', call_id: 'b', output: 'a.txt' },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Sum it up.' }] },
      ],
    },
    'a schema for the answer': {
      ...CODEX,
      text: {
        verbosity: 'low',
        format: { type: 'json_schema', name: 'answer', strict: true, schema: SCHEMA },
      },
    },
    'an effort and a context of reasoning': {
      ...CODEX,
      reasoning: { effort: 'high', summary: 'auto', context: 'all_turns' },
    },
  }
  describe.each(MODELS)('to %s', (model) => {
    it.each(Object.entries(cases))('%s', async (_name, body) => {
      const { status, text } = await post('/responses', { ...body, model })
      expect(text).toContain('response.completed')
      expect(status).toBe(200)
    })
  })

  it.each(['us.amazon.nova-pro-v1:0', 'us.xai.grok-4.7'])(
    'a hosted search alone is refused with a remedy: %s',
    async (model) => {
      const { status, text } = await post('/responses', { ...CODEX, tools: [{ type: 'web_search' }], model })
      expect(status).toBe(400)
      expect(text).toContain('Offer a function tool that searches the web.')
    },
  )

  it.each(MODELS.slice(2))(
    'an image in an output is shown, or a note stands in its place: %s',
    async (model) => {
      const { status, warnings } = await post('/responses', {
        ...CODEX,
        tools: [SHELL, PATCH],
        input: HISTORY,
        model,
      })
      expect(status).toBe(200)
      const sent = JSON.stringify(sentBody())
      const noted = sent.includes('(an image, which this model cannot see)')
      expect(noted).toBe(warnings.some(({ code }) => code === 'unsupported_content_block'))
      expect(noted || sent.includes(PIXEL)).toBe(true)
      expect(noted).toBe(model.includes('gpt-oss'))
    },
  )
})

const BETAS = [
  'claude-code-20250219',
  'interleaved-thinking-2025-05-14',
  'thinking-token-count-2026-05-13',
  'context-management-2025-06-27',
  'context-1m-2025-08-07',
  'prompt-caching-scope-2026-01-05',
  'mid-conversation-system-2026-04-07',
  'effort-2025-11-24',
  'structured-outputs-2025-12-15',
  'advanced-tool-use-2025-11-20',
]
const HEADERS = { 'anthropic-version': '2023-06-01', 'anthropic-beta': BETAS.join(',') }
const MARK = { cache_control: { type: 'ephemeral' } }
const RUN = {
  name: 'Run',
  description: 'Runs a command.',
  input_schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      command: { type: 'string' },
      environment: {
        type: 'object',
        propertyNames: { type: 'string' },
        additionalProperties: { type: 'string' },
      },
    },
    required: ['command'],
    additionalProperties: false,
  },
}
const ASK = { role: 'user', content: [{ type: 'text', text: 'List the files.', ...MARK }] }
const CLAUDE_CODE = {
  max_tokens: 32_000,
  temperature: 1,
  stream: true,
  metadata: { user_id: '{"device_id":"d","session_id":"s"}' },
  thinking: { type: 'adaptive' },
  output_config: { effort: 'medium' },
  context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
  system: [{ type: 'text', text: 'You are a coding agent.', ...MARK }],
  tools: [{ ...RUN, eager_input_streaming: true, defer_loading: true, ...MARK }],
  messages: [ASK],
}
const SEARCH = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 }
const used = (name: string) => ({
  role: 'assistant',
  content: [
    { type: 'text', text: 'Let me see.', citations: null },
    { type: 'tool_use', id: 'toolu_1', name, input: {}, caller: { type: 'direct' } },
  ],
})
const result = (content: unknown) => ({
  role: 'user',
  content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content }],
})

describe('Messages as Claude Code sends them', () => {
  const cases: Readonly<Record<string, object>> = {
    'a first turn': CLAUDE_CODE,
    'thinking with a budget, and no tools': {
      ...CLAUDE_CODE,
      thinking: { type: 'enabled', budget_tokens: 31_999 },
      output_config: undefined,
      tools: [],
    },
    'a title: no thinking, a schema': {
      ...CLAUDE_CODE,
      max_tokens: 512,
      thinking: { type: 'disabled' },
      output_config: { format: { type: 'json_schema', schema: SCHEMA } },
      context_management: undefined,
      tools: [],
    },
    'system text in mid-conversation': {
      ...CLAUDE_CODE,
      messages: [
        ASK,
        { role: 'system', content: 'A note.' },
        used('Run'),
        { role: 'system', content: [{ type: 'text', text: 'Another.', ...MARK }] },
        result('a.txt'),
      ],
      thinking: undefined,
      context_management: undefined,
    },
    'a tool that was found': {
      ...CLAUDE_CODE,
      thinking: undefined,
      context_management: undefined,
      tools: [
        { ...RUN, name: 'ToolSearch' },
        { ...RUN, defer_loading: true },
      ],
      messages: [ASK, used('ToolSearch'), result([{ type: 'tool_reference', tool_name: 'Run' }])],
    },
    'a result with an image and a text file': {
      ...CLAUDE_CODE,
      thinking: undefined,
      context_management: undefined,
      messages: [
        ASK,
        used('Run'),
        result([
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Contents.' } },
        ]),
      ],
    },
    'a hosted search beside a tool': { ...CLAUDE_CODE, tools: [RUN, SEARCH] },
  }
  describe.each(MODELS)('to %s', (model) => {
    it.each(Object.entries(cases))('%s', async (_name, body) => {
      const { status, text } = await post('/messages?beta=true', { ...body, model }, HEADERS)
      expect(text).toContain('message_stop')
      expect(status).toBe(200)
    })
  })

  it.each(MODELS)('each warning is given once for its code and field: %s', async (model) => {
    const answer = await post('/messages?beta=true', { ...CLAUDE_CODE, model }, HEADERS)
    const given = codes(answer)
    expect(given.length).toBeGreaterThan(0)
    expect(given).toEqual([...new Set(given)])
  })

  it.each(MODELS)('a search that is forced is refused with a remedy: %s', async (model) => {
    for (const tools of [[SEARCH], [RUN, SEARCH]]) {
      const { status, text } = await post(
        '/messages',
        { ...CLAUDE_CODE, model, tools, tool_choice: { type: 'tool', name: 'web_search' } },
        HEADERS,
      )
      expect(status).toBe(400)
      expect(text).toContain('Offer a tool with a name and an input_schema that searches the web.')
    }
  })

  it.each(MODELS.slice(2))('system text goes to its place, not to the beginning: %s', async (model) => {
    const answer = await post(
      '/messages',
      { model, max_tokens: 100, messages: [ASK, { role: 'system', content: 'A note.' }] },
      HEADERS,
    )
    expect(codes(answer)).toContain('system_message_moved messages[1]')
    const sent = JSON.stringify(sentBody())
    expect(sent.indexOf('A note.')).toBeGreaterThan(sent.indexOf('List the files.'))
  })

  it('a limit above the maximum of Nova is lowered, whatever flags there are', async () => {
    const answer = await post('/messages', { ...CLAUDE_CODE, model: 'us.amazon.nova-pro-v1:0' }, HEADERS)
    expect(answer.status).toBe(200)
    expect(codes(answer)).toContain('clamped_parameter max_tokens')
  })

  it.each(CLAUDE)(
    'an unknown flag is left out once the service has refused it, and remembered: %s',
    async (model) => {
      const headers = { ...HEADERS, 'anthropic-beta': `made-up-for-${model.length}-2026-11-01,${BETAS[1]}` }
      const body = { model, max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] }
      const first = await post('/messages', body, headers)
      expect(first.status).toBe(200)
      expect(codes(first)).toEqual(['refused_parameter anthropic_beta'])
      expect(server.requests.length).toBe(2)
      server.reset()
      const second = await post('/messages', body, headers)
      expect(codes(second)).toEqual(['refused_parameter anthropic_beta'])
      expect(server.requests.length).toBe(1)
      expect(JSON.stringify(sentBody())).toContain('interleaved-thinking')
    },
  )

  it('and so is one among the additional fields of a chat', async () => {
    const betas = [BETAS[1], 'made-up-in-a-chat-2026-11-01']
    const answer = await post('/chat/completions', {
      model: CLAUDE[0],
      messages: [{ role: 'user', content: 'Hi' }],
      additionalModelRequestFields: { anthropic_beta: betas },
    })
    expect(answer.status).toBe(200)
    expect(codes(answer)).toEqual(['refused_parameter additionalModelRequestFields.anthropic_beta'])
    expect(sentBody()).toMatchObject({ additionalModelRequestFields: { anthropic_beta: [BETAS[1]] } })
  })

  it('a model that nobody knows is a not_found_error', async () => {
    const { status, text } = await post('/messages', { ...CLAUDE_CODE, model: 'claude-nonsense' }, HEADERS)
    expect(status).toBe(404)
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'not_found_error' } })
  })
})

describe('requests as opencode sends them', () => {
  const chat = {
    stream: true,
    stream_options: { include_usage: true },
    reasoning_effort: 'medium',
    max_tokens: 32_000,
    messages: [
      { role: 'system', content: 'You are a coding agent.', ...MARK },
      { role: 'user', content: 'List the files.' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'run', arguments: '{}' }, ...MARK }],
      },
      { role: 'tool', tool_call_id: 'a', content: 'a.txt', ...MARK },
    ],
    tools: [{ type: 'function', function: { name: 'run', parameters: { type: 'object', properties: {} } } }],
  }
  it.each(MODELS)('chat with marks for caching: %s', async (model) => {
    const { status, text } = await post('/chat/completions', { ...chat, model })
    expect(text).toContain('[DONE]')
    expect(status).toBe(200)
  })

  it('the mark on a call is a cache point', async () => {
    await post('/chat/completions', { ...chat, reasoning_effort: undefined, model: CLAUDE[0] })
    const body = sentBody() as { messages: { role: string; content: object[] }[] }
    expect(body.messages.find(({ role }) => role === 'assistant')?.content).toContainEqual({
      cachePoint: { type: 'default' },
    })
  })

  it.each(MODELS)('Messages with its flags: %s', async (model) => {
    const { status } = await post(
      '/messages',
      { model, max_tokens: 32_000, stream: true, messages: [{ role: 'user', content: 'Hi' }] },
      {
        'anthropic-version': '2023-06-01',
        'anthropic-beta': 'thinking-binding-controls-2026-08-01,structured-outputs-2025-11-13',
      },
    )
    expect(status).toBe(200)
  })
})
