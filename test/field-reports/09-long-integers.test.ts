// Report 09: Integers beyond 2^53 in tool arguments stay exact wherever both sides are text; JavaScript numbers give a warning. (earendil-works/pi#8943)
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { configure, openai, register, type Warning } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const NOVA = 'us.amazon.nova-pro-v1:0'
const LLAMA = 'us.meta.llama3-3-70b-instruct-v1:0'
const EXACT = '{"id":1183472938472938473,"of":[-9007199254740993]}'
const messages = [{ role: 'user' as const, content: 'Go.' }]
const parameters = { type: 'object', properties: { id: { type: 'integer' } } }
const tools = [{ type: 'function' as const, function: { name: 'find', parameters } }]

/** Written into JSON as it stands. */
const raw = (text: string): unknown => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text)
const input = { id: raw('1183472938472938473'), of: [raw('-9007199254740993')] } as never
const call = {
  content: [{ toolUse: { toolUseId: 'call_1', name: 'find', input } }],
  stopReason: 'tool_use' as const,
  stream: { deltaSize: 4 },
}

const bedrock = useStrictBedrock()
const sentText = () => new TextDecoder().decode(bedrock.server.requests.at(-1)?.body)

describe.each(versions)('report 09: long integers, $name', ({ OpenAI: Client }) => {
  const create = () => bedrock.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))

  it('whole answers, and histories', async () => {
    bedrock.server.enqueue(call)
    const answer = await create().chat.completions.create({ model: CLAUDE, messages, tools })
    const message = answer.choices[0]!.message
    expect(message.tool_calls).toMatchObject([{ function: { arguments: EXACT } }])
    await create().chat.completions.create({
      model: CLAUDE,
      tools,
      messages: [...messages, message, { role: 'tool', tool_call_id: 'call_1', content: 'none' }],
    })
    expect(sentText()).toContain(`"input":${EXACT}`)
    expect(bedrock.warnings).toEqual([])
  })

  it.each([CLAUDE, LLAMA])('streams of %s', async (model) => {
    bedrock.server.enqueue(call)
    const stream = await create().chat.completions.create({ model, messages, tools, stream: true })
    let json = ''
    for await (const { choices } of stream)
      json += choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? ''
    expect(json).toBe(EXACT)
  })

  it('properties with other names', async () => {
    bedrock.server.enqueue(call)
    const renamed = { type: 'object', properties: { id: { type: 'integer' }, 'filter[id]': {} } }
    const answer = await create().chat.completions.create({
      model: CLAUDE,
      messages,
      tools: [{ type: 'function', function: { name: 'find', parameters: renamed } }],
    })
    expect(answer.choices[0]?.message.tool_calls).toMatchObject([{ function: { arguments: EXACT } }])
  })
})

describe('report 09: long integers, Responses', () => {
  it.each([false, true])('streamed: %s', async (stream) => {
    const client = bedrock.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    const request = {
      model: CLAUDE,
      tools: [{ type: 'function' as const, name: 'find', parameters, strict: false }],
    }
    bedrock.server.enqueue(call)
    const ask = { ...request, input: 'Go.' }
    const answer = stream
      ? await client.responses.stream(ask).finalResponse()
      : await client.responses.create(ask)
    const item = answer.output.find(({ type }) => type === 'function_call')
    expect(item).toMatchObject({ arguments: EXACT })
    await client.responses.create({
      ...request,
      input: [
        { role: 'user', content: 'Go.' },
        { type: 'function_call', call_id: 'call_1', name: 'find', arguments: EXACT },
        { type: 'function_call_output', call_id: 'call_1', output: 'none' },
      ],
    })
    expect(sentText()).toContain(`"input":${EXACT}`)
  })
})

