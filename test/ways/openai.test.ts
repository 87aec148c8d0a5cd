import { register } from '@patchbay/sdk'
import type OpenAI from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { ResponseInput } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import {
  CITIES,
  holdConversation,
  NAMED_MODELS,
  routeTo,
  runTool,
  type Session,
  SYSTEM,
  useBedrock,
  WEATHER,
} from './support/conversation.ts'

const server = useBedrock()
const OPTIONS = { apiKey: 'unused', maxRetries: 0 }

const CLIENTS = versions.flatMap(({ name, OpenAI: Client, AzureOpenAI: Azure }) => [
  { client: name, create: (): OpenAI => new Client(OPTIONS) },
  {
    client: `${name}, AzureOpenAI`,
    create: (): OpenAI =>
      new Azure({ ...OPTIONS, endpoint: 'https://mine.openai.azure.com', apiVersion: '2024-10-21' }),
  },
])

describe.each(CLIENTS)('$client', ({ create }) => {
  const client = () => register(create(), routeTo(server(), { strictOpenAICompliance: false }))

  it.each(NAMED_MODELS)('holds a conversation with $name by chat completions', async ({ model }) =>
    expect(await holdConversation(server(), model, chat(client(), model))).toEqual(CITIES),
  )

  it.each(NAMED_MODELS)('holds a conversation with $name by responses', async ({ model }) =>
    expect(await holdConversation(server(), model, responses(client(), model))).toEqual(CITIES),
  )
})

function chat(client: OpenAI, model: string): Session {
  const messages: ChatCompletionMessageParam[] = [{ role: 'system', content: SYSTEM }]
  const tools = [{ type: 'function' as const, function: WEATHER }]
  const ask = async () => {
    const body = { model, messages, tools, reasoning_effort: 'low', stream: true } as const
    return collectChat(await client.chat.completions.create({ ...body, tools }))
  }
  return {
    async say(text) {
      messages.push({ role: 'user', content: text })
      for (;;) {
        const { message, calls } = await ask()
        messages.push(message)
        if (calls.length === 0) return String(message.content)
        for (const { id, function: called } of calls) {
          const content = runTool(called.name, JSON.parse(called.arguments))
          messages.push({ role: 'tool', tool_call_id: id, content })
        }
      }
    },
  }
}

interface Call {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** The message of a stream, with its reasoning and the signature of that. */
async function collectChat(stream: AsyncIterable<OpenAI.Chat.Completions.ChatCompletionChunk>) {
  let content = ''
  const calls: Call[] = []
  const reasoning: Record<string, string> = {}
  for await (const { choices } of stream) {
    const delta = choices[0]?.delta
    if (delta === undefined) continue
    content += delta.content ?? ''
    for (const name of ['reasoning_content', 'reasoning_signature'] as const) {
      const piece = (delta as Partial<Record<typeof name, string>>)[name]
      if (typeof piece === 'string') reasoning[name] = (reasoning[name] ?? '') + piece
    }
    for (const { index, id, function: called } of delta.tool_calls ?? []) {
      const call = (calls[index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } })
      call.id += id ?? ''
      call.function.name += called?.name ?? ''
      call.function.arguments += called?.arguments ?? ''
    }
  }
  const tool_calls = calls.length === 0 ? {} : { tool_calls: calls }
  return { message: { role: 'assistant' as const, content, ...reasoning, ...tool_calls }, calls }
}

function responses(client: OpenAI, model: string): Session {
  const input: ResponseInput = []
  const tools = [{ type: 'function' as const, strict: true, ...WEATHER }]
  const ask = () =>
    client.responses
      .stream({
        model,
        input,
        tools,
        instructions: SYSTEM,
        store: false,
        include: ['reasoning.encrypted_content'],
        reasoning: { effort: 'low', summary: 'auto' },
      })
      .finalResponse()
  return {
    async say(text) {
      input.push({ role: 'user', content: text })
      for (;;) {
        const { output } = await ask()
        input.push(...(output as ResponseInput))
        const calls = output.filter((item) => item.type === 'function_call')
        if (calls.length === 0) return textOf(output)
        for (const { call_id, name, arguments: json } of calls) {
          input.push({ type: 'function_call_output', call_id, output: runTool(name, JSON.parse(json)) })
        }
      }
    },
  }
}

/** `output_text`, which openai 4 and 5 leave out of streamed responses. */
function textOf(output: readonly OpenAI.Responses.ResponseOutputItem[]): string {
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}
