import type OpenAI from 'openai'
import type { ChatCompletion, ChatCompletionMessageParam } from 'openai/resources/chat/completions'

import type { Version } from '../../openai/support/versions.ts'

/** What every request of a conversation says beside its messages. */
export interface Asked {
  readonly model: string
  readonly reasoning_effort?: 'low' | 'medium'
}

/** Answers one user turn, tools included, the way an application does it; gives all messages back. */
export type ToolLoop = (
  client: OpenAI,
  asked: Asked,
  messages: readonly ChatCompletionMessageParam[],
) => Promise<ChatCompletionMessageParam[]>

/** The cities that were looked up, in order. */
export type Looked = string[]

const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
}
const description = 'The weather in a city'
const tools = [{ type: 'function' as const, function: { name: 'get_weather', description, parameters } }]

/**
 * From its version 6 on, `openai`'s own `runTools` sends back only what OpenAI's schema has: `content_blocks`, and the
 * signatures in them, are gone. Applications that think and call tools by a budget need one of the other loops.
 */
export function keepsBlocks({ major }: Pick<Version, 'major'>, loop: string): boolean {
  return major < 6 || !loop.startsWith('runTools')
}

/** A loop by hand, and the three ways in which `openai` itself runs tools. */
export function toolLoops({ major }: Version, looked: Looked): Readonly<Record<string, ToolLoop>> {
  const completionsOf = (client: OpenAI): OpenAI['chat']['completions'] =>
    major === 4
      ? (client as unknown as { beta: { chat: OpenAI['chat'] } }).beta.chat.completions
      : client.chat.completions
  const weather = ({ city }: { city: string }): string => {
    looked.push(city)
    return JSON.stringify({ city, degrees: 21 })
  }
  const runnable = {
    type: 'function' as const,
    function: {
      name: 'get_weather',
      description,
      parameters,
      function: (text: string) => weather(JSON.parse(text) as { city: string }),
    },
  }

  return {
    runTools: async (client, asked, messages) => {
      const runner = completionsOf(client).runTools({ ...asked, messages: [...messages], tools: [runnable] })
      await runner.done()
      return runner.messages
    },
    'runTools with stream': async (client, asked, messages) => {
      const body = { ...asked, messages: [...messages], tools: [runnable], stream: true as const }
      const runner = completionsOf(client).runTools(body)
      await runner.done()
      return runner.messages
    },
    'the stream helper': (client, asked, messages) =>
      byHand(messages, weather, async (all) => {
        const helper = completionsOf(client).stream({ ...asked, messages: all, tools })
        return await helper.finalChatCompletion()
      }),
    'a loop by hand': (client, asked, messages) =>
      byHand(messages, weather, (all) => client.chat.completions.create({ ...asked, messages: all, tools })),
  }
}

async function byHand(
  messages: readonly ChatCompletionMessageParam[],
  weather: (input: { city: string }) => string,
  ask: (messages: ChatCompletionMessageParam[]) => Promise<ChatCompletion>,
): Promise<ChatCompletionMessageParam[]> {
  const all = [...messages]
  for (;;) {
    const { choices } = await ask(all)
    const message = choices[0]?.message
    if (message === undefined) throw new Error('no answer')
    all.push(message)
    const calls = message.tool_calls ?? []
    if (calls.length === 0) return all
    for (const call of calls) {
      if (call.type !== 'function') throw new Error('not a function')
      const content = weather(JSON.parse(call.function.arguments) as { city: string })
      all.push({ role: 'tool', tool_call_id: call.id, content })
    }
  }
}
