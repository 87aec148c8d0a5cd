import { javelin, register } from '@patchbay/sdk'
import OpenAI from 'openai'
import { expect } from 'vitest'

import { describePage, type Comparison, type Outcome } from './support/describe-page.ts'

interface Spoken {
  readonly choices: readonly { readonly message: Readonly<Record<string, unknown>> }[]
}

const text = ({ values }: Outcome): unknown => (values['answer'] as Spoken).choices[0]?.message['content']

/** What theirs sends for the same call, by its code: `_setup_client_headers`, `_setup_custom_headers`. */
const THEIRS = {
  method: 'POST',
  path: '/v1/chat/completions',
  headers: {
    'x-javelin-apikey': 'gateway-key',
    'x-javelin-route': 'sampleroute1',
    'x-javelin-model': 'gpt-4o',
    authorization: 'Bearer sk-stays-at-home',
  },
}

async function likeTheirs({ run }: Comparison, number = 0): Promise<Outcome> {
  const ours = await run(number)
  expect(text(ours)).toBe('hello')
  expect(ours.toGateway).toMatchObject([THEIRS])
  return ours
}

describePage(
  'javelin-python',
  {
    'A call': async (comparison) => {
      const ours = await likeTheirs(comparison)
      expect(ours.toGateway[0]?.headers['x-javelin-provider']).toBe('https://api.openai.com/v1')
      await likeTheirs(comparison, 1)
    },
    'Other clients': async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['answer']).toMatchObject({ output: { message: { content: [{ text: 'hello' }] } } })
      expect(ours.toGateway).toMatchObject([
        {
          path: '/v1/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse',
          headers: { 'x-javelin-route': 'bedrock', 'x-javelin-model': 'anthropic.claude-3-haiku-v1:0' },
        },
      ])
      expect(ours.toGateway[0]?.headers).not.toHaveProperty('authorization')
    },
    'A stream': async ({ run }) => {
      const ours = await run(0)
      expect(ours.values['answer']).toBe('hello')
      expect(ours.toGateway).toMatchObject([THEIRS])
    },
    'A route without a client': async ({ run }) => {
      const ours = await run(0)
      expect(text(ours)).toBe('hello')
      expect(ours.toGateway).toMatchObject([{ method: 'POST', path: '/v1/query/sampleroute1' }])
    },
    'Tools, images, reasoning, structured output, caching': async ({ run }) => {
      const { choices } = (await run(0)).values['answer'] as Spoken
      expect(choices[0]?.message['tool_calls']).toMatchObject([
        { function: { arguments: '{"city":"Oslo"}' } },
      ])
    },
    Guardrails: async ({ run, gateway }) => {
      gateway.enqueue({ json: { assessments: [] } })
      const ours = await run(0)
      expect(ours.values['answer']).toEqual({ assessments: [] })
      expect(ours.toGateway).toMatchObject([
        { path: '/v1/guardrails/apply', json: { input: { text: 'A text.' } } },
      ])
      gateway.enqueue({ json: { error_code: 200, reject_prompt: 'Rejected by the guardrail' } })
      const rejected = onJavelin(gateway.url).chat.completions.create({ model: 'gpt-4o', messages: [] })
      await expect(rejected).rejects.toMatchObject({ status: 400, code: 'content_filter' })
    },
    Embeddings: async ({ run }) => {
      const ours = await run(0)
      expect(ours.toGateway).toMatchObject([
        { path: '/v1/embeddings', headers: { 'x-javelin-model': 'text-embedding-3-small' } },
      ])
    },
    'Errors, retries, fallbacks': async ({ run, gateway }) => {
      gateway.reply(() => ({
        status: 429,
        headers: { 'retry-after': '0' },
        json: { error: { code: '429', message: 'used up' } },
      }))
      expect((await run(0)).values['answer']).toContain('used up')
      const fallen = await run(1)
      expect([text(fallen), fallen.toGateway.length, fallen.toBedrock.length]).toEqual(['hello', 1, 1])
    },
    'Many routes, one client': async ({ run }) => {
      const ours = await run(0)
      expect(ours.toGateway.map(({ headers }) => headers['x-javelin-route'])).toEqual(['other', 'other'])
    },
    'Credentials and environment': async (comparison) => {
      const ours = await likeTheirs(comparison)
      expect(ours.toGateway[0]?.headers).toMatchObject({
        'x-javelin-virtualapikey': 'team-key',
        'x-highflame-virtualapikey': 'team-key',
        'x-highflame-apikey': 'gateway-key',
        'x-highflame-route': 'sampleroute1',
      })
    },
    Telemetry: async (comparison) => {
      await likeTheirs(comparison)
    },
  },
  {
    environment: ({ gateway }) => ({ JAVELIN_BASE_URL: gateway.url, JAVELIN_API_KEY: 'gateway-key' }),
    globals: ({ gateway }) => ({ baseURL: gateway.url, client: onJavelin(gateway.url) }),
  },
)

function onJavelin(baseURL: string): OpenAI {
  return register(
    new OpenAI({ apiKey: 'sk-stays-at-home' }),
    javelin({ baseURL, apiKey: 'gateway-key', route: 'sampleroute1' }),
  )
}
