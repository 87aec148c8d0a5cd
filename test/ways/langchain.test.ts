import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { ChatAnthropic } from '@langchain/anthropic'
import { ChatBedrockConverse } from '@langchain/aws'
import type { AIMessageChunk, BaseMessageLike } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import { register } from '@patchbay/sdk'
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
import { reasoningFields, refusesReasoning, withoutStreamedTools } from './support/converse-models.ts'

const server = useBedrock()

const weather = tool(async (input: Record<string, unknown>) => runTool(WEATHER.name, input), {
  name: WEATHER.name,
  description: WEATHER.description,
  schema: WEATHER.parameters as never,
})

/** A model with the tool. */
interface Bound {
  readonly stream: (messages: BaseMessageLike[]) => Promise<AsyncIterable<AIMessageChunk>>
}

/** LangChain sends reasoning only to models whose names it knows: the application gives its model such a name. */
const chatOpenAI = (model: string, options: object): Bound =>
  register(
    new ChatOpenAI({
      model: 'o3',
      apiKey: 'unused',
      maxRetries: 0,
      reasoning: { effort: 'low' },
      ...options,
    }),
    routeTo(server(), { models: { o3: model }, strictOpenAICompliance: false }),
  ).bindTools([weather])

const KINDS: readonly { readonly kind: string; readonly create: (model: string) => Bound }[] = [
  { kind: 'ChatOpenAI', create: (model) => chatOpenAI(model, {}) },
  {
    kind: 'ChatOpenAI, useResponsesApi',
    create: (model) =>
      chatOpenAI(model, {
        useResponsesApi: true,
        zdrEnabled: true,
        reasoning: { effort: 'low', summary: 'auto' },
      }),
  },
  {
    kind: 'ChatAnthropic',
    create: (model) =>
      register(
        new ChatAnthropic({
          model,
          apiKey: 'unused',
          maxRetries: 0,
          maxTokens: 4000,
          thinking: { type: 'adaptive', display: 'summarized' },
          outputConfig: { effort: 'low' },
        }),
        routeTo(server()),
      ).bindTools([weather]),
  },
  {
    kind: 'ChatBedrockConverse',
    create: (model) =>
      new ChatBedrockConverse({
        region: server().region,
        client: register(new BedrockRuntimeClient({ maxAttempts: 1 }), routeTo(server())),
        model,
        maxRetries: 0,
        additionalModelRequestFields: reasoningFields(model),
      }).bindTools([weather]),
  },
]

describe.each(KINDS)('LangChain, $kind', ({ kind, create }) => {
  const models = NAMED_MODELS.filter(
    ({ model }) =>
      kind !== 'ChatBedrockConverse' || !(withoutStreamedTools(model) || refusesReasoning(model)),
  )
  it.each(models)('holds a conversation with $name', async ({ model }) =>
    expect(await holdConversation(server(), model, talk(create(model)))).toEqual(CITIES),
  )
})

function talk(llm: Bound): Session {
  const messages: BaseMessageLike[] = [['system', SYSTEM]]
  const ask = async (): Promise<AIMessageChunk> => {
    let whole: AIMessageChunk | undefined
    for await (const chunk of await llm.stream(messages)) whole = whole?.concat(chunk) ?? chunk
    if (whole === undefined) throw new Error('The stream had no chunks.')
    return whole
  }
  return {
    async say(text) {
      messages.push(['human', text])
      for (;;) {
        const answer = await ask()
        messages.push(answer)
        const calls = answer.tool_calls ?? []
        if (calls.length === 0) return answer.text
        for (const { id = '', name, args } of calls) {
          messages.push({ role: 'tool', tool_call_id: id, content: runTool(name, args) })
        }
      }
    },
  }
}
