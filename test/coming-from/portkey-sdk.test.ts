import { Portkey } from 'portkey-ai'
import { expect } from 'vitest'

import { describePage, onPortkey, type Comparison, type Outcome } from './support/describe-page.ts'

interface Spoken {
  readonly choices: readonly { readonly message: { readonly content: string | null } }[]
}

const body = ({ toGateway }: Outcome): unknown => toGateway.at(-1)?.json
const headers = ({ toGateway }: Outcome): Record<string, string> => {
  const all = Object.entries(toGateway.at(-1)?.headers ?? {})
  return Object.fromEntries(all.filter(([name]) => /^(?:x-portkey-|authorization)/.test(name)))
}
const text = (answer: unknown): unknown => (answer as Spoken).choices[0]?.message.content

/** What their SDK says of itself, and its default that ours leaves to the gateway. */
const OF_THEIR_SDK = {
  'x-portkey-package-version': 'portkey-3.1.0',
  'x-portkey-runtime': 'node',
  'x-portkey-runtime-version': process.version,
  'x-portkey-strict-open-ai-compliance': 'false',
}

/** The same body and path arrive, by headers that differ in what the page says alone; the answers say the same. */
async function sameRequest({ run }: Comparison): Promise<void> {
  const [theirs, ours] = [await run(0), await run(1)]
  expect(ours.toGateway[0]?.path).toBe(theirs.toGateway[0]?.path)
  expect(body(ours)).toEqual(body(theirs))
  expect({ ...OF_THEIR_SDK, ...headers(ours) }).toEqual(headers(theirs))
  const { getHeaders: _, ...said } = theirs.values['theirs'] as Record<string, unknown>
  expect(ours.values['answer']).toEqual(
    typeof theirs.values['theirs'] === 'string' ? theirs.values['theirs'] : said,
  )
}

describePage(
  'portkey-sdk',
  {
    'A call': async (comparison) => {
      await sameRequest(comparison)
      const local = await comparison.run(2)
      expect(text(local.values['answer'])).toBe('hello')
      expect(local.toBedrock.map(({ operation }) => operation)).toEqual(['Converse'])
      expect(local.toGateway).toEqual([])
    },
    'A stream': sameRequest,
    Tools: sameRequest,
    'Images and documents': sameRequest,
    Reasoning: sameRequest,
    'Structured output': sameRequest,
    'Prompt caching': sameRequest,
    Guardrails: async ({ run }) => {
      const guardrail = { guardrailIdentifier: 'gr4dra1l', guardrailVersion: '1' }
      expect(body(await run(0))).toMatchObject({ guardrail_config: guardrail })
      expect(body(await run(1))).toMatchObject({ guardrailConfig: guardrail })
    },
    Embeddings: async ({ run }) => {
      const [theirs, ours] = [await run(0), await run(1)]
      expect(body(ours)).toEqual({ ...(body(theirs) as object), encoding_format: 'float' })
      const vector = (answer: unknown) => (answer as { data: { embedding: number[] }[] }).data[0]?.embedding
      expect(vector(ours.values['answer'])).toEqual(vector(theirs.values['theirs']))
    },
    Errors: async ({ run, gateway }) => {
      gateway.reply(() => ({ error: { status: 429, message: 'too many' } }))
      const [theirs, ours] = [await run(0), await run(1)]
      expect([theirs.values['theirs'], ours.values['answer']]).toEqual([429, 429])
      expect([theirs.toGateway.length, ours.toGateway.length]).toEqual([1, 3])
    },
    'Retries and fallbacks': async (comparison) => {
      await sameRequest(comparison)
      comparison.gateway.reply(() => ({ error: { status: 503, message: 'away' } }))
      const local = await comparison.run(2)
      expect(text(local.values['answer'])).toBe('hello')
      expect([local.toGateway.length, local.toBedrock.length]).toEqual([2, 1])
    },
    'Credentials and regions': sameRequest,
    Environment: sameRequest,
    'Trace, metadata, headers': async (comparison) => {
      await sameRequest(comparison)
      const { portkeyClient } = (await comparison.run(0)).values
      await (portkeyClient as Portkey).chat.completions.create({ model: 'any', messages: [] })
      const traces = comparison.gateway.requests.map((request) => request.headers['x-portkey-trace-id'])
      expect(traces).toEqual(Array(4).fill('order-8'))
    },
  },
  {
    environment: ({ gateway }) => ({ PORTKEY_BASE_URL: `${gateway.url}/v1`, PORTKEY_API_KEY: 'gateway-key' }),
    globals: (servers) => ({
      portkeyClient: new Portkey({
        baseURL: `${servers.gateway.url}/v1`,
        apiKey: 'gateway-key',
        provider: '@bedrock',
      }),
      client: onPortkey(servers),
      awsAccessKeyId: 'AKIAEXAMPLE',
      awsSecretAccessKey: 'secret',
    }),
  },
)
