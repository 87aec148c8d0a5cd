// Report 11: Citations of files and cache marks on calls and last turns are served, and members that nothing reads give a warning. (found in this package, by trying requests with such members)
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const CLAUDE_46 = 'us.anthropic.claude-opus-4-6-v1'
const NOVA = 'us.amazon.nova-pro-v1:0'
const file_data = `data:text/plain;base64,${Buffer.from('Water boils at 100 °C.').toString('base64')}`
const ephemeral = { cache_control: { type: 'ephemeral' } }
const citations = { enabled: true }
const cachePoint = { cachePoint: { type: 'default' } }

interface Sent {
  readonly messages: { readonly content: Record<string, unknown>[] }[]
}

const bedrock = useStrictBedrock()
const sentContent = (index: number) => bedrock.lastSent<Sent>().messages[index]?.content
const fields = () => bedrock.warnings.map(({ code, field }) => `${code} ${field}`)

describe.each(versions)('report 11: nothing is lost, $name', ({ OpenAI: Client }) => {
  const ask = (body: object, model = CLAUDE) =>
    bedrock
      .connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
      .chat.completions.create({ model, messages: [{ role: 'user', content: 'Go.' }], ...body })

  it.each([
    [
      'on the file',
      { file_data, filename: 'water.txt', citations },
      {},
      'messages[0].content[1].file.citations',
    ],
    ['on the part', { file_data, filename: 'water.txt' }, { citations }, 'messages[0].content[1].citations'],
  ])('citations %s', async (_name, file, more, field) => {
    const content = [
      { type: 'text', text: 'When?' },
      { type: 'file', file, ...more },
    ]
    await ask({ messages: [{ role: 'user', content }] })
    expect(sentContent(0)?.[1]).toMatchObject({ document: { citations } })
    expect(fields()).toEqual([])
    await ask({ messages: [{ role: 'user', content }] }, NOVA)
    expect(sentContent(0)?.[1]).not.toHaveProperty('document.citations')
    expect(fields()).toEqual([`unsupported_parameter ${field}`])
  })

  it.each([
    ['on a call', ephemeral, {}],
    ['on its function', {}, ephemeral],
  ])('a cache mark %s', async (_name, onCall, onFunction) => {
    const tool_calls = [
      { id: 'a', type: 'function', function: { name: 'find', arguments: '{}', ...onFunction }, ...onCall },
      { id: 'b', type: 'function', function: { name: 'find', arguments: '{}' } },
    ]
    await ask({
      tools: [{ type: 'function', function: { name: 'find' } }],
      messages: [
        { role: 'user', content: 'Go.' },
        { role: 'assistant', tool_calls },
        { role: 'tool', tool_call_id: 'a', content: '1' },
        { role: 'tool', tool_call_id: 'b', content: '2' },
      ],
    })
    expect(sentContent(1)?.map((block) => Object.keys(block)[0])).toEqual([
      'toolUse',
      'cachePoint',
      'toolUse',
    ])
    expect(fields()).toEqual([])
  })

  it.each([
    [CLAUDE, [{ text: 'It is' }, cachePoint]],
    [CLAUDE_46, [{ text: 'It is' }, cachePoint]],
  ])('a cache mark on the last turn of the assistant, %s', async (model, expected) => {
    await ask(
      {
        messages: [
          { role: 'user', content: 'Go.' },
          { role: 'assistant', content: [{ type: 'text', text: 'It is ', ...ephemeral }] },
        ],
      },
      model,
    )
    expect(sentContent(1)).toEqual(expected)
  })

  it('unknown members give a warning each', async () => {
    await ask({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Go.', weight: 1 }], weight: 2 },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}', x: 1 }, y: 1 }],
        },
        { role: 'tool', tool_call_id: 'a', content: 'x', is_error: true },
      ],
      tools: [{ type: 'function', function: { name: 'f', output_schema: {} }, defer_loading: true }],
      response_format: { type: 'text', loose: true },
      stream_options: null,
    })
    expect(fields()).toEqual(
      [
        'messages[0].content[0].weight',
        'messages[0].weight',
        'messages[1].tool_calls[0].function.x',
        'messages[1].tool_calls[0].y',
        'messages[2].is_error',
        'tools[0].function.output_schema',
        'tools[0].defer_loading',
        'response_format.loose',
      ].map((field) => `unknown_parameter ${field}`),
    )
  })

  it('an option of a stream gives a warning', async () => {
    const stream = await ask({ stream: true, stream_options: { include_usage: true, every: 3 } })
    for await (const chunk of stream as unknown as AsyncIterable<object>) expect(chunk).toBeDefined()
    expect(fields()).toEqual(['unknown_parameter stream_options.every'])
  })

  it('answers go back without a warning', async () => {
    const { choices } = await ask({})
    await ask({
      messages: [{ role: 'user', content: 'Go.' }, choices[0]!.message, { role: 'user', content: 'On.' }],
    })
    expect(fields()).toEqual([])
  })
})

describe('report 11: nothing is lost, Responses', () => {
  const ask = (body: object, model = CLAUDE) =>
    bedrock
      .connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
      .responses.create({ model, input: 'Go.', ...body } as never) as Promise<OpenAI.Responses.Response>

  it('citations, and members that nothing reads', async () => {
    const content = [
      { type: 'input_file', filename: 'water.txt', file_data, citations },
      { type: 'input_text', text: 'When?', weight: 1 },
    ]
    await ask({
      input: [{ role: 'user', content, weight: 2 }],
      tools: [{ type: 'function', name: 'f', parameters: {}, strict: false, weight: 3 }],
      text: { format: { type: 'text', loose: true } },
    })
    expect(sentContent(0)?.[0]).toMatchObject({ document: { citations } })
    expect(fields()).toEqual(
      ['input[0].content[1].weight', 'input[0].weight', 'tools[0].weight', 'text.format.loose'].map(
        (field) => `unknown_parameter ${field}`,
      ),
    )
  })

  it('answers go back without a warning', async () => {
    const { output } = await ask({})
    await ask({ input: [{ role: 'user', content: 'Go.' }, ...output, { role: 'user', content: 'On.' }] })
    expect(fields()).toEqual([])
  })
})

describe('report 11: nothing is lost, Messages on other models', () => {
  it('warns of citations and of members that nothing reads', async () => {
    const client = bedrock.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    const source = { type: 'text', media_type: 'text/plain', data: 'Water boils at 100 °C.' }
    const body = {
      model: NOVA,
      max_tokens: 100,
      tools: [{ name: 'f', input_schema: { type: 'object' }, eager_input_streaming: true }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source, citations },
            { type: 'text', text: 'When?', x: 1 },
          ],
        },
      ],
    }
    const answer = await client.messages.create(body as never)
    expect(fields().toSorted()).toEqual([
      'unknown_parameter messages[0].content[1].x',
      'unknown_parameter tools[0].eager_input_streaming',
      'unsupported_parameter messages[0].content[0].citations',
    ])
    const { content } = answer as Anthropic.Message
    await client.messages.create({
      model: NOVA,
      max_tokens: 100,
      messages: [
        { role: 'user', content: 'Go.' },
        { role: 'assistant', content },
        { role: 'user', content: 'On.' },
      ],
    })
    expect(fields()).toHaveLength(3)
  })
})
