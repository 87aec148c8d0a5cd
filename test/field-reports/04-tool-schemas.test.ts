// Report 04: A tool schema that the model refuses at its root no longer fails every request; its properties keep the caller's names. (senpi#1947, trycua/cua#3303, zed-industries/zed#28521)
import Anthropic from '@anthropic-ai/sdk'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const NOVA = 'us.amazon.nova-pro-v1:0'
const messages = [{ role: 'user' as const, content: 'Go.' }]
const odd = {
  type: 'object',
  properties: { 'filter[id]': { type: 'integer' }, $filter: { type: 'string' }, 'Account Number': {} },
  required: ['filter[id]', 'Account Number'],
}
const input = { filter_id_: 1183472938, _filter: 'all', Account_Number: { 'left alone': 'x' } }
const original = { 'filter[id]': 1183472938, $filter: 'all', 'Account Number': { 'left alone': 'x' } }
const call = {
  content: [{ toolUse: { toolUseId: 'call_1', name: 'list', input } }],
  stopReason: 'tool_use' as const,
}

interface Sent {
  readonly toolConfig: { readonly tools: { toolSpec: { inputSchema: { json: Record<string, unknown> } } }[] }
  readonly messages: { readonly content: { toolUse?: { input: unknown } }[] }[]
}

const bedrock = useStrictBedrock()
const sentSchema = () => bedrock.lastSent<Sent>().toolConfig.tools[0]?.toolSpec.inputSchema.json

describe.each(versions)('report 04: tool schemas, $name', ({ OpenAI: Client }) => {
  const create = () => bedrock.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
  const tools = [{ type: 'function' as const, function: { name: 'list', parameters: odd } }]

  it('renames properties both ways, whole and in the history', async () => {
    bedrock.server.enqueue(call)
    const answer = await create().chat.completions.create({ model: CLAUDE, messages, tools })
    const message = answer.choices[0]!.message
    const [made] = message.tool_calls ?? []
    expect(JSON.parse(made?.type === 'function' ? made.function.arguments : '')).toEqual(original)
    expect(sentSchema()).toMatchObject({
      properties: { filter_id_: {}, _filter: {}, Account_Number: {} },
      required: ['filter_id_', 'Account_Number'],
    })
    await create().chat.completions.create({
      model: CLAUDE,
      tools,
      messages: [...messages, message, { role: 'tool', tool_call_id: made?.id ?? '', content: 'none' }],
    })
    expect(bedrock.lastSent<Sent>().messages[1]?.content[0]?.toolUse?.input).toEqual(input)
    expect(bedrock.warnings).toEqual([])
  })

  it('renames properties back on a stream', async () => {
    bedrock.server.enqueue({ ...call, stream: { deltaSize: 3 } })
    const stream = await create().chat.completions.create({ model: CLAUDE, messages, tools, stream: true })
    let json = ''
    for await (const { choices } of stream)
      json += choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? ''
    expect(JSON.parse(json)).toEqual(original)
  })

  it.each(['anyOf', 'oneOf'] as const)('merges %s at the root', async (keyword) => {
    const parameters = {
      type: 'object',
      properties: { pid: { type: 'integer' }, profile: { type: 'string' } },
      [keyword]: [{ required: ['pid', 'profile'] }, { required: ['profile'] }],
    }
    await create().chat.completions.create({
      model: CLAUDE,
      messages,
      tools: [{ type: 'function', function: { name: 'open', parameters } }],
    })
    expect(sentSchema()).toEqual({ type: 'object', properties: parameters.properties, required: ['profile'] })
    expect(bedrock.warnings).toMatchObject([
      { code: 'tool_schema_changed', field: 'tools[0].function.parameters' },
    ])
  })

  it('inlines definitions for Nova', async () => {
    const parameters = {
      type: 'object',
      properties: { at: { $ref: '#/$defs/place' } },
      $defs: { place: { type: 'object', properties: { city: { type: 'string' } } } },
    }
    await create().chat.completions.create({
      model: NOVA,
      messages,
      tools: [{ type: 'function', function: { name: 'open', parameters } }],
    })
    expect(sentSchema()).toEqual({ type: 'object', properties: { at: parameters.$defs.place } })
    expect(bedrock.warnings).toEqual([])
  })
})

