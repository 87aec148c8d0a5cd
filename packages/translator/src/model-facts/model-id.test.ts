import { assert, constantFrom, property, string, stringMatching } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { encodeModelId, looksLikeModelId, parseModelId, stripSlug } from './model-id.ts'
import { listModelNames, resolveModelName } from './model-names.ts'

const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const ACCOUNT = 'arn:aws:bedrock:us-east-1:123456789012'

describe('parseModelId', () => {
  it.each(['global', 'us', 'eu', 'apac', 'amer', 'in', 'emea', 'jp', 'au', 'ca', 'us-gov', 'us-iso'])(
    'takes the geography %s off',
    (geography) => {
      expect(parseModelId(`${geography}.${SONNET}`)).toMatchObject({
        kind: 'inference-profile',
        model: SONNET,
        provider: 'anthropic',
        geography,
      })
    },
  )

  it.each([
    [`arn:aws:bedrock:us-east-1::foundation-model/${SONNET}`, 'foundation-model', SONNET],
    [`${ACCOUNT}:inference-profile/us.${SONNET}`, 'inference-profile', SONNET],
    [`${ACCOUNT}:application-inference-profile/abcdefghijkl`, 'application-inference-profile', undefined],
    [`${ACCOUNT}:provisioned-model/abcdefghijkl`, 'provisioned-model', undefined],
    [`${ACCOUNT}:imported-model/abcdefghijkl`, 'imported-model', undefined],
    [`${ACCOUNT}:custom-model/amazon.nova-lite-v1:0/abcdefghijkl`, 'custom-model', 'amazon.nova-lite-v1:0'],
    [`${ACCOUNT}:custom-model-deployment/abcdefghijkl`, 'custom-model-deployment', undefined],
    [`${ACCOUNT}:prompt/ABCDEFGHIJ:3`, 'prompt', undefined],
    [`${ACCOUNT}:prompt-router/abcdefghijkl`, 'prompt-router', undefined],
    [`${ACCOUNT}:default-prompt-router/anthropic.claude:1`, 'prompt-router', undefined],
    ['arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint', 'endpoint', undefined],
  ])('knows what %s names', (arn, kind, model) => {
    expect(parseModelId(arn)).toMatchObject({ kind, model, partition: 'aws', region: 'us-east-1' })
    expect(looksLikeModelId(arn)).toBe(true)
  })

  it.each(['aws-us-gov', 'aws-cn', 'aws-iso', 'aws-iso-b'])('takes ARNs of the partition %s', (partition) => {
    const arn = `arn:${partition}:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.${SONNET}`
    expect(parseModelId(arn)).toMatchObject({ partition, region: 'us-gov-west-1', model: SONNET })
    expect(looksLikeModelId(arn)).toBe(true)
  })

  it('never fails, whatever the text', () => {
    assert(property(string(), (text) => parseModelId(text).kind !== undefined))
    assert(property(string(), (text) => parseModelId(`arn:${text}`).kind !== undefined))
  })
})

describe('looksLikeModelId', () => {
  it.each([
    SONNET,
    `us.${SONNET}`,
    'anthropic.claude-v2:1',
    'anthropic.claude-opus-4-7',
    'amazon.titan-text-express-v1',
    'deepseek.r1-v1:0',
    'openai.gpt-oss-120b-1:0',
    'moonshot.kimi-k2-thinking',
    'minimax.minimax-m2',
    'meta.llama3-8b-instruct-v1:0',
    'newcomer.large-model-v1:0',
    'deepseek.v3.2',
    'amer.anthropic.claude-opus-5',
    'latam.meta.llama4',
    'bedrock/us.amazon.nova-lite-v1:0',
    'bedrock/converse/deepseek.v3.2',
    `@bedrock/${SONNET}`,
  ])('takes %s', (id) => expect(looksLikeModelId(id)).toBe(true))

  it.each([
    '',
    'gpt-4o',
    'gpt-3.5-turbo',
    'gpt-4.1-mini-2025-04-14',
    'o3-mini',
    'sampleroute1',
    'my.route',
    'team.prod-v2 route',
    'openai.com',
    'api.openai.com',
    'openai/gpt-4o',
    'Claude-4-5-Sonnet',
    'DeepSeek-V3.1',
    'text-embedding-3-small',
    '@bedrock',
    'https://us.anthropic.example-v1',
    'arn:aws:s3:::bucket/key',
  ])('leaves %s to others', (text) => expect(looksLikeModelId(text)).toBe(false))
})

