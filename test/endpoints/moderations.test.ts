import { bedrock, ConfigurationError, register } from '@patchbay/sdk'
import { BadRequestError, NotFoundError } from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { setUpEndpoint } from './support/setup.ts'

const guardrail = { identifier: 'gr4dra1l', version: '3' }
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const setup = setUpEndpoint()
const { clientOf, route } = setup

const units = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 1,
  wordPolicyUnits: 1,
  sensitiveInformationPolicyUnits: 1,
  sensitiveInformationPolicyFreeUnits: 1,
  contextualGroundingPolicyUnits: 0,
}

/** An answer of ApplyGuardrail. */
const verdict = (action: 'NONE' | 'GUARDRAIL_INTERVENED', ...assessments: object[]) => ({
  body: { usage: units, action, outputs: [], assessments },
})

const filters = (...list: [type: string, confidence: string, detected: boolean][]) => ({
  contentPolicy: {
    filters: list.map(([type, confidence, detected]) => ({
      type,
      confidence,
      detected,
      action: detected ? 'BLOCKED' : 'NONE',
    })),
  },
})

describe.each(versions)('$name', ({ OpenAI }) => {
  it('moderates a text by the guardrail of the route', async () => {
    setup.server.enqueue(
      verdict('GUARDRAIL_INTERVENED', filters(['VIOLENCE', 'HIGH', true], ['HATE', 'LOW', false])),
    )
    const client = register(new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: 0 }), route({ guardrail }))
    const answer = await client.moderations.create({ model: 'omni-moderation-latest', input: 'A threat.' })
    expect(answer.id).toMatch(/^modr-/)
    expect(answer.model).toBe('gr4dra1l:3')
    expect(answer.results).toMatchObject([
      {
        flagged: true,
        categories: { violence: true, hate: false, 'self-harm': false },
        category_scores: { violence: 1, hate: 0.25, sexual: 0 },
        category_applied_input_types: { violence: ['text'], hate: ['text'], sexual: [] },
      },
    ])
    expect(Object.keys(answer.results[0]?.categories ?? {})).toHaveLength(13)
    expect(setup.server.requests).toMatchObject([
      {
        operation: 'ApplyGuardrail',
        path: '/guardrail/gr4dra1l/version/3/apply',
        json: { source: 'INPUT', outputScope: 'FULL', content: [{ text: { text: 'A threat.' } }] },
      },
    ])
  })
})

describe('results', () => {
  it('come for each text, in order', async () => {
    setup.server.reply(({ json }) =>
      JSON.stringify(json).includes('bad')
        ? verdict('GUARDRAIL_INTERVENED', filters(['INSULTS', 'MEDIUM', true]))
        : verdict('NONE'),
    )
    const input = ['good', 'bad', 'fine', 'bad']
    const { results } = await clientOf({ guardrail }).moderations.create({ input })
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, false, true])
    expect(results[1]?.categories.harassment).toBe(true)
    expect(results[1]?.category_scores.harassment).toBe(0.5)
  })

  it('come once for a list of parts, pictures among them', async () => {
    setup.server.enqueue(verdict('NONE', filters(['SEXUAL', 'NONE', false], ['HATE', 'NONE', false])))
    const { results } = await clientOf({ guardrail }).moderations.create({
      input: [
        { type: 'text', text: 'Look:' },
        { type: 'image_url', image_url: { url: PNG } },
      ],
    })
    expect(results).toMatchObject([
      { flagged: false, category_applied_input_types: { sexual: ['text', 'image'], hate: ['text'] } },
    ])
    expect(setup.server.requests[0]?.json).toMatchObject({
      content: [
        { text: { text: 'Look:' } },
        { image: { format: 'png', source: { bytes: PNG.slice(PNG.indexOf(',') + 1) } } },
      ],
    })
  })

  it('say what else the guardrail minded', async () => {
    const topicPolicy = { topics: [{ name: 'finance', type: 'DENY', action: 'BLOCKED' }] }
    const attack = filters(['PROMPT_ATTACK', 'HIGH', true])
    const answer = verdict('GUARDRAIL_INTERVENED', { topicPolicy, ...attack })
    setup.server.enqueue(answer, answer)
    const { data, response } = await clientOf({ guardrail })
      .moderations.create({ input: 'Buy!' })
      .withResponse()
    expect(data.results[0]).toMatchObject({ flagged: true })
    expect(Object.values(data.results[0]?.categories ?? {})).not.toContain(true)
    expect(data.results[0]).not.toHaveProperty('guardrail')
    const header = response.headers.get('x-patchbay-warnings')
    expect(header).toContain('topicPolicy, PROMPT_ATTACK')
    const loose = await clientOf({ guardrail, strictOpenAICompliance: false }).moderations.create({
      input: 'Buy!',
    })
    expect(loose.results[0]?.guardrail).toMatchObject({
      action: 'GUARDRAIL_INTERVENED',
      assessments: [{ topicPolicy }],
    })
  })
})

describe('refusals', () => {
  it('without a guardrail name the remedy, and are not tried again', async () => {
    const failure = await clientOf({}, 2)
      .moderations.create({ input: 'a' })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(NotFoundError)
    expect(failure).toMatchObject({ code: 'unsupported_endpoint' })
    expect((failure as NotFoundError).message).toContain('guardrail: { identifier, version }')
    expect(setup.server.requests).toHaveLength(0)
  })

  it.each([
    ['no input', undefined, 'input'],
    ['an empty list', [], 'input'],
    ['a blank text', ['a', ' '], 'input[1]'],
    ['a part of another type', [{ type: 'audio' }], 'input[0].type'],
    [
      'a remote picture',
      [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }],
      'input[0].image_url.url',
    ],
  ])('of %s name it', async (_name, input, param) => {
    const failure = await clientOf({ guardrail })
      .moderations.create({ input: input as unknown as string })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(BadRequestError)
    expect((failure as BadRequestError).param).toBe(param)
  })

  it('of the service come as its own', async () => {
    setup.server.enqueue({ error: { type: 'ResourceNotFoundException', message: 'No such guardrail.' } })
    const failure = await clientOf({ guardrail })
      .moderations.create({ input: 'a' })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(NotFoundError)
    expect((failure as NotFoundError).message).toContain('No such guardrail.')
  })

  it.each([
    [{ identifier: 'a' }, 'version'],
    [{ identifier: 'a', version: 'one' }, 'guardrail.version'],
    [{ identifier: '', version: '1' }, 'guardrail.identifier'],
    [{ identifier: 'a', version: '1', trace: true }, 'guardrail.trace'],
    ['a', 'guardrail'],
  ])('of options: %j', (wrong, name) => {
    const make = () => bedrock({ guardrail: wrong as typeof guardrail })
    expect(make).toThrow(ConfigurationError)
    expect(make).toThrow(name)
  })
})
