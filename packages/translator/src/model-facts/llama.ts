import { named, NO_TOOLS, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Meta's Llama. Without max tokens the older ones stop after 512. Not confirmed by AWS's own tables: `streamedTools`,
 * `defaultMaxTokens`.
 *
 * https://github.com/strands-agents/harness-sdk/issues/1223 (text beside tool results, Llama 4, 2025-11)
 * https://github.com/earendil-works/pi/issues/3739 (streamed tools, Llama 4, 2026-04)
 * https://github.com/quarkiverse/quarkus-langchain4j/issues/1983 (text beside tool calls, Llama 3.2, 2025-11)
 * https://github.com/jparkerweb/bedrock-wrapper (stop sequences, images)
 */
export const LLAMA: FamilyFacts = {
  members: [{ provider: 'meta', part: 'llama' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    family: 'llama',
    streamedTools: false,
    textBesideToolResult: false,
    maxStopSequences: 0,
    contextTokens: 128_000,
    maxOutputTokens: 8192,
    defaultMaxTokens: 8192,
  },
  models: [
    {
      name: 'Llama 4',
      ids: ['us.meta.llama4-maverick-17b-instruct-v1:0', 'us.meta.llama4-scout-17b-instruct-v1:0'],
      fits: named('llama4'),
      differs: { ...VISION, imagesInToolResult: true, profiles: ['us'], contextTokens: 1_000_000 },
    },
    {
      name: 'Llama 3.2 11B, 90B',
      ids: ['us.meta.llama3-2-11b-instruct-v1:0', 'us.meta.llama3-2-90b-instruct-v1:0'],
      fits: named('llama3-2-11b', 'llama3-2-90b'),
      differs: { ...VISION, textBesideToolCall: false },
    },
    {
      name: 'Llama 3.2 1B, 3B',
      ids: ['us.meta.llama3-2-1b-instruct-v1:0', 'us.meta.llama3-2-3b-instruct-v1:0'],
      fits: named('llama3-2-'),
      differs: NO_TOOLS,
    },
    {
      name: 'Llama 3.1, 3.3',
      ids: [
        'us.meta.llama3-1-8b-instruct-v1:0',
        'us.meta.llama3-1-70b-instruct-v1:0',
        'us.meta.llama3-1-405b-instruct-v1:0',
        'us.meta.llama3-3-70b-instruct-v1:0',
      ],
      fits: named('llama3-1', 'llama3-3'),
      differs: {},
    },
    {
      name: 'Llama 3',
      ids: ['meta.llama3-8b-instruct-v1:0', 'meta.llama3-70b-instruct-v1:0'],
      fits: named('llama'),
      differs: { ...NO_TOOLS, maxOutputTokens: 2048, defaultMaxTokens: 2048 },
    },
  ],
}
