import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { createFetch } from '@patchbay/sdk'
import { isStepCount, jsonSchema, type LanguageModel, type ModelMessage, streamText, tool } from 'ai'
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

const settings = () => ({
  apiKey: 'unused',
  fetch: createFetch(routeTo(server(), { strictOpenAICompliance: false })),
})
const openai = () => createOpenAI(settings())

const KINDS = [
  { kind: 'openai.chat', create: (model: string): LanguageModel => openai().chat(model) },
  { kind: 'openai.responses', create: (model: string): LanguageModel => openai().responses(model) },
  { kind: 'anthropic', create: (model: string): LanguageModel => createAnthropic(settings())(model) },
]

/** Each provider reads its own. Names that it does not know count as models that do not reason, unless they are forced to. */
const PROVIDER_OPTIONS = {
  openai: { reasoningEffort: 'low', reasoningSummary: 'auto', store: false, forceReasoning: true },
  anthropic: { thinking: { type: 'adaptive', display: 'summarized' }, effort: 'low' },
} as const

describe.each(KINDS)('the Vercel AI SDK, $kind', ({ create }) => {
  it.each(NAMED_MODELS)('holds a conversation with $name', async ({ model }) =>
    expect(await holdConversation(server(), model, talk(create(model)))).toEqual(CITIES),
  )
})

function talk(model: LanguageModel): Session {
  const messages: ModelMessage[] = []
  const tools = {
    [WEATHER.name]: tool({
      description: WEATHER.description,
      inputSchema: jsonSchema<{ city: string }>(WEATHER.parameters),
      execute: (input) => runTool(WEATHER.name, input),
    }),
  }
  return {
    async say(text) {
      messages.push({ role: 'user', content: text })
      let failure: unknown
      const result = streamText({
        model,
        instructions: SYSTEM,
        messages,
        tools,
        maxRetries: 0,
        stopWhen: isStepCount(4),
        providerOptions: PROVIDER_OPTIONS,
        onError: ({ error }) => {
          failure = error
        },
      })
      let said = ''
      for await (const piece of result.textStream) said += piece
      if (failure !== undefined) throw failure
      messages.push(...(await result.response).messages)
      return said
    },
  }
}
