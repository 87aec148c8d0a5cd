import { describe, expect, it } from 'vitest'

import { createBedrockServer } from '../server.ts'
import { encryptReasoning } from './encrypted-reasoning.ts'

type Body = Record<string, unknown>
type Server = Awaited<ReturnType<typeof createBedrockServer>>

/** The members of an answer that a test looks into. */
interface Json {
  readonly id: string
  readonly status: string
  readonly deleted: boolean
  readonly output: readonly { readonly type: string; readonly summary: readonly unknown[] }[]
  readonly data: readonly { readonly id: string }[]
}

const call = async (url: string, body?: Body, headers: Record<string, string> = {}, method = 'POST') => {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, json: () => JSON.parse(text) as Json }
}

const open = () => createBedrockServer({ auth: 'none' })
const runtimeResponses = ({ url }: Server) => `${url}/openai/v1/responses`
const mantleResponses = ({ mantleUrl }: Server) => `${mantleUrl}/openai/v1/responses`

const SOL = { model: 'us.openai.gpt-6-sol', input: 'Hello' }
const TOOL = { type: 'function', name: 'look_up', parameters: { type: 'object', properties: {} } }

describe('which model is served where', () => {
  it.each<[model: string, host: 'runtime' | 'mantle', path: string, status: number, says?: string]>([
    ['openai.gpt-5.5', 'mantle', 'openai/v1/responses', 200],
    ['openai.gpt-5.5', 'mantle', 'openai/v1/chat/completions', 400, 'does not support'],
    ['openai.gpt-5.5', 'mantle', 'v1/responses', 404, 'does not exist'],
    ['us.openai.gpt-5.5', 'mantle', 'openai/v1/responses', 404, 'does not exist'],
    ['us.openai.gpt-5.5', 'runtime', 'openai/v1/responses', 404, "doesn't exist or doesn't support"],
    ['us.openai.gpt-6-sol', 'runtime', 'openai/v1/responses', 200],
    ['openai.gpt-6-sol', 'runtime', 'openai/v1/responses', 400, 'on-demand throughput isn’t supported'],
    ['openai.gpt-6-sol', 'mantle', 'openai/v1/responses', 200],
    ['openai.gpt-oss-120b-1:0', 'runtime', 'openai/v1/responses', 404, "doesn't support this API"],
    ['openai.gpt-oss-120b', 'mantle', 'v1/responses', 200],
    ['xai.grok-4.7', 'runtime', 'openai/v1/responses', 400, 'on-demand'],
    ['us.xai.grok-4.7', 'runtime', 'openai/v1/responses', 200],
    ['xai.grok-4.7', 'mantle', 'openai/v1/responses', 404, 'does not exist'],
    [
      'us.anthropic.claude-opus-5-5',
      'runtime',
      'openai/v1/responses',
      400,
      "does not support the '/v1/responses' API",
    ],
    ['amazon.nova-lite-v1:0', 'runtime', 'openai/v1/chat/completions', 400, 'does not support'],
    ['zai.glm-4.7', 'runtime', 'openai/v1/chat/completions', 200],
    [
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
      'runtime',
      'openai/v1/responses',
      400,
      "isn't supported on this route",
    ],
  ])('%s on %s by %s: %i', async (model, host, path, status, says = '') => {
    await using server = await open()
    const base = host === 'runtime' ? server.url : server.mantleUrl
    const hello = path.endsWith('responses')
      ? { input: 'Hello' }
      : { messages: [{ role: 'user', content: 'Hello' }] }
    const answer = await call(`${base}/${path}`, { model, ...hello })
    expect({ status: answer.status, text: answer.text }).toEqual({
      status,
      text: expect.stringContaining(says),
    })
    if (status !== 200) expect(answer.json()).toMatchObject({ error: { message: expect.any(String) } })
    expect(server.requests[0]).toMatchObject({ host, modelId: model })
  })

  it.each([
    ['converse', 'openai.gpt-5.5', 400],
    ['converse', 'us.openai.gpt-6-sol', 200],
  ])('%s of %s: %i', async (operation, model, status) => {
    await using server = await open()
    const body = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }
    expect((await call(`${server.url}/model/${model}/${operation}`, body)).status).toBe(status)
  })

  it('a path that Runtime does not have is a success that reports a failure; on Mantle it is none', async () => {
    await using server = await open()
    expect(await call(`${server.url}/openai/v1/nothing`, {})).toMatchObject({
      status: 200,
      text: expect.stringContaining('UnknownOperationException'),
    })
    expect((await call(`${server.mantleUrl}/v1/nothing`, {})).status).toBe(404)
  })
})

