import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../context.ts'
import { joinFields } from './additional-fields.ts'
import { readExtensions } from './extension-intent.ts'
import { toPassThrough } from './pass-through.ts'
import { EXTENSION_FIELDS } from './request-extensions.ts'
import { readFieldsBy, translated } from './request-table.ts'

const FIELDS = {
  ...EXTENSION_FIELDS,
  metadata: translated(['object'], ''),
  service_tier: translated(['string', 'object'], ''),
}

function pass(body: object, streaming = false) {
  const warnings = new WarningCollector()
  const value = toPassThrough(readExtensions(readFieldsBy(FIELDS, body, warnings)), streaming, warnings)
  return { value, warned: warnings.list().map(({ code, field }) => `${code} ${field}`) }
}

describe('toPassThrough', () => {
  it('keeps a stream-only guardrail field to streams', () => {
    const guardrailConfig = { guardrailIdentifier: 'a', guardrailVersion: '1', streamProcessingMode: 'async' }
    expect(pass({ guardrailConfig }, true)).toEqual({ value: { guardrailConfig }, warned: [] })
    expect(pass({ guardrailConfig })).toEqual({
      value: { guardrailConfig: { guardrailIdentifier: 'a', guardrailVersion: '1' } },
      warned: ['unsupported_parameter guardrailConfig.streamProcessingMode'],
    })
  })

  it.each([
    ['auto', undefined, []],
    ['flex', { type: 'flex' }, []],
    [{ type: 'reserved' }, { type: 'reserved' }, []],
    ['scale', undefined, ['unsupported_parameter service_tier']],
  ])('translates the service tier %j', (tier, expected, warned) => {
    expect(pass({ service_tier: tier })).toEqual({
      value: expected === undefined ? {} : { serviceTier: expected },
      warned,
    })
  })

  it("keeps metadata within Bedrock's limits, and says what was left out", () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v']))
    expect(Object.keys(pass({ metadata: many }).value.requestMetadata ?? {})).toHaveLength(16)
    expect(pass({ metadata: many }).warned).toEqual(['metadata_out_of_limits metadata.k16'])
    expect(pass({ metadata: { 'a!': 'x', b: 'x'.repeat(257), c: 5, d: null } })).toEqual({
      value: { requestMetadata: { c: '5' } },
      warned: ['metadata_out_of_limits metadata.a!', 'metadata_out_of_limits metadata.b'],
    })
  })

  it.each([
    [{ performanceConfig: { latency: 'fast' } }, 'performanceConfig.latency'],
    [{ guardrail_config: { guardrailIdentifier: 5 } }, 'guardrail_config.guardrailIdentifier'],
    [{ additionalModelResponseFieldPaths: [''] }, 'additionalModelResponseFieldPaths[0]'],
    [
      { additionalModelResponseFieldPaths: Array.from({ length: 11 }, () => '/a') },
      'additionalModelResponseFieldPaths',
    ],
    [{ promptVariables: { a: { text: 5 } } }, 'promptVariables.a'],
    [{ service_tier: { type: 5 } }, 'service_tier.type'],
  ])('refuses %j', (body, param) => {
    expect(() => pass(body)).toThrow(expect.objectContaining({ status: 400, param }))
  })

  it('lets nothing unknown through', () => {
    expect(pass({ performanceConfig: { latency: 'standard', extra: 1 } })).toEqual({
      value: { performanceConfig: { latency: 'standard' } },
      warned: ['unknown_parameter performanceConfig.extra'],
    })
  })
})

describe('joinFields', () => {
  it('joins objects member by member, later ones winning, and beta flags as one list', () => {
    expect(
      joinFields(
        {
          inferenceConfig: { topK: 1 },
          anthropic_beta: ['a'],
          thinking: { type: 'enabled', budget_tokens: 5 },
        },
        undefined,
        { inferenceConfig: { other: 2 }, anthropic_beta: ['a', 'b'], thinking: { type: 'adaptive' } },
      ),
    ).toEqual({
      inferenceConfig: { topK: 1, other: 2 },
      anthropic_beta: ['a', 'b'],
      thinking: { type: 'adaptive' },
    })
  })

  it('leaves prototypes alone', () => {
    const joined = joinFields(
      JSON.parse('{"__proto__": {"polluted": true}}') as object as { [key: string]: unknown },
    )
    expect(Object.getPrototypeOf(joined)).toBe(Object.prototype)
    expect(Object.keys(joined)).toEqual(['__proto__'])
  })
})
