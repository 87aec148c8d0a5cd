// Report 16: beta flags and fields that SDKs add for Anthropic's own API and Bedrock refuses are dropped, renamed or replaced, with warnings (claude-code#63532, claude-code#49370, litellm#19373, vercel/ai#13955)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
let server: BedrockServer
let warnings: Warning[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings = []
})

const create = () =>
  register(
    new Anthropic({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      onWarning: (warning) => void warnings.push(warning),
    }),
  )
const messages = [{ role: 'user' as const, content: 'hello' }]
const asked = { model, max_tokens: 100, messages }
const input_schema = { type: 'object' as const }
const sent = () => server.requests.at(-1)?.json as Record<string, unknown>
const listed = () => warnings.map(({ code, field }) => [code, field])

describe("report 16: what Anthropic's own API takes and Bedrock refuses", () => {
  it.each([
    [['structured-outputs-2025-11-13'], undefined],
    [['token-counting-2024-11-01', 'context-1m-2025-08-07'], ['context-1m-2025-08-07']],
    [['prompt-caching-scope-2026-01-05'], undefined],
    [['advanced-tool-use-2025-11-20'], ['tool-search-tool-2025-10-19']],
    [['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'], ['tool-search-tool-2025-10-19']],
  ])('the flags %j become %j', async (betas, expected) => {
    await create().beta.messages.create({ ...asked, betas })
    expect(sent()['anthropic_beta']).toEqual(expected)
    expect(listed()).toHaveLength(1)
    expect(warnings[0]).toMatchObject({
      field: 'anthropic_beta',
      message: expect.stringContaining(betas[0] ?? '') as string,
    })
  })

  it.each([false, true])(
    'a tool with eager_input_streaming asks by its flag (stream: %s)',
    async (stream) => {
      const tools = [
        { name: 'look_up', input_schema, eager_input_streaming: true },
        { name: 'other', input_schema },
      ]
      const client = create()
      if (stream) await client.messages.stream({ ...asked, tools }).finalMessage()
      else await client.messages.create({ ...asked, tools })
      expect(sent()).toMatchObject({
        tools: [
          { name: 'look_up', input_schema },
          { name: 'other', input_schema },
        ],
        anthropic_beta: ['fine-grained-tool-streaming-2025-05-14'],
      })
      expect(JSON.stringify(sent())).not.toContain('eager_input_streaming')
      expect(listed()).toEqual([['unsupported_parameter', 'tools[0].eager_input_streaming']])
    },
  )

  it('examples of a tool ask by their own flag', async () => {
    const tools = [{ name: 'look_up', input_schema, input_examples: [{ q: 'x' }] }]
    await create().beta.messages.create({ ...asked, tools, betas: ['advanced-tool-use-2025-11-20'] })
    expect(sent()['anthropic_beta']).toEqual(['tool-search-tool-2025-10-19', 'tool-examples-2025-10-29'])
  })

  it('JSON in metadata.user_id is hashed, the same each time; other ids go on', async () => {
    const client = create()
    const user_id = JSON.stringify({ device_id: 'd', session_id: 's' })
    await client.messages.create({ ...asked, metadata: { user_id } })
    const first = sent()['metadata']
    expect(first).toEqual({ user_id: expect.stringMatching(/^user_[0-9a-z]{13}$/) as string })
    await client.messages.create({ ...asked, metadata: { user_id } })
    expect(sent()['metadata']).toEqual(first)
    expect(listed()[0]).toEqual(['metadata_out_of_limits', 'metadata.user_id'])
    await client.messages.create({ ...asked, metadata: { user_id: 'user_1@x:y' } })
    expect(sent()['metadata']).toEqual({ user_id: 'user_1@x:y' })
  })

  it('scopes of caches are left out', async () => {
    const cache_control = { type: 'ephemeral', ttl: '1h', scope: 'global' } as Anthropic.CacheControlEphemeral
    await create().messages.create({
      ...asked,
      system: [{ type: 'text', text: 'Be brief.', cache_control }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hello', cache_control }] }],
    })
    expect(sent()).toMatchObject({ system: [{ cache_control: { type: 'ephemeral', ttl: '1h' } }] })
    expect(JSON.stringify(sent())).not.toContain('scope')
    expect(listed()).toEqual([
      ['unsupported_parameter', 'system[0].cache_control.scope'],
      ['unsupported_parameter', 'messages[0].content[0].cache_control.scope'],
    ])
  })

  it('counts tokens without them', async () => {
    const tools = [{ name: 'look_up', input_schema, eager_input_streaming: true }]
    const client = create()
    const { input_tokens } = await client.beta.messages.countTokens({ model, messages, tools, betas: [] })
    expect(input_tokens).toBeGreaterThan(0)
    expect(listed()).toContainEqual(['unsupported_parameter', 'tools[0].eager_input_streaming'])
  })

  it('leaves everything else alone, and silent', async () => {
    const betas = ['interleaved-thinking-2025-05-14', 'compact-2026-01-12']
    await create().beta.messages.create({ ...asked, betas })
    expect(sent()).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages,
      anthropic_beta: betas,
    })
    expect(warnings).toEqual([])
  })

  it('is the same for OpenAI clients that send beta flags', async () => {
    const route = bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      onWarning: (warning) => void warnings.push(warning),
    })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
    const headers = {
      'anthropic-beta': 'structured-outputs-2025-11-13,advanced-tool-use-2025-11-20,context-1m-2025-08-07',
    }
    await client.chat.completions.create({ model, messages }, { headers })
    expect(sent()).toMatchObject({
      additionalModelRequestFields: {
        anthropic_beta: ['tool-search-tool-2025-10-19', 'context-1m-2025-08-07'],
      },
    })
    expect(listed()).toEqual([
      ['unsupported_parameter', 'anthropic_beta'],
      ['beta_flag_renamed', 'anthropic_beta'],
    ])
  })

  it.each([
    [['structured-outputs-2025-11-13'], undefined, ['unsupported_parameter']],
    [
      ['advanced-tool-use-2025-11-20', 'compact-2026-01-12'],
      { anthropic_beta: ['tool-search-tool-2025-10-19', 'compact-2026-01-12'] },
      ['beta_flag_renamed'],
    ],
  ])('and among the additional fields of chat: %j', async (anthropic_beta, fields, codes) => {
    const { region, url: endpoint, credentials } = server
    const onWarning = (warning: Warning) => void warnings.push(warning)
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
      bedrock({ region, endpoint, credentials, onWarning }),
    )
    const extra = { additionalModelRequestFields: { anthropic_beta } } as object
    await client.chat.completions.create({ model, messages, ...extra })
    expect(sent()['additionalModelRequestFields']).toEqual(fields)
    expect(listed()).toEqual(codes.map((code) => [code, 'additionalModelRequestFields.anthropic_beta']))
  })
})
