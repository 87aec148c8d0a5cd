import {
  Agent,
  type AgentInputItem,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  Runner,
  tool,
} from '@openai/agents'
import { register } from '@patchbay/sdk'
import OpenAI from 'openai'
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

describe.each([
  { kind: 'chat completions', Model: OpenAIChatCompletionsModel },
  { kind: 'responses', Model: OpenAIResponsesModel },
])('the OpenAI Agents SDK by $kind', ({ Model }) => {
  it.each(NAMED_MODELS)('holds a conversation with $name', async ({ model }) => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), routeTo(server()))
    expect(await holdConversation(server(), model, talk(new Model(client as never, model)))).toEqual(CITIES)
  })
})

function talk(model: OpenAIChatCompletionsModel | OpenAIResponsesModel): Session {
  const agent = new Agent({
    name: 'Forecaster',
    instructions: SYSTEM,
    model,
    modelSettings: { reasoning: { effort: 'low', summary: 'auto' }, store: false },
    tools: [
      tool({
        ...WEATHER,
        parameters: WEATHER.parameters as never,
        strict: true,
        execute: async (input) => runTool(WEATHER.name, input),
      }),
    ],
  })
  const runner = new Runner({ tracingDisabled: true })
  let history: AgentInputItem[] = []
  return {
    async say(text) {
      const input: AgentInputItem[] = [...history, { role: 'user', content: text }]
      const result = await runner.run(agent, input, { stream: true })
      for await (const event of result) expect(event).toHaveProperty('type')
      await result.completed
      history = result.history
      return String(result.finalOutput)
    },
  }
}