describe('report 09: long integers, Messages', () => {
  const create = () => bedrock.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
  const history = (text: string) =>
    `{"model":"${NOVA}","max_tokens":100,"tools":[{"name":"find","input_schema":{"type":"object"}}],"messages":[` +
    `{"role":"user","content":"Go."},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"find","input":${text}}]},` +
    '{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"none"}]}]}'
  const post = (body: string) =>
    create()
      .post('/v1/messages', {
        body: new TextEncoder().encode(body),
        headers: { 'content-type': 'application/json' },
      })
      .asResponse()

  it('text over HTTP, both ways, on other models', async () => {
    bedrock.server.enqueue(call)
    const answer = await post(history(EXACT))
    expect(await answer.text()).toContain(`"input":${EXACT}`)
    expect(sentText()).toContain(`"input":${EXACT}`)
    expect(bedrock.warnings).toEqual([])
  })

  it('text over HTTP on Claude', async () => {
    await post(history(EXACT).replace(NOVA, CLAUDE))
    expect(sentText()).toContain(`"input":${EXACT}`)
  })

  it('streams', async () => {
    bedrock.server.enqueue(call)
    let json = ''
    for await (const event of create().messages.stream({ model: NOVA, max_tokens: 100, messages })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'input_json_delta')
        json += event.delta.partial_json
    }
    expect(json).toBe(EXACT)
  })

  it('warns of numbers that the SDK hands over', async () => {
    await create().messages.create({
      model: NOVA,
      max_tokens: 100,
      tools: [{ name: 'find', input_schema: { type: 'object' } }],
      messages: [
        ...messages,
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'call_1', name: 'find', input: { id: 2 ** 60 } }],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'none' }] },
      ],
    })
    expect(bedrock.warnings).toMatchObject([
      { code: 'inexact_integer', field: 'messages[1].content[0].input' },
    ])
  })
})

describe('report 09: inputs of calls deeper than the stack', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  const refused = { status: 400, message: expect.stringContaining('nested too deeply') as string }

  it.each([false, true])('are refused in Chat Completions, streamed: %s', async (stream) => {
    const client = bedrock.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    const made = { id: 'call_1', type: 'function' as const, function: { name: 'find', arguments: deep } }
    const history = [
      ...messages,
      { role: 'assistant' as const, content: null, tool_calls: [made] },
      { role: 'tool' as const, tool_call_id: 'call_1', content: 'none' },
    ]
    const asked = client.chat.completions.create({ model: CLAUDE, messages: history, tools, stream })
    await expect(asked).rejects.toMatchObject(refused)
    expect(bedrock.server.requests).toEqual([])
  })

  it.each([CLAUDE, NOVA])('are refused in Messages for %s', async (model) => {
    const client = bedrock.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    const body =
      `{"model":"${model}","max_tokens":100,"tools":[{"name":"find","input_schema":{"type":"object"}}],"messages":[` +
      `{"role":"user","content":"Go."},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"find","input":${deep}}]},` +
      '{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"none"}]}]}'
    const headers = { 'content-type': 'application/json' }
    const asked = client.post('/v1/messages', { body: new TextEncoder().encode(body), headers }).asResponse()
    await expect(asked).rejects.toMatchObject(refused)
    const counted = client.post('/v1/messages/count_tokens', {
      body: new TextEncoder().encode(body),
      headers,
    })
    await expect(counted).rejects.toMatchObject(refused)
  })
})

describe('report 09: long integers, AWS client', () => {
  it('warns of numbers both ways, and passes the text of streams', async () => {
    await using backend = await createGatewayServer()
    const warnings: Warning[] = []
    configure({ onWarning: (warning) => warnings.push(warning) })
    const client = register(
      new BedrockRuntimeClient({
        region: 'us-east-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'key' }),
    )
    const toolCalls = [
      { index: 0, id: 'call_1', type: 'function', function: { name: 'find', arguments: EXACT } },
    ]
    const message = { role: 'assistant', content: null, tool_calls: toolCalls }
    backend.enqueue({ json: { choices: [{ index: 0, message, finish_reason: 'tool_calls' }] } })
    const user = { role: 'user' as const, content: [{ text: 'Go.' }] }
    const answer = await client.send(new ConverseCommand({ modelId: 'm', messages: [user] }))
    expect(answer.stopReason).toBe('tool_use')
    expect(warnings.map(({ code }) => code)).toEqual(['inexact_integer'])
    const results = {
      role: 'user' as const,
      content: [{ toolResult: { toolUseId: 'call_1', content: [{ text: 'none' }] } }],
    }
    const own = {
      role: 'assistant' as const,
      content: [{ toolUse: { toolUseId: 'call_1', name: 'find', input: { id: 2 ** 60 } } }],
    }
    await client.send(new ConverseCommand({ modelId: 'm', messages: [user, own, results] }))
    expect(warnings.at(-1)).toMatchObject({ field: 'messages[1].content[0].toolUse.input' })
    const delta = { role: 'assistant', tool_calls: toolCalls }
    backend.enqueue({ events: [{ choices: [{ index: 0, delta, finish_reason: 'tool_calls' }] }] })
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: 'm', messages: [user] }))
    let json = ''
    for await (const event of stream!) json += event.contentBlockDelta?.delta?.toolUse?.input ?? ''
    expect(json).toBe(EXACT)
  })
})
