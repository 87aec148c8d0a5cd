import { CHAT_APIS, named, NO_TOOLS, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Mistral AI. Not confirmed by AWS's own tables: `streamedTools`, `structuredOutput`.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-mistral-ai-voxtral-small-24b-2507.html (audio, 2026-11)
 * https://github.com/brave/brave-browser/issues/52158 (streamed tools, Mistral Large, 2026-01)
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-chat-completion.html (2026-11)
 */
export const MISTRAL: FamilyFacts = {
  members: [{ provider: 'mistral', part: '' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    family: 'mistral',
    toolChoice: { any: true, tool: false },
    nineCharacterToolIds: true,
    textBesideToolResult: false,
    maxStopSequences: 10,
    prefill: true,
    contextTokens: 128_000,
    maxOutputTokens: 8192,
  },
  models: [
    {
      name: 'Mistral 7B',
      ids: ['mistral.mistral-7b-instruct-v0:2'],
      fits: named('mistral-7b'),
      differs: { ...NO_TOOLS, system: false, defaultMaxTokens: 8192 },
    },
    {
      name: 'Mixtral',
      ids: ['mistral.mixtral-8x7b-instruct-v0:1'],
      fits: named('mixtral'),
      differs: { ...NO_TOOLS, system: false, maxOutputTokens: 4096, defaultMaxTokens: 4096 },
    },
    { name: 'Pixtral', ids: ['us.mistral.pixtral-large-2502-v1:0'], fits: named('pixtral'), differs: VISION },
    {
      name: 'Magistral',
      ids: ['mistral.magistral-small-2509'],
      fits: named('magistral'),
      differs: { ...CHAT_APIS, structuredOutput: true, contextTokens: 128_000, maxOutputTokens: 40_000 },
    },
    {
      name: 'Ministral 3, Mistral Large 3',
      ids: [
        'mistral.ministral-3-3b-instruct',
        'mistral.ministral-3-8b-instruct',
        'mistral.ministral-3-14b-instruct',
        'mistral.mistral-large-3-675b-instruct',
      ],
      fits: named('ministral', 'mistral-large-3'),
      differs: { ...VISION, ...CHAT_APIS, structuredOutput: true, contextTokens: 128_000 },
    },
    {
      name: 'Devstral 2',
      ids: ['mistral.devstral-2-123b'],
      fits: named('devstral'),
      differs: { ...CHAT_APIS, contextTokens: 262_144 },
    },
    {
      name: 'Voxtral Mini',
      ids: ['mistral.voxtral-mini-3b-2507'],
      fits: named('voxtral-mini'),
      differs: {
        ...CHAT_APIS,
        audio: true,
        structuredOutput: true,
        contextTokens: 32_768,
        maxOutputTokens: 4096,
      },
    },
    {
      name: 'Voxtral Small',
      ids: ['mistral.voxtral-small-24b-2507'],
      fits: named('voxtral'),
      differs: { ...CHAT_APIS, audio: true, structuredOutput: true, contextTokens: 32_768 },
    },
    {
      name: 'Mistral Large of 2024',
      ids: ['mistral.mistral-large-2402-v1:0', 'mistral.mistral-large-2407-v1:0'],
      fits: named('mistral-large-2402', 'mistral-large-2407'),
      differs: { streamedTools: false },
    },
    {
      name: 'Mistral Small of 2024',
      ids: ['mistral.mistral-small-2402-v1:0'],
      fits: named('mistral-small-2402'),
      differs: { streamedTools: false, documents: false },
    },
  ],
}