describe('who may call', () => {
  it('Mantle takes a key as a bearer, and as x-api-key on the paths of Anthropic alone', async () => {
    await using server = await createBedrockServer()
    const bearer = { authorization: `Bearer ${server.bearerToken}` }
    const key = { 'x-api-key': server.bearerToken, 'anthropic-version': '2023-06-01' }
    const message = {
      model: 'anthropic.claude-opus-5-5',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'Hello' }],
    }
    expect((await call(mantleResponses(server), { ...SOL, model: 'openai.gpt-6-sol' }, bearer)).status).toBe(
      200,
    )
    expect((await call(mantleResponses(server), { ...SOL, model: 'openai.gpt-6-sol' }, key)).status).toBe(403)
    expect((await call(`${server.mantleUrl}/anthropic/v1/messages`, message, key)).status).toBe(200)
  })
})

describe('Responses', () => {
  const reasoning = (family: string) => ({
    type: 'reasoning',
    id: 'rs_1',
    summary: [],
    encrypted_content: encryptReasoning(family, 'Hm.'),
  })
  const question = { role: 'user', content: 'Hello' }
  const said = { role: 'assistant', content: 'Hello.' }

  it.each<[name: string, body: Body, says: string]>([
    ['an unknown field', { guardrailConfig: {} }, "Unknown parameter: 'guardrailConfig'"],
    ['no input', { input: undefined }, "Missing required parameter: 'input'"],
    ['a small limit', { max_output_tokens: 15 }, 'Expected a value >= 16, but got 15'],
    ['sampling', { temperature: 1 }, "'temperature' is not supported with this model"],
    ['an effort that is none', { reasoning: { effort: 'minimal' } }, "'minimal' is not supported"],
    ['a tier of others', { service_tier: 'flex' }, 'service_tier'],
    ['the background', { background: true }, 'background is not supported'],
    ['a hosted tool', { tools: [{ type: 'web_search' }] }, 'web search is not supported'],
    [
      'a reserved namespace',
      { tools: [{ type: 'namespace', name: 'web', tools: [] }] },
      'reserved namespace',
    ],
    ['a name with a dot', { tools: [{ ...TOOL, name: 'look.up' }] }, 'does not match pattern'],
    ['an open strict schema', { tools: [{ ...TOOL, strict: true }] }, "'additionalProperties' is required"],
    ['a choice of nothing', { tool_choice: { type: 'function', name: 'x' } }, 'not found in'],
    ['an item of Codex', { input: [question, { type: 'compaction' }] }, "Invalid value: 'compaction'"],
    ['reasoning of another vendor', { input: [question, reasoning('xai'), said] }, 'could not be verified'],
    ['reasoning that nothing follows', { input: [question, reasoning('openai')] }, 'required following item'],
    [
      'a call without its output',
      { input: [question, { type: 'function_call', call_id: 'c1', name: 'x', arguments: '{}' }] },
      'No tool output found for function call c1',
    ],
    [
      'an output without its call',
      { input: [question, { type: 'function_call_output', call_id: 'c1', output: '' }] },
      'No tool call found for function call output',
    ],
    ['an unknown earlier response', { previous_response_id: 'resp_0' }, "'resp_0' not found"],
  ])('refuses %s', async (_name, body, says) => {
    await using server = await open()
    const answer = await call(runtimeResponses(server), { ...SOL, ...body })
    expect(answer).toMatchObject({ text: expect.stringContaining(says) })
    expect(answer.status).toBe(says.includes("'resp_0'") ? 404 : 400)
  })

  it('takes its own reasoning back, and hosted tools on Mantle', async () => {
    await using server = await open()
    const first = (await call(runtimeResponses(server), SOL)).json()
    expect(first.output.map(({ type }: { type: string }) => type)).toEqual(['reasoning', 'message'])
    const again = await call(runtimeResponses(server), {
      ...SOL,
      input: [question, ...first.output, question],
    })
    expect(again.status).toBe(200)
    const hosted = { model: 'openai.gpt-6-sol', input: 'Hello', tools: [{ type: 'web_search' }] }
    expect((await call(mantleResponses(server), hosted)).status).toBe(200)
  })

  it('shows a summary only where it is asked for, and does not reason at effort none', async () => {
    await using server = await open()
    const ask = async (effort: Body) =>
      (await call(runtimeResponses(server), { ...SOL, reasoning: effort })).json()
    expect((await ask({ effort: 'low', summary: 'auto' })).output[0]?.summary).toHaveLength(1)
    expect((await ask({ effort: 'low' })).output[0]?.summary).toEqual([])
    expect((await ask({ effort: 'none' })).output[0]?.type).toBe('message')
  })

  it('keeps what it is not told to forget, on its own host', async () => {
    await using server = await open()
    const id = (await call(runtimeResponses(server), SOL)).json().id
    const forgotten = (await call(runtimeResponses(server), { ...SOL, store: false })).json().id
    const chained = (previous: string) =>
      call(runtimeResponses(server), { ...SOL, previous_response_id: previous }).then(({ status }) => status)
    expect([await chained(id), await chained(forgotten)]).toEqual([200, 400])
    const stored = (path: string, method: string, url = runtimeResponses(server)) =>
      call(`${url}/${id}${path}`, undefined, {}, method)
    expect((await stored('', 'GET')).json().id).toBe(id)
    expect((await stored('/input_items', 'GET')).json().data).toEqual([question])
    expect((await stored('', 'GET', mantleResponses(server))).status).toBe(404)
    expect((await stored('/cancel', 'POST')).json().status).toBe('cancelled')
    expect((await stored('', 'DELETE')).json().deleted).toBe(true)
    expect((await stored('', 'GET')).status).toBe(404)
  })

  it('streams without names on Runtime and with them on Mantle, and breaks where it is told to', async () => {
    await using server = await open()
    const runtime = await call(runtimeResponses(server), { ...SOL, stream: true })
    expect(runtime.text).not.toContain('event:')
    expect(runtime.text).toContain('data: {"type":"response.completed"')
    const mantle = await call(mantleResponses(server), { ...SOL, model: 'openai.gpt-6-sol', stream: true })
    expect(mantle.text).toMatch(/^: keep-alive\n\nevent: response.created\n/)
    server.enqueue({
      stream: { errorEventAfter: { events: 2, error: { code: 'server_error', message: 'No.' } } },
    })
    const broken = await call(runtimeResponses(server), { ...SOL, stream: true })
    expect(broken.text.trim().split('\n\n')).toHaveLength(3)
    expect(broken.text).toContain('data: {"type":"error","code":"server_error","message":"No."}')
    server.enqueue({ stream: { closeWithoutMessageStop: true } })
    expect((await call(runtimeResponses(server), { ...SOL, stream: true })).text).not.toContain(
      'response.completed',
    )
  })

  it('puts scripted failures into its envelope', async () => {
    await using server = await open()
    server.enqueue({ error: { type: 'rate_limit_error', status: 429, message: 'Slow down.', retryAfter: 2 } })
    const answer = await call(runtimeResponses(server), SOL)
    expect(answer.status).toBe(429)
    expect(answer.json()).toMatchObject({ error: { message: 'Slow down.', code: 'rate_limit_exceeded' } })
  })
})

