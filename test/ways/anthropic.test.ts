import Anthropic from '@anthropic-ai/sdk'
import { createFetch, register } from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'

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

describe.each([
  { way: 'register', create: () => register(new Anthropic(OPTIONS), routeTo(server())) },
  { way: 'createFetch', create: () => new Anthropic({ ...OPTIONS, fetch: createFetch(routeTo(server())) }) },
  {
    way: "register, api: 'native'",
    create: () => register(new Anthropic(OPTIONS), routeTo(server(), { api: 'native' })),
  },
])('Anthropic by $way', ({ create }) => {
  it.each(NAMED_MODELS)('holds a conversation with $name', async ({ model }) =>
    expect(await holdConversation(server(), model, messages(create(), model))).toEqual(CITIES),
  )
})

function messages(client: Anthropic, model: string): Session {
  const history: Anthropic.MessageParam[] = []
  const { parameters, ...weather } = WEATHER
  const ask = () =>
    client.messages
      .stream({
        model,
        max_tokens: 4000,
        system: SYSTEM,
        messages: history,
        tools: [{ ...weather, input_schema: parameters }],
        thinking: { type: 'adaptive', display: 'summarized' },
        output_config: { effort: 'low' },
      })
      .finalMessage()
  return {
    async say(text) {
      history.push({ role: 'user', content: text })
      for (;;) {
        const { content } = await ask()
        history.push({ role: 'assistant', content })
        const results = content.flatMap((block): Anthropic.ToolResultBlockParam[] =>
          block.type === 'tool_use'
            ? [{ type: 'tool_result', tool_use_id: block.id, content: runTool(block.name, block.input) }]
            : [],
        )
        if (results.length === 0) {
          return content.map((block) => (block.type === 'text' ? block.text : '')).join('')
        }
        history.push({ role: 'user', content: results })
      }
    },
  }
}
