import { EFFORT_MODEL, named, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * OpenAI's GPT. From 5.6 on Converse serves it; 5.4 and 5.5 have no Converse, their row is for callers who ask all the same.
 * It refuses sampling, stop sequences, documents, cache points, unknown fields, pictures in tool results, and reasoning
 * that is sent back as text (2026-09/10):
 * https://github.com/aws-samples/sample-per-model-bedrock
 * https://github.com/stdapi-ai/stdapi.ai (tests/probes/results)
 * https://github.com/anomalyco/opencode/issues/48069 (pictures in tool results)
 * https://github.com/UKGovernmentBEIS/inspect_ai/issues/5217 (reasoning sent back)
 *
 * `redactedContent` may be sent back byte for byte; it is left out for now.
 */
export const GPT: FamilyFacts = {
  members: [
    { provider: 'openai', part: 'gpt-5' },
    { provider: 'openai', part: 'gpt-6' },
  ],
  nativeApis: [],
  general: {
    ...EFFORT_MODEL,
    family: 'gpt',
    profileOnly: true,
    reasoningEfforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    structuredOutput: true,
    maxOutputTokens: 128_000,
  },
  models: [
    {
      name: 'GPT-6.1, 6.2, GPT-6 Astra',
      ids: [
        'us.openai.gpt-6-astra',
        'us.openai.gpt-6.1-sol',
        'us.openai.gpt-6.1-terra',
        'us.openai.gpt-6.2-sol',
        'us.openai.gpt-6.2-astra',
      ],
      // 6.1 and later refuse effort `none`, as Astra does; 6.1 Terra is taken to be as 6.1 Sol is.
      fits: (bareId) => /gpt-6(?:[.-][1-9]|-astra)/.test(bareId),
      differs: {},
    },
    {
      name: 'GPT-5.6, GPT-6 Sol, Luna',
      ids: [
        'us.openai.gpt-5.6-sol',
        'us.openai.gpt-5.6-terra',
        'us.openai.gpt-5.6-luna',
        'us.openai.gpt-6-sol',
        'us.openai.gpt-6-luna',
      ],
      fits: named('gpt-5', 'gpt-6-sol', 'gpt-6-luna'),
      differs: { reasoningOff: 'none' },
    },
  ],
}

/**
 * OpenAI's open weights. "All OpenAI models supported in Amazon Bedrock" have chat completions of their own at Bedrock
 * Runtime; Converse refuses their stop sequences (2026-09).
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html (2026-11)
 */
export const GPT_OSS: FamilyFacts = {
  members: [{ provider: 'openai', part: 'gpt-oss' }],
  nativeApis: ['chat-completions'],
  general: {
    ...OPEN_WEIGHT,
    family: 'gpt-oss',
    toolChoice: { any: true, tool: true },
    documents: false,
    reasoning: 'effort-field',
    reasoningOff: 'never',
    reasoningTag: 'reasoning',
    maxStopSequences: 0,
    structuredOutput: true,
    maxOutputTokens: 128_000,
  },
  models: [
    {
      name: 'gpt-oss',
      ids: ['openai.gpt-oss-20b-1:0', 'openai.gpt-oss-120b-1:0'],
      fits: named('gpt-oss'),
      differs: {},
    },
  ],
}
