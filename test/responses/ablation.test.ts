import { ChatOpenAI } from '@langchain/openai'
import { createFetch } from '@patchbay/sdk'
import OpenAI from 'openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { beforeEach, describe, expect, it } from 'vitest'

import { MODEL, routeTo, signed, toolUse, useBedrock } from './support/bedrock-route.ts'

/** Who reads the stream: the accumulator of openai 7, those who listen to its pieces, LangChain. */
type Reader = 'final response' | 'pieces' | 'LangChain'

/** Every kind of event of a stream with all that an answer can hold → who is harmed when it is missing. */
const NEEDED_BY = {
  'response.created': ['final response', 'pieces', 'LangChain'],
  'response.in_progress': ['pieces'],
  'response.output_item.added': ['final response', 'pieces', 'LangChain'],
  'response.reasoning_summary_part.added': ['final response', 'pieces'],
  'response.reasoning_summary_text.delta': ['pieces', 'LangChain'],
  'response.reasoning_summary_text.done': ['pieces'],
  'response.reasoning_summary_part.done': ['pieces'],
  'response.output_item.done': ['pieces', 'LangChain'],
  'response.content_part.added': ['final response', 'pieces'],
  'response.output_text.delta': ['pieces', 'LangChain'],
  'response.output_text.done': ['pieces'],
  'response.content_part.done': ['pieces'],
  'response.function_call_arguments.delta': ['pieces', 'LangChain'],
  'response.function_call_arguments.done': ['pieces'],
  'response.custom_tool_call_input.delta': ['pieces', 'LangChain'],
  'response.custom_tool_call_input.done': ['pieces'],
  'response.completed': ['final response', 'LangChain'],
} satisfies Partial<Record<ResponseStreamEvent['type'], readonly Reader[]>>

const bedrock = useBedrock()
const TOOLS = [
  {
    type: 'function' as const,
    name: 'get_weather',
    strict: false,
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
  { type: 'custom' as const, name: 'note' },
]

let stream: string[]
beforeEach(async () => {
  bedrock().enqueue({
    content: [
      signed('I look it up.'),
      { text: 'Let me look.' },
      toolUse('tooluse_1', 'get_weather', { city: 'Paris' }),
      toolUse('tooluse_2', 'note', { input: 'Paris' }),
    ] as never,
  })
  const answer = await createFetch(routeTo(bedrock()))('https://api.openai.com/v1/responses', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: MODEL,
      input: 'Weather?',
      tools: TOOLS,
      reasoning: { effort: 'low', summary: 'auto' },
      stream: true,
    }),
  })
  stream = (await answer.text()).split(/(?<=\n\n)/)
})

describe('a stream of responses', () => {
  it('is whole for everybody', async () => {
    expect(kindsOf(stream)).toEqual(Object.keys(NEEDED_BY))
    const whole = await read(stream)
    expect(whole['final response']).toMatchObject({
      status: 'completed',
      output_text: 'Let me look.',
      output: [
        { type: 'reasoning', encrypted_content: expect.any(String) },
        { type: 'message' },
        { call_id: 'tooluse_1', arguments: '{"city":"Paris"}' },
        { call_id: 'tooluse_2', input: 'Paris' },
      ],
    })
    expect(whole.pieces).toMatchObject({
      reasoning: 'I look it up.',
      text: 'Let me look.',
      arguments: '{"city":"Paris"}',
      input: 'Paris',
    })
    expect(whole.LangChain).toMatchObject({
      tool_calls: [
        { id: 'tooluse_1', name: 'get_weather', args: { city: 'Paris' } },
        { id: 'tooluse_2', name: 'note' },
      ],
      additional_kwargs: { reasoning: { encrypted_content: expect.any(String) } },
      response_metadata: { status: 'completed' },
    })
  })

  it.each(Object.entries(NEEDED_BY))('without %s harms %j', async (kind, readers) => {
    expect(await harmedWithout(kind)).toEqual(readers)
  })
})

async function harmedWithout(kind: string): Promise<Reader[]> {
  const whole = await read(stream)
  const torn = await read(stream.filter((event) => !event.startsWith(`event: ${kind}\n`)))
  return (Object.keys(whole) as Reader[]).filter(
    (reader) => JSON.stringify(torn[reader]) !== JSON.stringify(whole[reader]),
  )
}

function kindsOf(events: readonly string[]): string[] {
  return [...new Set(events.flatMap((event) => /^event: (.*)$/m.exec(event)?.[1] ?? []))]
}

/** What each reader makes of a stream, or that it throws. */
async function read(events: readonly string[]): Promise<Record<Reader, unknown>> {
  const fetch = async () =>
    new Response(events.join(''), { headers: { 'content-type': 'text/event-stream' } })
  return {
    'final response': await readFinal(fetch).catch(() => 'throws'),
    pieces: await readPieces(fetch).catch(() => 'throws'),
    LangChain: await readByLangChain(fetch).catch(() => 'throws'),
  }
}

function stream7(fetch: typeof globalThis.fetch) {
  const client = new OpenAI({ apiKey: 'unused', fetch, maxRetries: 0 })
  return client.responses.stream({ model: MODEL, input: 'Weather?', tools: TOOLS })
}

async function readFinal(fetch: typeof globalThis.fetch) {
  const { status, output, output_text, usage } = await stream7(fetch).finalResponse()
  return { status, output, output_text, usage }
}

/** What somebody sees who shows an answer while it comes. */
async function readPieces(fetch: typeof globalThis.fetch) {
  const seen: Record<string, string> = {}
  const add = (name: string, piece: string) => (seen[name] = (seen[name] ?? '') + piece)
  for await (const event of stream7(fetch)) {
    if (event.type === 'response.output_text.delta') add('text', event.delta)
    if (event.type === 'response.output_text.done') add('whole text', event.text)
    if (event.type === 'response.reasoning_summary_text.delta') add('reasoning', event.delta)
    if (event.type === 'response.reasoning_summary_text.done') add('whole reasoning', event.text)
    if (event.type === 'response.function_call_arguments.delta') add('arguments', event.delta)
    if (event.type === 'response.function_call_arguments.done') add('whole arguments', event.arguments)
    if (event.type === 'response.custom_tool_call_input.delta') add('input', event.delta)
    if (event.type === 'response.custom_tool_call_input.done') add('whole input', event.input)
    if (event.type === 'response.content_part.done') add('parts', JSON.stringify(event.part))
    if (event.type === 'response.reasoning_summary_part.done') add('summary', event.part.text)
    if (event.type === 'response.output_item.done') add('items', JSON.stringify(event.item))
    if (event.type === 'response.in_progress') add('progress', event.response.id)
  }
  return seen
}

async function readByLangChain(fetch: typeof globalThis.fetch) {
  const llm = new ChatOpenAI({
    model: 'o3',
    apiKey: 'unused',
    maxRetries: 0,
    useResponsesApi: true,
    configuration: { fetch },
  })
  let whole: Awaited<ReturnType<typeof llm.invoke>> | undefined
  for await (const chunk of await llm.stream('Weather?')) whole = whole?.concat(chunk) ?? chunk
  const { content, tool_calls, additional_kwargs, response_metadata, usage_metadata, id } = whole ?? {}
  return { id, content, tool_calls, additional_kwargs, response_metadata, usage_metadata }
}