describe('report 04: tool schemas, other clients', () => {
  it.each([false, true])('Responses, streamed: %s', async (stream) => {
    const client = bedrock.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    bedrock.server.enqueue({ ...call, stream: { deltaSize: 3 } })
    const request = {
      model: CLAUDE,
      input: 'Go.',
      tools: [{ type: 'function' as const, name: 'list', parameters: odd, strict: false }],
    }
    const answer = stream
      ? await client.responses.stream(request).finalResponse()
      : await client.responses.create(request)
    const item = answer.output.find(({ type }) => type === 'function_call')
    expect(JSON.parse(item?.type === 'function_call' ? item.arguments : '')).toEqual(original)
  })

  it.each([false, true])('Messages on Nova, streamed: %s', async (stream) => {
    const client = bedrock.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    bedrock.server.enqueue({
      content: [{ toolUse: { toolUseId: 'call_1', name: 'list', input: original } }],
      stopReason: 'tool_use',
    })
    const $defs = { place: { type: 'string' } }
    const request = {
      model: NOVA,
      max_tokens: 100,
      messages,
      tools: [
        {
          name: 'list',
          input_schema: { type: 'object' as const, properties: { at: { $ref: '#/$defs/place' } }, $defs },
        },
      ],
    }
    const answer = stream
      ? await client.messages.stream(request).finalMessage()
      : await client.messages.create(request)
    expect(answer.content.find(({ type }) => type === 'tool_use')).toMatchObject({ input: original })
    expect(sentSchema()).toEqual({ type: 'object', properties: { at: $defs.place } })
  })

  it('LangChain', async () => {
    const model = bedrock.connect(new ChatOpenAI({ apiKey: 'unused', model: CLAUDE, maxRetries: 0 }))
    bedrock.server.enqueue(call)
    const list = tool(() => 'none', {
      name: 'list',
      description: 'Lists',
      schema: { ...odd, type: 'object' as const },
    })
    const answer = await model.bindTools([list]).invoke('Go.')
    expect(answer.tool_calls?.[0]?.args).toEqual(original)
  })

  it('a schema of the answer by a tool', async () => {
    const client = bedrock.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    bedrock.server.enqueue({
      content: [{ toolUse: { toolUseId: 'call_1', name: 'structured_output', input } }],
      stopReason: 'tool_use',
    })
    const answer = await client.chat.completions.create({
      model: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'list', schema: odd } },
    })
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual(original)
  })
})

describe("report 04: tool schemas, Anthropic's own client on Claude", () => {
  const create = () => bedrock.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
  const offering = (schema: object) => [{ name: 'list', input_schema: schema as Anthropic.Tool.InputSchema }]
  const asked = { model: CLAUDE, max_tokens: 100, messages, tools: offering(odd) }
  interface Body {
    readonly tools: { readonly input_schema: object }[]
    readonly messages: { readonly content: { readonly input?: object }[] }[]
  }
  const native = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    stop_reason: 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  }
  const called = { type: 'tool_use', id: 'call_1', name: 'list' }
  const long = '12345678901234567890'

  it('become one object without compositions', async () => {
    const branch = (name: string) => ({ properties: { [name]: { type: 'string' } }, required: [name] })
    const schema = { type: 'object', anyOf: [branch('a'), branch('b')] }
    await create().messages.create({ ...asked, tools: offering(schema) })
    expect(bedrock.lastSent<Body>().tools[0]?.input_schema).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
    })
    expect(bedrock.warnings).toMatchObject([{ code: 'tool_schema_changed', field: 'tools[0].input_schema' }])
  })

  it('rename properties both ways, whole and in the history', async () => {
    bedrock.server.enqueue({ body: { ...native, content: [{ ...called, input }] } })
    const { content } = await create().messages.create(asked)
    expect(content).toMatchObject([{ ...called, input: original }])
    expect(bedrock.lastSent<Body>().tools[0]?.input_schema).toMatchObject({
      properties: { filter_id_: {}, _filter: {}, Account_Number: {} },
    })
    const result = { type: 'tool_result' as const, tool_use_id: 'call_1', content: 'none' }
    await create().messages.create({
      ...asked,
      messages: [...messages, { role: 'assistant', content }, { role: 'user', content: [result] }],
    })
    expect(bedrock.lastSent<Body>().messages[1]?.content[0]?.input).toEqual(input)
    expect(bedrock.warnings).toEqual([])
  })

  it('rename properties back on a stream, and leave other calls as they are', async () => {
    const start = (index: number, name: string) => ({
      type: 'content_block_start',
      index,
      content_block: { type: 'tool_use', id: `call_${index}`, name, input: {} },
    })
    const piece = (index: number, partial_json: string) => ({
      type: 'content_block_delta',
      index,
      delta: { type: 'input_json_delta', partial_json },
    })
    const stop = (index: number) => ({ type: 'content_block_stop', index })
    const pieces = JSON.stringify(input).match(/.{1,7}/g) ?? []
    bedrock.server.enqueue({
      chunks: [
        { type: 'message_start', message: { ...native, content: [], stop_reason: null } },
        start(0, 'other'),
        piece(0, '{"filter_id_"'),
        piece(0, ': 1}'),
        stop(0),
        start(1, 'list'),
        ...pieces.map((part) => piece(1, part)),
        stop(1),
        { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 1 } },
        { type: 'message_stop' },
      ],
    })
    const { content } = await create().messages.stream(asked).finalMessage()
    expect(content).toMatchObject([
      { name: 'other', input: { filter_id_: 1 } },
      { name: 'list', input: original },
    ])
  })

  it('keep long integers exact', async () => {
    const text = JSON.stringify({ ...native, content: [{ ...called, input: { filter_id_: 0 } }] })
    const body = text.replace('"filter_id_":0', `"filter_id_":${long}`)
    bedrock.server.enqueue({ raw: { status: 200, headers: { 'content-type': 'application/json' }, body } })
    const answer = await create().messages.create(asked).asResponse()
    expect(await answer.text()).toContain(`"filter[id]":${long}`)
  })
})
