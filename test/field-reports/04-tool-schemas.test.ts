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
