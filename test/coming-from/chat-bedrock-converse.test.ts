import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { BedrockEmbeddings, ChatBedrockConverse } from '@langchain/aws'
import { ChatOpenAI } from '@langchain/openai'
import { bedrock, register } from '@patchbay/sdk'
import type { ErrorReply } from '@patchbay/testing'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { expect } from 'vitest'

import { describePage, type Comparison, type Outcome } from './support/describe-page.ts'

interface Message {
  readonly text: string
  readonly content: unknown
  readonly tool_calls: readonly unknown[]
  readonly additional_kwargs: Readonly<Record<string, unknown>>
}

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

/** The strict Bedrock speaks HTTP/1.1, the AWS SDK's default is HTTP/2. */
const clientOptions = { requestHandler: new NodeHttpHandler() }
class Chat extends ChatBedrockConverse {
  constructor(fields: ConstructorParameters<typeof ChatBedrockConverse>[0] & object) {
    super({ clientOptions, ...fields })
  }
}
class Embeddings extends BedrockEmbeddings {
  constructor(fields: ConstructorParameters<typeof BedrockEmbeddings>[0] & object) {
    super({ client: new BedrockRuntimeClient({ region: 'us-east-1', ...clientOptions }), ...fields })
  }
}

const sent = ({ toBedrock }: Outcome): Record<string, unknown> => {
  const { inferenceConfig, ...body } = (toBedrock.at(-1)?.json ?? {}) as Record<string, unknown>
  const { maxTokens: _, ...inference } = (inferenceConfig ?? {}) as Record<string, unknown>
  return { ...body, inference }
}
const message = (outcome: Outcome, name: 'theirs' | 'answer'): Message => outcome.values[name] as Message

/** Bedrock gets the same but for the limit of an answer, and the caller the same text and calls. */
async function sameRequest({ run }: Comparison): Promise<[theirs: Outcome, ours: Outcome]> {
  const [theirs, ours] = [await run(0), await run(1)]
  expect(ours.toBedrock.map(({ path }) => path)).toEqual(theirs.toBedrock.map(({ path }) => path))
  expect(sent(ours)).toEqual(sent(theirs))
  return [theirs, ours]
}

async function sameAnswer(comparison: Comparison): Promise<[theirs: Outcome, ours: Outcome]> {
  const [theirs, ours] = await sameRequest(comparison)
  expect(message(ours, 'answer').text).toBe(message(theirs, 'theirs').text)
  expect(message(ours, 'answer').text).not.toBe('')
  return [theirs, ours]
}

const failing = (type: ErrorReply['error']['type']) => () => ({ error: { type, message: 'said by Bedrock' } })

describePage(
  'chat-bedrock-converse',
  {
    'A call': async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      const kept = await comparison.run(2)
      expect(kept.toBedrock[0]?.json).toEqual(theirs.toBedrock[0]?.json)
      expect(message(kept, 'answer').text).toBe('hello')
      expect(theirs.toBedrock[0]?.json).not.toHaveProperty('inferenceConfig')
    },
    'A stream': async (comparison) => {
      const [theirs, ours] = await sameRequest(comparison)
      expect([theirs.values['theirs'], ours.values['answer']]).toEqual(['one two three', 'one two three'])
    },
    Tools: async (comparison) => {
      const [theirs, ours] = await sameRequest(comparison)
      expect(message(theirs, 'theirs').tool_calls).toHaveLength(1)
      expect(message(ours, 'answer').tool_calls).toEqual(message(theirs, 'theirs').tool_calls)
    },
    'Images and documents': async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      expect(message(theirs, 'theirs').text).toContain('a document named "a" (pdf)')
    },
    Reasoning: async (comparison) => {
      const [theirs, ours] = await sameAnswer(comparison)
      expect(message(theirs, 'theirs').content).toMatchObject([
        { type: 'reasoning', reasoning: message(ours, 'answer').additional_kwargs['reasoning_content'] },
        { type: 'text', text: 'hello' },
      ])
    },
    'Structured output': async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      expect(ours.values['answer']).toEqual(theirs.values['theirs'])
      expect(sent(theirs)).toMatchObject({ toolConfig: { toolChoice: { tool: { name: 'extract' } } } })
      expect(sent(ours)).toHaveProperty('outputConfig')
    },
    'Prompt caching': async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      expect(sent(theirs)['system']).toEqual([{ text: 'A long text.' }, { cachePoint: { type: 'default' } }])
    },
    Guardrails: async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      expect(sent(theirs)).toHaveProperty('guardrailConfig')
    },
    Embeddings: async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      expect((ours.values['answer'] as number[][]).map((vector) => vector.length)).toEqual([1024, 1024])
      expect(ours.toBedrock.map(({ json }) => json)).toEqual(
        expect.arrayContaining(theirs.toBedrock.map(({ json }) => json)),
      )
    },
    'Errors and retries': async ({ run, bedrock: aws }) => {
      aws.reply(failing('ValidationException'))
      expect((await run(0)).values['theirs']).toBe('ValidationException')
      expect((await run(1)).values['answer']).toContain('said by Bedrock')
      for (const [maxRetries, theirs, ours] of [
        [0, 3, 1],
        [1, 3, 2],
      ] as const) {
        const models = [
          new Chat({ model: MODEL, region: 'us-east-1', maxRetries }),
          register(
            new ChatOpenAI({ model: MODEL, apiKey: 'unused', maxRetries }),
            bedrock({ region: 'us-east-1' }),
          ),
        ]
        const counts: number[] = []
        for (const model of models) {
          aws.reset()
          aws.reply(failing('ThrottlingException'))
          await expect(model.invoke('hello')).rejects.toThrow('said by Bedrock')
          counts.push(aws.requests.length)
        }
        expect(counts).toEqual([theirs, ours])
      }
    },
    'Credentials and regions': async (comparison) => {
      await sameAnswer(comparison)
    },
    'Telemetry and headers': async (comparison) => {
      const [theirs, ours] = await sameAnswer(comparison)
      expect(sent(theirs)).toMatchObject({ requestMetadata: { team: 'search' } })
      expect(ours.values['seen']).toEqual(['ok'])
    },
  },
  {
    globals: () => ({
      ChatOpenAI,
      ChatBedrockConverse: Chat,
      BedrockEmbeddings: Embeddings,
      bedrockChat: new Chat({ model: MODEL, region: 'us-east-1' }),
      openaiChat: register(
        new ChatOpenAI({ model: MODEL, apiKey: 'unused' }),
        bedrock({ region: 'us-east-1' }),
      ),
    }),
  },
)