describe('Chat Completions', () => {
  const messages = [{ role: 'user', content: 'Hello' }]
  const CHAT_TOOL = { type: 'function', function: { name: 'look_up', parameters: { type: 'object' } } }

  it.each<[name: string, body: Body, says: string]>([
    [
      'functions beside reasoning',
      { tools: [CHAT_TOOL] },
      'Function tools with reasoning_effort are not supported',
    ],
    ['the old limit', { max_tokens: 5 }, "Use 'max_completion_tokens' instead"],
    ['stop sequences', { stop: ['x'] }, "'stop' is not supported"],
    ['a choice without tools', { tool_choice: 'auto' }, "only allowed when 'tools' are specified"],
    [
      'a call without its result',
      { messages: [...messages, { role: 'assistant', tool_calls: [{ id: 'c1' }] }, ...messages] },
      'did not have response messages: c1',
    ],
    [
      'a result without its call',
      { messages: [...messages, { role: 'tool', tool_call_id: 'c1', content: '' }] },
      'must be a response to',
    ],
  ])('refuses %s', async (_name, body, says) => {
    await using server = await open()
    const answer = await call(`${server.url}/openai/v1/chat/completions`, {
      model: 'us.openai.gpt-6-sol',
      messages,
      ...body,
    })
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(says) })
  })

  it('counts the calls of a stream from one on Mantle', async () => {
    await using server = await open()
    const body = {
      model: 'qwen.qwen3-235b-a22b-2507',
      messages,
      tools: [CHAT_TOOL],
      tool_choice: 'required',
      stream: true,
    }
    const answer = await call(`${server.mantleUrl}/v1/chat/completions`, body)
    expect(answer.text).toContain('"index":1,')
    expect(answer.text).not.toContain('"tool_calls":[{"index":0')
  })
})

