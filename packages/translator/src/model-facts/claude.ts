import {
  CLAUDE_3,
  CLAUDE_2,
  CLAUDE_3_5,
  CLAUDE_3_5_HAIKU,
  CLAUDE_3_7,
  CLAUDE_4,
  CLAUDE_4_OPUS,
  CLAUDE_4_5,
  CLAUDE_4_6,
  CLAUDE_4_7,
  CLAUDE_5,
  CLAUDE_5_FABLE,
  CLAUDE_UNFORCED,
  CLAUDE_5_5_SONNET,
} from './claude-capabilities.ts'
import { since } from './claude-generation.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/** The newest generations stand first: a row holds from its generation on, up to the row before. */
export const CLAUDE: FamilyFacts = {
  members: [{ provider: 'anthropic', part: 'claude' }],
  nativeApis: [],
  // A profile that only declares its family: Sonnet 4.5's facts, without native structured output.
  general: { ...CLAUDE_4_5, profileOnly: false, structuredOutput: false },
  models: [
    {
      name: 'Claude Sonnet 5.5',
      ids: ['us.anthropic.claude-sonnet-5-5'],
      fits: since(505, 'sonnet'),
      differs: CLAUDE_5_5_SONNET,
    },
    {
      name: 'Claude Opus 5.5',
      ids: ['us.anthropic.claude-opus-5-5'],
      fits: since(505, 'opus'),
      differs: CLAUDE_UNFORCED,
    },
    {
      name: 'Claude Fable 5.1, 5.2',
      ids: ['us.anthropic.claude-fable-5-1', 'us.anthropic.claude-fable-5-2'],
      fits: since(501, 'fable'),
      differs: { ...CLAUDE_UNFORCED, profiles: ['us', 'global'] },
    },
    {
      name: 'Claude Fable 5',
      ids: ['us.anthropic.claude-fable-5'],
      fits: since(500, 'fable'),
      differs: CLAUDE_5_FABLE,
    },
    {
      name: 'Claude Haiku 5.5',
      ids: ['us.anthropic.claude-haiku-5-5'],
      fits: since(505, 'haiku'),
      differs: CLAUDE_5,
    },
    {
      name: 'Claude Opus 5, Sonnet 5',
      ids: ['us.anthropic.claude-opus-5', 'us.anthropic.claude-sonnet-5'],
      fits: since(500),
      differs: {
        ...CLAUDE_5,
        profiles: ['us', 'eu', 'au', 'jp', 'in', 'global'],
        doubtful: ['structured-output', 'strict-tools', 'forced-tools'],
      },
    },
    {
      name: 'Claude Opus 4.7, 4.8',
      ids: ['us.anthropic.claude-opus-4-7', 'us.anthropic.claude-opus-4-8'],
      fits: since(407),
      differs: CLAUDE_4_7,
    },
    {
      name: 'Claude Opus 4.6, Sonnet 4.6',
      ids: ['us.anthropic.claude-opus-4-6-v1', 'us.anthropic.claude-sonnet-4-6'],
      fits: since(406),
      differs: CLAUDE_4_6,
    },
    {
      name: 'Claude Opus 4.5',
      ids: ['global.anthropic.claude-opus-4-5-20251101-v1:0'],
      fits: since(405, 'opus'),
      // Thinks by a budget, and reads an effort beside it.
      differs: { ...CLAUDE_4_5, reasoningEfforts: ['low', 'medium', 'high'] },
    },
    {
      name: 'Claude Sonnet 4.5, Haiku 4.5',
      ids: ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
      fits: since(405),
      differs: CLAUDE_4_5,
    },
    {
      name: 'Claude Opus 4, 4.1',
      ids: ['us.anthropic.claude-opus-4-20250514-v1:0', 'us.anthropic.claude-opus-4-1-20250805-v1:0'],
      fits: since(400, 'opus'),
      differs: CLAUDE_4_OPUS,
    },
    {
      name: 'Claude Sonnet 4',
      ids: ['us.anthropic.claude-sonnet-4-20250514-v1:0'],
      fits: since(400),
      differs: CLAUDE_4,
    },
    {
      name: 'Claude 3.7 Sonnet',
      ids: ['us.anthropic.claude-3-7-sonnet-20250219-v1:0'],
      fits: since(307),
      differs: CLAUDE_3_7,
    },
    {
      name: 'Claude 3.5 Haiku',
      ids: ['us.anthropic.claude-3-5-haiku-20241022-v1:0'],
      fits: since(305, 'haiku'),
      differs: CLAUDE_3_5_HAIKU,
    },
    {
      name: 'Claude 3.5 Sonnet',
      ids: ['us.anthropic.claude-3-5-sonnet-20240620-v1:0', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0'],
      fits: since(305),
      differs: CLAUDE_3_5,
    },
    {
      name: 'Claude 3',
      ids: ['us.anthropic.claude-3-haiku-20240307-v1:0'],
      fits: since(300),
      differs: { ...CLAUDE_3, structuredOutput: false },
    },
    {
      name: 'Claude 2, Instant',
      ids: ['anthropic.claude-v2:1', 'anthropic.claude-instant-v1'],
      fits: since(0),
      differs: CLAUDE_2,
    },
  ],
}
