import { describe, expect, it } from 'vitest'

import { describeModel } from './describe-model.ts'
import { FAMILIES } from './families.ts'
import type { ModelCapabilities } from './model-capabilities.ts'
import { listModelNames, resolveModelName } from './model-names.ts'

describe('describeModel', () => {
  it.each<[string, Partial<ModelCapabilities>]>([
    ['anthropic.claude-v2:1', { family: 'claude', tools: false, images: false, reasoning: 'none' }],
    ['anthropic.claude-instant-v1', { family: 'claude', tools: false }],
    ['anthropic.claude-3-haiku-20240307-v1:0', { reasoning: 'none', images: true, structuredOutput: false }],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', { images: false, sampling: 'both' }],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', { reasoning: 'budget', sampling: 'both' }],
    [
      'us.anthropic.claude-opus-4-20250514-v1:0',
      { reasoning: 'budget', structuredOutput: false, maxOutputTokens: 32_000 },
    ],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0', { reasoning: 'budget', sampling: 'one', prefill: true }],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', { reasoning: 'budget', maxOutputTokens: 32_000 }],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', { reasoning: 'budget', structuredOutput: true }],
    ['anthropic.claude-opus-4-6-v1', { reasoning: 'adaptive', prefill: false, sampling: 'one' }],
    ['anthropic.claude-sonnet-4-6', { reasoning: 'adaptive', prefill: false }],
    ['anthropic.claude-opus-4-7', { reasoning: 'adaptive', sampling: 'none', topK: 'none' }],
    ['anthropic.claude-opus-5', { reasoning: 'adaptive', sampling: 'none' }],
    ['anthropic.claude-mythos-preview', { reasoning: 'adaptive', sampling: 'none' }],
    [
      'us.amazon.nova-lite-v1:0',
      { family: 'nova', reasoning: 'none', maxStopSequences: 4, topK: 'inference-config' },
    ],
    ['us.amazon.nova-2-lite-v1:0', { family: 'nova', reasoning: 'nova', reasoningHistory: 'none' }],
    ['us.anthropic.claude-opus-5-5', { reasoning: 'adaptive', toolChoice: { any: false, tool: false } }],
    ['us.anthropic.claude-sonnet-5-5', { toolChoice: { any: false, tool: false } }],
    ['us.anthropic.claude-fable-5-2', { toolChoice: { any: false, tool: false } }],
    ['us.anthropic.claude-fable-5', { toolChoice: { any: true, tool: true } }],
    ['us.anthropic.claude-haiku-5-5', { toolChoice: { any: true, tool: true } }],
    ['us.openai.gpt-6.1-sol', { family: 'gpt', reasoningOff: 'never', sampling: 'none', tools: true }],
    ['us.openai.gpt-6-astra', { family: 'gpt', reasoningOff: 'never' }],
    ['us.openai.gpt-6-sol', { family: 'gpt', reasoningOff: 'none', reasoningField: 'reasoning.effort' }],
    ['us.xai.grok-4.7', { family: 'grok', reasoningOff: 'never' }],
    ['us.moonshotai.kimi-k3', { family: 'kimi', reasoning: 'effort-field', images: true }],
    ['us.zai.glm-5.3', { family: 'glm', reasoningField: 'reasoning_effort', images: false }],
    ['zai.glm-4.7-flash', { family: 'glm', reasoning: 'none', tools: true }],
    ['nvidia.nemotron-nano-9b-v2', { family: 'nemotron', tools: true }],
    ['writer.palmyra-vision-7b', { family: 'writer-palmyra', images: true }],
    [
      'newvendor.model-9-v1:0',
      { family: 'unknown', tools: true, streamedTools: true, promptCaching: null, sampling: 'one' },
    ],
    ['amazon.nova-micro-v1:0', { images: false, documents: false, tools: true }],
    [
      'amazon.titan-text-express-v1',
      { family: 'titan-text', system: false, tools: false, defaultMaxTokens: 8192 },
    ],
    ['amazon.titan-text-premier-v1:0', { family: 'titan-text', documents: false }],
    ['amazon.titan-embed-text-v2:0', { family: 'unknown' }],
    ['meta.llama3-8b-instruct-v1:0', { family: 'llama', tools: false, maxStopSequences: 0 }],
    ['us.meta.llama3-1-70b-instruct-v1:0', { tools: true, streamedTools: false, images: false }],
    ['us.meta.llama3-2-1b-instruct-v1:0', { tools: false, images: false }],
    ['us.meta.llama3-2-90b-instruct-v1:0', { tools: true, images: true }],
    ['us.meta.llama4-maverick-17b-instruct-v1:0', { tools: true, images: true, imagesInToolResult: true }],
    ['mistral.mistral-7b-instruct-v0:2', { family: 'mistral', system: false, tools: false }],
    ['mistral.mixtral-8x7b-instruct-v0:1', { system: false, tools: false }],
    ['mistral.mistral-large-2402-v1:0', { system: true, tools: true, nineCharacterToolIds: true }],
    ['us.mistral.pixtral-large-2502-v1:0', { images: true, tools: true }],
    ['mistral.mistral-large-3-675b-instruct', { images: true, structuredOutput: true }],
    ['mistral.ministral-3-8b-instruct', { images: true, system: true }],
    ['cohere.command-r-plus-v1:0', { family: 'cohere-command', tools: true, system: true }],
    ['ai21.jamba-1-5-large-v1:0', { family: 'ai21-jamba', tools: true }],
    ['us.deepseek.r1-v1:0', { family: 'deepseek', reasoning: 'always', tools: false }],
    [
      'deepseek.v3-v1:0',
      { family: 'deepseek', reasoning: 'effort-field', reasoningField: 'reasoning_config' },
    ],
    [
      'openai.gpt-oss-20b-1:0',
      { family: 'gpt-oss', reasoning: 'effort-field', reasoningField: 'reasoning_effort' },
    ],
    ['qwen.qwen3-32b-v1:0', { family: 'qwen', tools: true }],
    [
      'moonshot.kimi-k2-thinking',
      {
        family: 'kimi',
        reasoning: 'effort-field',
        reasoningField: 'reasoning_effort',
        reasoningOff: 'never',
      },
    ],
    ['moonshotai.kimi-k2.5', { reasoning: 'effort-field', reasoningOff: 'unsaid' }],
    ['us.anthropic.claude-opus-5', { reasoningOff: 'disabled' }],
    ['us.anthropic.claude-sonnet-5', { reasoningOff: 'disabled', toolChoice: { any: true, tool: true } }],
    ['us.anthropic.claude-haiku-5-5', { reasoningOff: 'disabled' }],
    ['us.anthropic.claude-sonnet-5-5', { reasoningOff: 'between_tools' }],
    ['us.anthropic.claude-opus-5-5', { reasoningOff: 'never' }],
    ['us.anthropic.claude-fable-5', { reasoningOff: 'never' }],
    ['us.anthropic.claude-opus-4-8', { reasoningOff: 'unsaid' }],
    ['deepseek.v3.2', { family: 'deepseek', toolChoice: { any: true, tool: false } }],
    ['mistral.voxtral-small-24b-2507', { family: 'mistral', audio: true, images: false }],
    ['minimax.minimax-m2', { family: 'minimax' }],
    ['google.gemma-3-27b-it', { family: 'gemma', images: true }],
    ['us.writer.palmyra-x5-v1:0', { family: 'writer-palmyra' }],
    [
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc',
      { family: 'unknown', tools: true },
    ],
    ['gpt-4o', { family: 'unknown' }],
    ['', { family: 'unknown' }],
  ])('%s', (id, expected) => {
    const facts = describeModel(id)
    expect(facts.id).toBe(id)
    expect(facts.capabilities).toMatchObject(expected)
  })

  it('knows the family of every readable name', () => {
    const families = listModelNames().map(
      (name) => describeModel(resolveModelName(name)?.id ?? '').capabilities.family,
    )
    expect(families).not.toContain('unknown')
  })

  it('knows every id that its rows name, by that row', () => {
    const named = Object.entries(FAMILIES).flatMap(([family, { general, models }]) =>
      models.flatMap(({ ids, differs }) =>
        ids.map((id) => ({ id, capabilities: { ...general, ...differs, family } })),
      ),
    )
    expect(named.map(({ id }) => describeModel(id))).toEqual(named)
  })

  it('believes the caller, family first, and takes undefined for not said', () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc'
    expect(describeModel(arn, { family: 'claude' }).capabilities).toMatchObject({
      family: 'claude',
      reasoning: 'budget',
    })
    expect(describeModel(arn, { family: 'titan-text', system: true }).capabilities).toMatchObject({
      family: 'titan-text',
      system: true,
      tools: false,
    })
    const unsaid = { images: undefined } as unknown as Partial<ModelCapabilities>
    expect(describeModel('us.amazon.nova-lite-v1:0', unsaid).capabilities.images).toBe(true)
  })

  it('holds for a profile what holds for the model it was looked up to be', () => {
    const known = describeModel('us.amazon.nova-2-lite-v1:0').capabilities
    expect(
      describeModel('arn:aws:bedrock:us-east-1:1:application-inference-profile/abc', known).capabilities,
    ).toEqual(known)
  })
})

it('says the same of an id when it is asked again, after many others, and with another family', () => {
  const id = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
  const first = describeModel(id)
  expect(describeModel(id).capabilities).toBe(first.capabilities)
  expect(describeModel(id, { family: 'nova' }).capabilities.family).toBe('nova')
  for (let index = 0; index < 1000; index += 1) describeModel(`anthropic.claude-other-${index}`)
  expect(describeModel(id)).toEqual(first)
})