describe('Messages', () => {
  const version = { 'anthropic-version': '2023-06-01' }
  const hello = {
    model: 'us.anthropic.claude-opus-5-5',
    max_tokens: 50,
    messages: [{ role: 'user', content: 'Hello' }],
  }

  it.each<[name: string, body: Body, headers: Record<string, string>, says: string]>([
    ['no version', {}, {}, 'anthropic-version'],
    [
      'a beta flag of the prompt cache',
      {},
      { ...version, 'anthropic-beta': 'prompt-caching-scope-2026-01-05' },
      'invalid beta flag',
    ],
    ['a user id in JSON', { metadata: { user_id: '{"a":1}' } }, version, 'metadata.user_id'],
    [
      'a format',
      { output_config: { format: { type: 'json_schema', schema: {} } } },
      version,
      'output_config.format',
    ],
    [
      'a strict tool',
      { tools: [{ name: 'x', input_schema: { type: 'object' }, strict: true }] },
      version,
      'tools.0.custom.strict',
    ],
    [
      'a tool of the server',
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      version,
      'web_search_20250305',
    ],
    ['fallbacks', { fallbacks: [] }, version, 'fallbacks: Extra inputs are not permitted'],
    ['a model that is no Claude', { model: 'us.amazon.nova-lite-v1:0' }, version, 'does not support'],
  ])('refuses %s', async (_name, body, headers, says) => {
    await using server = await open()
    const answer = await call(`${server.url}/anthropic/v1/messages`, { ...hello, ...body }, headers)
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(says) })
    expect(answer.json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
  })

  it('answers whole and streamed, and counts on Mantle alone', async () => {
    await using server = await open()
    const path = '/anthropic/v1/messages'
    expect((await call(server.url + path, hello, version)).json()).toMatchObject({ type: 'message' })
    const stream = await call(server.url + path, { ...hello, stream: true }, version)
    expect(stream.text).toMatch(/^event: message_start\n/)
    const bare = { ...hello, model: 'anthropic.claude-opus-5-5' }
    const counted = await call(`${server.mantleUrl}${path}/count_tokens`, bare, version)
    expect(counted.json()).toEqual({ input_tokens: expect.any(Number) })
    expect((await call(`${server.url}${path}/count_tokens`, hello, version)).text).toContain(
      'UnknownOperation',
    )
  })
})

describe('the models of Mantle', () => {
  it('are listed', async () => {
    await using server = await open()
    const { data } = (await call(`${server.mantleUrl}/v1/models`, undefined, {}, 'GET')).json()
    expect(data.map(({ id }) => id)).toContain('openai.gpt-5.5')
  })
})
