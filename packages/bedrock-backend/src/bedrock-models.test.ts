import { type Warning } from '@patchbay/core'
import { describe, expect, it } from 'vitest'

import { failureOf, setUpBedrock } from '../test-support/bedrock-client.ts'
import type { BedrockOptions } from './bedrock/options.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const setup = setUpBedrock()
const { clientOf } = setup

describe('models', () => {
  it('come from the route, the table, a shipped name, or the default', async () => {
    const nova = 'us.amazon.nova-lite-v1:0'
    const cases: [BedrockOptions, string, string][] = [
      [{ model: nova }, 'gpt-4o', nova],
      [{ models: { 'gpt-4o': nova } }, 'gpt-4o', nova],
      [{ models: { 'gpt-4o': { id: nova, family: 'nova' } } }, 'gpt-4o', nova],
      [{ models: { 'gpt-4o': 'Nova-Lite' } }, 'gpt-4o', nova],
      [{ models: { [nova]: { family: 'nova' } } }, nova, nova],
      [{ defaultModel: nova }, 'gpt-3.5-turbo', nova],
      [{}, 'Claude-4-5-Sonnet', MODEL],
      [{}, `@bedrock/${nova}`, nova],
    ]
    for (const [options, model, expected] of cases) {
      await clientOf(options).chat.completions.create({ model, messages })
      expect(setup.server.requests.at(-1)).toMatchObject({ modelId: expected })
    }
  })

  it('are listed, and found by every name', async () => {
    const client = clientOf({ models: { 'gpt-4o': 'us.amazon.nova-lite-v1:0' } })
    const { data } = await client.models.list()
    const ids = data.map(({ id }) => id)
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'
    expect(ids).toEqual(
      expect.arrayContaining(['amazon.nova-lite-v1:0', 'us.amazon.nova-lite-v1:0', profile]),
    )
    expect(data.find(({ id }) => id === profile)?.owned_by).toBe('anthropic')
    const before = setup.server.requests.length
    for (const name of [
      'gpt-4o',
      'us.amazon.nova-lite-v1:0',
      'Nova-Lite',
      '@bedrock/amazon.nova-lite-v1:0',
      profile,
    ]) {
      expect(await client.models.retrieve(name)).toMatchObject({ id: name, object: 'model' })
    }
    expect(setup.server.requests).toHaveLength(before)
    const failure = await failureOf(client.models.retrieve('gpt-3.5-turbo'))
    expect(failure).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  it('asks once which model an application inference profile stands for', async () => {
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'
    const seen: Warning[] = []
    const client = clientOf({ onWarning: (warning) => seen.push(warning) })
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        client.chat.completions.create({ model: profile, messages, reasoning_effort: 'high' }),
      ),
    )
    expect(answers.map(({ model }) => model)).toEqual([profile, profile, profile])
    const profileRequests = setup.server.requests.filter(({ path }) =>
      path.startsWith('/inference-profiles/'),
    )
    expect(profileRequests).toHaveLength(1)
    // Claude 3 Haiku does not reason: only who knows the model behind the profile can say so.
    expect(seen.map(({ field }) => field)).toContain('reasoning_effort')
  })

  it('come from the table before all, and from no guess', async () => {
    const nova = 'us.amazon.nova-lite-v1:0'
    for (const name of [MODEL, 'Claude-4-5-Sonnet', 'arn:aws:bedrock:us-east-1::foundation-model/x.y-v1']) {
      await clientOf({ models: { [name]: nova } }).chat.completions.create({ model: name, messages })
      expect(setup.server.requests.at(-1)).toMatchObject({ modelId: nova })
    }
    for (const name of ['gpt-4o', 'gpt-4.1-mini', 'gpt-3.5-turbo', 'o3', 'claude', 'llama']) {
      const failure = await failureOf(clientOf().chat.completions.create({ model: name, messages }))
      expect(failure).toMatchObject({ status: 404, code: 'model_not_found' })
      expect(failure.message).toContain('defaultModel')
    }
  })

  it('reason at medium effort by an alias of a -Thinking name, unless the request says otherwise', async () => {
    const client = clientOf({ models: { thinker: 'Claude-4-5-Sonnet-Thinking' } })
    const ask = async (more: object) => {
      await client.chat.completions.create({ model: 'thinker', messages, max_tokens: 10_000, ...more })
      return JSON.stringify(setup.server.requests.at(-1)?.json)
    }
    expect(await ask({})).toContain('"budget_tokens":5000')
    expect(await ask({ reasoning_effort: 'low' })).toContain('"budget_tokens":2000')
    expect(await ask({ reasoning_effort: 'none' })).not.toContain('budget_tokens')
  })

  it('warns when the model behind a profile cannot be found out, and serves the request', async () => {
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/unknown00000'
    setup.server.enqueue({ error: { type: 'AccessDeniedException' } }, { text: 'hello' })
    const { response } = await clientOf().chat.completions.create({ model: profile, messages }).withResponse()
    expect(response.headers.get('x-patchbay-warnings')).toContain('unknown_model_family')
    setup.server.reset()
    const declared = clientOf({ models: { team: { id: profile, family: 'claude' } } })
    setup.server.enqueue({ text: 'hello' })
    await declared.chat.completions.create({ model: 'team', messages })
    expect(setup.server.requests).toHaveLength(1)
  })

  it('refuses an imported model by name', async () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:imported-model/abc'
    const failure = await failureOf(clientOf().chat.completions.create({ model, messages }))
    expect(failure).toMatchObject({ status: 400, param: 'model' })
    expect(failure.message).toContain('imported model')
  })
})

describe('remote images', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const asking = (url: string) => ({
    model: MODEL,
    messages: [
      {
        role: 'user' as const,
        content: [
          { type: 'text' as const, text: 'What is it?' },
          { type: 'image_url' as const, image_url: { url } },
        ],
      },
    ],
  })

  it('are fetched by the caller’s function, and sent as bytes', async () => {
    const fetch = async () => new Response(png, { headers: { 'content-type': 'image/png' } })
    await clientOf({ images: { fetch } }).chat.completions.create(asking('https://example.com/a.png'))
    expect(JSON.stringify(setup.server.requests[0]?.json)).toContain(png.toString('base64'))
  })

  it('are refused from this machine, and where fetching is off', async () => {
    for (const [options, url] of [
      [{}, `${setup.server.url.replace('http:', 'https:')}/a.png`],
      [{}, `${setup.server.url}/a.png`],
      [{ images: { fetch: false } }, 'https://example.com/a.png'],
    ] as const) {
      const failure = await failureOf(clientOf(options).chat.completions.create(asking(url)))
      expect(failure).toMatchObject({ status: 400, code: 'invalid_file_url' })
    }
    expect(setup.server.requests).toHaveLength(0)
  })
})
