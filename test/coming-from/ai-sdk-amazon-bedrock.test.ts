import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { bedrock, createFetch } from '@patchbay/sdk'
import { generateText, type GenerateTextResult, type ToolSet } from 'ai'
import { expect } from 'vitest'

import { describePage, type Comparison, type Outcome } from './support/describe-page.ts'

type Result = GenerateTextResult<ToolSet, never, never>

const result = ({ values }: Outcome): Result => (values['theirs'] ?? values['answer']) as Result

/** A body of Converse without the limit of an answer, and what theirs asks for in addition. */
const sent = ({ toBedrock }: Outcome): Record<string, unknown> => {
  const {
    inferenceConfig,
    additionalModelResponseFieldPaths: _,
    system,
    ...body
  } = (toBedrock.at(-1)?.json ?? {}) as Record<string, unknown>
  const { maxTokens: __, ...inference } = (inferenceConfig ?? {}) as Record<string, unknown>
  return { ...body, inference, system: system ?? [] }
}
const paths = ({ toBedrock }: Outcome): string[] => toBedrock.map(({ path }) => path.split('/').at(-1) ?? '')

/** Bedrock gets the same but for the limit of an answer, and the caller the same text and calls. */
async function sameRequest({ run }: Comparison): Promise<[theirs: Outcome, ours: Outcome]> {
  const [theirs, ours] = [await run(0), await run(1)]
  expect(ours.toBedrock.map(({ path }) => path)).toEqual(theirs.toBedrock.map(({ path }) => path))
  expect(sent(ours)).toEqual(sent(theirs))
  return [theirs, ours]
}

async function sameAnswer(comparison: Comparison): Promise<[theirs: Outcome, ours: Outcome]> {
  const [theirs, ours] = await sameRequest(comparison)
  expect(result(ours).text).toBe(result(theirs).text)
  expect(result(ours).finishReason).toBe(result(theirs).finishReason)
  const calls = (outcome: Outcome) =>
    result(outcome).toolCalls.map(({ toolCallId, toolName, input }) => [
      toolCallId,
      toolName,
      input as unknown,
    ])
  expect(calls(ours)).toEqual(calls(theirs))
  return [theirs, ours]
}

describePage(
  'ai-sdk-amazon-bedrock',
  {
    'A call': async (comparison) => {
      await sameAnswer(comparison)
      const claude = await comparison.run(2)
      expect([result(claude).text, paths(claude)]).toEqual(['hello', ['invoke']])
      const kept = await comparison.run(3)
      expect([result(kept).text, kept.toBedrock]).toEqual(['hello', []])
      expect(kept.toGateway[0]?.headers).toMatchObject({
        'x-javelin-route': 'awsbedrock',
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 /) as string,
      })
      comparison.gateway.reply(() => ({ error: { status: 503, message: 'away' } }))
      const fallen = await comparison.run(3)
      expect([result(fallen).text, paths(fallen)]).toEqual(['hello', ['converse']])
    },
    'A stream': async (comparison) => {
      const [theirs, ours] = await sameRequest(comparison)
      expect([theirs.values['theirs'], ours.values['answer']]).toEqual(['one two', 'one two'])
    },
    Tools: async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      expect(result(theirs).toolCalls).toMatchObject([{ toolName: 'get_weather', input: { city: 'Oslo' } }])
    },
    'Images and documents': async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      expect(result(theirs).text).toContain('a document named "a" (pdf)')
    },
    Reasoning: async ({ run }) => {
      const [theirs, ours, byResponses] = [await run(0), await run(1), await run(2)]
      expect(theirs.toBedrock[0]?.json).toMatchObject({ inferenceConfig: { maxTokens: 5024 } })
      expect(ours.toBedrock[0]?.json).toMatchObject({ max_tokens: 5024 })
      expect(byResponses.toBedrock[0]?.json).toMatchObject({ inferenceConfig: { maxTokens: 4000 } })
      for (const outcome of [theirs, ours, byResponses]) {
        expect(result(outcome).text).toBe('hello')
        expect(result(outcome).reasoningText).toContain('I will answer')
      }
      const chat = await generateText({
        model: ourOpenAI().chat('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
        prompt: 'Say exactly: hello',
        providerOptions: { openai: { forceReasoning: true, reasoningEffort: 'low' } },
      })
      expect([chat.text, chat.reasoningText]).toEqual(['hello', undefined])
    },
    'Structured output': async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      expect(result(ours).output).toEqual(result(theirs).output)
      for (const outcome of [theirs, ours]) expect(sent(outcome)).toHaveProperty('toolConfig')
    },
    'Prompt caching': async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      expect(sent(theirs)['system']).toEqual([{ text: 'A long text.' }, { cachePoint: { type: 'default' } }])
      expect(sent(ours)['system']).toEqual([
        { type: 'text', text: 'A long text.', cache_control: { type: 'ephemeral' } },
      ])
    },
    Guardrails: async (comparison) => {
      const [theirs] = await sameAnswer(comparison)
      expect(sent(theirs)).toMatchObject({ guardrailConfig: { guardrailIdentifier: 'gr4dra1l' } })
    },
    Embeddings: async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      const vectors = ({ values }: Outcome) =>
        ((values['theirs'] ?? values['answer']) as { embeddings: number[][] }).embeddings
      expect(vectors(theirs).map((vector) => vector.length)).toEqual([1024, 1024])
      expect(vectors(ours).map((vector) => vector.length)).toEqual([1024, 1024])
      expect(ours.toBedrock.map(({ json }) => json)).toEqual(
        expect.arrayContaining(theirs.toBedrock.map(({ json }) => json)),
      )
    },
    'Errors, retries, fallbacks': async ({ run, bedrock: aws, gateway }) => {
      aws.reply(() => ({ error: { type: 'ThrottlingException', message: 'said by Bedrock' } }))
      const [theirs, ours] = [await run(0), await run(1)]
      expect(theirs.values['theirs']).toEqual([429, 'said by Bedrock', true])
      expect(ours.values['answer']).toEqual([429, 'said by Bedrock', true])
      aws.reset()
      gateway.reply(() => ({ error: { status: 503, message: 'away' } }))
      const fallen = await run(2)
      expect(result(fallen).text).toBe('hello')
      expect([fallen.toGateway.length, fallen.toBedrock.length]).toEqual([1, 1])
    },
    'Credentials and regions': async (comparison) => {
      await sameAnswer(comparison)
    },
    'Telemetry and headers': async (comparison) => {
      const [theirs, ours] = await sameAnswer(comparison)
      for (const { toBedrock } of [theirs, ours])
        expect(toBedrock[0]?.headers).toMatchObject({ 'x-request-tag': 'search' })
      expect(ours.values['seen']).toEqual(['ok'])
    },
  },
  {
    environment: ({ gateway }) => ({ JAVELIN_BASE_URL: gateway.url, JAVELIN_API_KEY: 'gateway-key' }),
    globals: () => ({
      generateText,
      theirProvider: createAmazonBedrock({ region: 'us-east-1' }),
      claudeProvider: createAnthropic({
        apiKey: 'unused',
        fetch: createFetch(bedrock({ region: 'us-east-1' })),
      }),
      openaiProvider: ourOpenAI(),
    }),
  },
)

function ourOpenAI(): ReturnType<typeof createOpenAI> {
  return createOpenAI({ apiKey: 'unused', fetch: createFetch(bedrock({ region: 'us-east-1' })) })
}
