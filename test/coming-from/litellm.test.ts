import { signReasoning } from '@patchbay/testing'
import { expect } from 'vitest'

import { describePage, type Comparison, type Outcome } from './support/describe-page.ts'

interface Spoken {
  readonly choices: readonly { readonly message: Readonly<Record<string, unknown>> }[]
}

const message = ({ values }: Outcome): Readonly<Record<string, unknown>> | undefined =>
  ((values['theirs'] ?? values['answer']) as Spoken).choices[0]?.message
const sent = ({ toBedrock }: Outcome): unknown => toBedrock.at(-1)?.json

const says =
  (text: string) =>
  async ({ run }: Comparison): Promise<void> => {
    expect(message(await run(0))?.['content']).toBe(text)
  }

describePage(
  'litellm',
  {
    'A call': async ({ run }) => {
      const ours = await run(0)
      expect(message(ours)?.['content']).toBe('hello')
      expect(ours.toBedrock[0]?.modelId).toBe('us.anthropic.claude-sonnet-4-5-20250929-v1:0')
    },
    'The proxy, kept': async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      expect(ours.values['answer']).toEqual(theirs.values['theirs'])
      for (const outcome of [theirs, ours]) {
        expect(outcome.toGateway).toHaveLength(1)
        expect(outcome.toGateway[0]).toMatchObject({
          path: '/v1/chat/completions',
          headers: { authorization: 'Bearer gateway-key' },
          json: { model: 'my-model' },
        })
      }
    },
    'The proxy, replaced': says('hello'),
    'A stream': async ({ run }) => {
      expect((await run(0)).values['answer']).toBe('hello')
    },
    Tools: async ({ run }) => {
      expect(message(await run(0))?.['tool_calls']).toMatchObject([
        { function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
      ])
    },
    'Images and documents': async ({ run }) => {
      expect(message(await run(0))?.['content']).toContain('a png picture of 1 × 1 pixels')
    },
    Reasoning: async ({ run }) => {
      expect(message(await run(0))).toMatchObject({
        content: 'hello',
        reasoning_content: expect.any(String) as string,
        content_blocks: [{ type: 'thinking', signature: expect.any(String) as string }, { type: 'text' }],
      })
      expect(sent(await run(1))).toMatchObject({
        messages: [{}, { content: [{ reasoningContent: { reasoningText: { text: 'A number.' } } }, {}] }, {}],
      })
    },
    'Structured output': says('{"city":"Oslo"}'),
    'Prompt caching': async ({ run }) => {
      expect(sent(await run(0))).toMatchObject({
        system: [{ text: 'A long text.' }, { cachePoint: { type: 'default' } }],
      })
    },
    Guardrails: async ({ run }) => {
      expect(sent(await run(0))).toMatchObject({ guardrailConfig: { guardrailIdentifier: 'gr4dra1l' } })
    },
    Embeddings: async ({ run }) => {
      const { data } = (await run(0)).values['answer'] as { data: { embedding: number[] }[] }
      expect(data.map(({ embedding }) => embedding.length)).toEqual([1024, 1024])
    },
    Errors: async ({ run, bedrock: aws }) => {
      aws.reply(() => ({ error: { type: 'ThrottlingException', message: 'said by Bedrock', retryAfter: 0 } }))
      expect((await run(0)).values['answer']).toContain('said by Bedrock')
    },
    'Retries, fallbacks, balancing': async ({ run, gateway }) => {
      gateway.reply(() => ({ error: { status: 503, message: 'away' } }))
      const ours = await run(0)
      expect(message(ours)?.['content']).toBe('hello')
      expect([ours.toGateway.length, ours.toBedrock.length]).toEqual([3, 1])
    },
    'Credentials and regions': says('hello'),
    'Telemetry and headers': async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['tokens']).toEqual(['ok', 5])
      expect(sent(ours)).toMatchObject({ requestMetadata: { team: 'search' } })
    },
  },
  { globals: () => ({ signature: signReasoning('A number.') }) },
)