describe('encodeModelId', () => {
  it('is one path segment that decodes to the same id', () => {
    expect(encodeModelId(`${ACCOUNT}:inference-profile/us.${SONNET}`)).toBe(
      'arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.anthropic.claude-sonnet-4-5-20250929-v1%3A0',
    )
    assert(
      property(stringMatching(/^[\w:/.()'*! -]*$/), (id) => {
        expect(encodeModelId(id)).toMatch(/^[\w.~%-]*$/)
        expect(decodeURIComponent(encodeModelId(id))).toBe(id)
      }),
    )
  })
})

describe('stripSlug', () => {
  it.each([
    [`@bedrock/${SONNET}`, SONNET],
    [SONNET, SONNET],
    ['@bedrock', '@bedrock'],
    ['@bedrock/', '@bedrock/'],
    ['@/x', '@/x'],
    [`bedrock/${SONNET}`, SONNET],
    [`bedrock/converse/us.${SONNET}`, `us.${SONNET}`],
    [`bedrock/${ACCOUNT}:prompt/ABCDEFGHIJ`, `${ACCOUNT}:prompt/ABCDEFGHIJ`],
    ['bedrock/', 'bedrock/'],
    ['bedrock/us-west-2/x', 'us-west-2/x'],
    [`@b/${ACCOUNT}:prompt/ABCDEFGHIJ`, `${ACCOUNT}:prompt/ABCDEFGHIJ`],
  ])('%s', (id, expected) => expect(stripSlug(id)).toBe(expected))
})

describe('resolveModelName', () => {
  it('knows every name in any case, and ids only as ids', () => {
    assert(
      property(constantFrom(...listModelNames()), constantFrom('lower', 'upper', 'as is'), (name, style) => {
        const written = style === 'lower' ? name.toLowerCase() : style === 'upper' ? name.toUpperCase() : name
        const resolved = resolveModelName(written)
        expect(resolved?.thinking).toBe(name.endsWith('-Thinking'))
        expect(looksLikeModelId(resolved?.id ?? '')).toBe(true)
        expect(resolveModelName(resolved?.id ?? '')).toBeUndefined()
      }),
    )
    expect(resolveModelName('gpt-4o')).toBeUndefined()
  })
})

it.each([
  ['Claude-Opus-4-7-Thinking', 'us.anthropic.claude-opus-4-7'],
  ['DeepSeek-V3.2', 'deepseek.v3.2'],
  ['Kimi-K2.5-Thinking', 'moonshotai.kimi-k2.5'],
  ['Llama-4-Maverick-17b', 'us.meta.llama4-maverick-17b-instruct-v1:0'],
  ['Llama-4-Scout-17b', 'us.meta.llama4-scout-17b-instruct-v1:0'],
  ['MiniMax-M2.1', 'minimax.minimax-m2.1'],
  ['MiniMax-M2.5', 'minimax.minimax-m2.5'],
  ['Mistral-Pixtral-Large', 'us.mistral.pixtral-large-2502-v1:0'],
  ['Nemotron-Nano-12B-v2', 'nvidia.nemotron-nano-12b-v2'],
  ['Nemotron-Nano-3-30B', 'nvidia.nemotron-nano-3-30b'],
  ['Nemotron-Nano-9B-v2', 'nvidia.nemotron-nano-9b-v2'],
  ['Nemotron-Super-3-120B', 'nvidia.nemotron-super-3-120b'],
  ['Palmyra-Vision-7B', 'writer.palmyra-vision-7b'],
  ['Palmyra-X4', 'us.writer.palmyra-x4-v1:0'],
  ['Palmyra-X5', 'us.writer.palmyra-x5-v1:0'],
  ['Qwen3-Coder-Next', 'qwen.qwen3-coder-next'],
  ['Qwen3-VL-235B-A22B', 'qwen.qwen3-vl-235b-a22b'],
])('knows %s, as bedrock-wrapper 2.12 names it', (name, id) => {
  expect(resolveModelName(name)).toEqual({ id, thinking: name.endsWith('-Thinking') })
})
