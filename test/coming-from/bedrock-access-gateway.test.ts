import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'
import { expect } from 'vitest'

import { describePage, type Comparison, type Outcome } from './support/describe-page.ts'

interface Spoken {
  readonly choices: readonly { readonly message: Readonly<Record<string, unknown>> }[]
}

const message = ({ values }: Outcome): Readonly<Record<string, unknown>> | undefined =>
  ((values['theirs'] ?? values['answer']) as Spoken).choices[0]?.message
const toBedrock = (outcome: Outcome): unknown => outcome.toBedrock.at(-1)?.json
const toGateway = (outcome: Outcome): unknown => outcome.toGateway.at(-1)?.json

/** Theirs reaches the gateway alone, ours Bedrock alone, and both say the same. */
async function sameText({ run }: Comparison): Promise<[theirs: Outcome, ours: Outcome]> {
  const [theirs, ours] = [await run(0), await run(1)]
  expect([theirs.toBedrock.length, ours.toGateway.length]).toEqual([0, 0])
  expect(message(ours)?.['content']).toBe(message(theirs)?.['content'])
  return [theirs, ours]
}

describePage(
  'bedrock-access-gateway',
  {
    'A call': async (comparison) => {
      await sameText(comparison)
      const kept = await comparison.run(2)
      expect(message(kept)?.['content']).toBe('hello')
      expect(toGateway(kept)).toMatchObject({
        extra_body: { thinking: { type: 'enabled', budget_tokens: 4096 } },
      })
      expect(kept.toGateway[0]?.headers['authorization']).toBe('Bearer gateway-key')
    },
    'A stream': async ({ run }) => {
      expect((await run(0)).values['theirs']).toBe('hello')
      expect((await run(1)).values['answer']).toBe('hello')
    },
    Tools: async ({ run }) => {
      for (const outcome of [await run(0), await run(1)])
        expect(message(outcome)?.['tool_calls']).toMatchObject([
          { function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
        ])
    },
    'Images and documents': async ({ run }) => {
      expect(toGateway(await run(0))).toHaveProperty('messages')
      expect(message(await run(1))?.['content']).toContain('a png picture of 1 × 1 pixels')
    },
    Reasoning: async ({ run }) => {
      expect(toGateway(await run(0))).toMatchObject({ reasoning_effort: 'low', max_completion_tokens: 4096 })
      const ours = await run(1)
      expect(toBedrock(ours)).toMatchObject({
        additionalModelRequestFields: {
          thinking: { type: 'enabled', budget_tokens: Math.floor(4096 * 0.3) },
        },
      })
      expect(message(ours)).toMatchObject({
        content: 'hello',
        reasoning_content: expect.any(String) as string,
      })
      expect(toBedrock(await run(2))).toMatchObject({
        additionalModelRequestFields: {
          thinking: { type: 'enabled', budget_tokens: 1024 },
          anthropic_beta: ['interleaved-thinking-2025-05-14'],
        },
      })
    },
    'Structured output': async ({ run }) => {
      expect(message(await run(0))?.['content']).toBe('{"city":"Oslo"}')
    },
    'Prompt caching': async (comparison) => {
      const [theirs, ours] = await sameText(comparison)
      expect(toGateway(theirs)).toMatchObject({ extra_body: { prompt_caching: { system: true } } })
      expect(toBedrock(ours)).toMatchObject({
        system: [{ text: 'A long text.' }, { cachePoint: { type: 'default' } }],
      })
    },
    Guardrails: async ({ run }) => {
      expect(toBedrock(await run(0))).toMatchObject({ guardrailConfig: { guardrailIdentifier: 'gr4dra1l' } })
    },
    Embeddings: async ({ run }) => {
      expect(toGateway(await run(0))).toMatchObject({ model: 'text-embedding-3-small', input: ['one'] })
      expect((await run(1)).toBedrock[0]?.modelId).toBe('cohere.embed-multilingual-v3')
    },
    'Errors, retries, fallbacks': async ({ run, bedrock: aws, gateway }) => {
      // As the gateway answers where Bedrock denies access: `routers/chat.py` and `models/bedrock.py`.
      gateway.reply(() => ({ status: 500, body: JSON.stringify({ detail: 'AccessDeniedException: no' }) }))
      expect((await run(0)).values['theirs']).toBe('InternalServerError')
      aws.reply(() => ({ error: { type: 'AccessDeniedException', message: 'no' } }))
      expect((await run(1)).values['answer']).toBe('PermissionDeniedError')
    },
    Environment: async ({ run }) => {
      const ours = await run(0)
      expect(message(ours)?.['content']).toBe('hello')
      expect(ours.toGateway[0]?.headers['authorization']).toBe('Bearer gateway-key')
    },
  },
  {
    environment: ({ gateway }) => ({
      BEDROCK_ACCESS_GATEWAY_URL: `${gateway.url}/api/v1`,
      BEDROCK_ACCESS_GATEWAY_API_KEY: 'gateway-key',
    }),
    globals: ({ gateway }) => ({
      theirClient: new OpenAI({ baseURL: `${gateway.url}/api/v1`, apiKey: 'gateway-key' }),
      client: register(
        new OpenAI({ apiKey: 'unused' }),
        bedrock({ region: 'us-east-1', embeddingModel: 'cohere.embed-multilingual-v3' }),
      ),
    }),
  },
)
