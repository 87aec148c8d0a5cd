import { expect } from 'vitest'

import { describePage, type Comparison, type Outcome } from './support/describe-page.ts'

const sent = ({ toBedrock }: Outcome): unknown => toBedrock.at(-1)?.json

/** What theirs sent for the same object with `useConverseAPI: true`, seen in a run of 2.12.0. */
const THEIRS = {
  messages: [{ role: 'user', content: [{ text: 'Say exactly: hello' }] }],
  inferenceConfig: { maxTokens: 500 },
}

const says =
  (text: string) =>
  async ({ run }: Comparison): Promise<void> => {
    expect((await run(0)).values['answer']).toBe(text)
  }

describePage(
  'bedrock-wrapper',
  {
    'A call': async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['answer']).toBe('hello')
      expect(sent(ours)).toEqual(THEIRS)
    },
    'A stream': async ({ run }) => {
      for (const ours of [await run(0), await run(1)]) {
        expect(ours.values['answer']).toBe('hello')
        expect(sent(ours)).toEqual(THEIRS)
      }
    },
    Tools: async ({ run }) => {
      expect((await run(0)).values['answer']).toMatchObject([
        { function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
      ])
    },
    'Images and documents': async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['answer']).toContain('a png picture of 1 × 1 pixels')
      expect(ours.toBedrock[0]?.modelId).toBe('us.amazon.nova-pro-v1:0')
    },
    Reasoning: async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['answer']).toMatch(/^<think>.+<\/think>\s*hello$/)
      expect(sent(ours)).toMatchObject({
        inferenceConfig: { maxTokens: 4000 },
        additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2000 } },
      })
    },
    'Structured output': says('{"city":"Oslo"}'),
    'Prompt caching and guardrails': async ({ run }) => {
      expect(sent(await run(0))).toMatchObject({
        system: [{ text: 'A long text.' }, { cachePoint: { type: 'default' } }],
        guardrailConfig: { guardrailIdentifier: 'gr4dra1l' },
      })
    },
    'Stop sequences': async ({ run }) => {
      expect(sent(await run(0))).toMatchObject({ inferenceConfig: { stopSequences: ['STOP'] } })
    },
    Embeddings: async ({ run }) => {
      expect((await run(0)).values['answer']).toEqual([1024, 1024])
    },
    'Errors, retries, fallbacks': async ({ run, bedrock: aws }) => {
      aws.reply(() => ({ error: { type: 'ThrottlingException', message: 'said by Bedrock', retryAfter: 0 } }))
      const failed = await run(0)
      expect(failed.values['answer']).toContain('said by Bedrock')
      expect(failed.toBedrock).toHaveLength(3)
      aws.reset()
      aws.enqueue({ error: { type: 'ServiceUnavailableException', message: 'away' } })
      const fallen = await run(1)
      expect([fallen.values['answer'], fallen.toBedrock.length]).toEqual(['hello', 2])
    },
    'Credentials, regions, environment': says('hello'),
    'Logging and models': async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['answer']).toBe('hello')
      expect(ours.values['lines']).toHaveLength(3)
      expect((ours.values['models'] as unknown[]).length).toBeGreaterThan(1)
    },
  },
  {
    globals: ({ bedrock: { credentials, region, url } }) => ({
      awsCreds: { region, ...credentials },
      endpoint: url,
    }),
  },
)
