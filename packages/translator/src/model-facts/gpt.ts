import { EFFORT_MODEL, MANTLE_ONLY, named, OPEN_WEIGHT, THREE_EFFORTS } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * OpenAI's GPT. 5.4 and 5.5 are on Mantle alone, by Responses; from 5.6 on Runtime serves it by Converse as well. Converse
 * refuses sampling, stop sequences, documents, cache points, unknown fields, pictures in tool results, and reasoning
 * that is sent back as text (2026-09/10):
 * https://github.com/aws-samples/sample-per-model-bedrock
 * https://github.com/stdapi-ai/stdapi.ai (tests/probes/results)
 * https://github.com/anomalyco/opencode/issues/48069 (pictures in tool results)
 * https://github.com/UKGovernmentBEIS/inspect_ai/issues/5217 (reasoning sent back)
 * https://github.com/BerriAI/litellm/issues/37995 (web search, on Mantle's Responses)
 *
 * Reasoning comes encrypted (`redactedContent`), and may be sent back byte for byte. Taken from OpenAI's own API: that Responses
 * take files. Sources disagree on how much 5.4 to 5.6 read (272,000 tokens or 1.05 million), and whether 5.4 and 5.5 have Chat
 * Completions.
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
    mantleApis: ['responses', 'chat-completions'],
    ownApis: ['responses', 'chat-completions'],
    chatTools: false,
    documentApis: ['responses'],
    hostedTools: ['web_search', 'mcp'],
    doubtful: ['documents'],
    serviceTiers: false,
    newLimitName: true,
    structuredOutput: true,
    reasoningHistory: 'redacted',
    reasoningOutput: 'redacted',
    contextTokens: 1_050_000,
    maxOutputTokens: 128_000,
  },
  models: [
    {
      name: 'GPT-5.4, 5.5, GPT-5.6 Cyber',
      ids: ['openai.gpt-5.4', 'openai.gpt-5.5', 'openai.gpt-5.6-cyber'],
      fits: (bareId) => /gpt-5(?:[.-][0-5]|\.6-cyber|$)/.test(bareId),
      differs: {
        ...MANTLE_ONLY,
        mantleApis: ['responses'],
        ownApis: ['responses'],
        reasoningEfforts: ['low', 'medium', 'high', 'xhigh'],
        reasoningOff: 'none',
        contextTokens: 272_000,
        doubtful: ['apis', 'context', 'documents'],
      },
    },
    {
      name: 'GPT-6 Astra',
      ids: ['us.openai.gpt-6-astra'],
      fits: named('gpt-6-astra'),
      differs: { runtimeApis: ['converse', 'chat-completions', 'responses'] },
    },
    {
      name: 'GPT-6.1, 6.2',
      ids: [
        'us.openai.gpt-6.1-sol',
        'us.openai.gpt-6.1-terra',
        'us.openai.gpt-6.2-sol',
        'us.openai.gpt-6.2-astra',
      ],
      // 6.1 and later refuse effort `none`, as Astra does; 6.1 Terra and 6.2 are taken to be as 6.1 Sol is.
      fits: (bareId) => /gpt-6[.-][1-9]/.test(bareId),
      differs: {},
    },
    {
      name: 'GPT-6 Sol, Luna',
      ids: ['us.openai.gpt-6-sol', 'us.openai.gpt-6-luna'],
      fits: named('gpt-6-sol', 'gpt-6-luna'),
      differs: { runtimeApis: ['converse', 'chat-completions', 'responses'], reasoningOff: 'none' },
    },
    {
      name: 'GPT-5.6',
      ids: ['us.openai.gpt-5.6-sol', 'us.openai.gpt-5.6-terra', 'us.openai.gpt-5.6-luna'],
      fits: named('gpt-5'),
      differs: {
        runtimeApis: ['converse', 'chat-completions', 'responses'],
        reasoningOff: 'none',
        contextTokens: 272_000,
        doubtful: ['context', 'documents'],
      },
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
    runtimeApis: ['converse', 'invoke-model', 'chat-completions'],
    mantleApis: ['chat-completions', 'responses'],
    ownApis: ['responses'],
    hostedTools: ['mcp'],
    toolChoice: { any: true, tool: true },
    documents: false,
    reasoning: 'effort-field',
    reasoningEfforts: THREE_EFFORTS,
    reasoningOff: 'never',
    reasoningOutput: 'text',
    reasoningTag: 'reasoning',
    maxStopSequences: 0,
    structuredOutput: true,
    doubtful: ['structured-output'],
    contextTokens: 131_072,
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
