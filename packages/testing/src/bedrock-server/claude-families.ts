import { PLAIN, type FamilyFacts, type FamilyRow } from './family-facts.ts'

const CLAUDE_FIELDS = [
  'anthropic_beta',
  'context_management',
  'output_config',
  'output_format',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
]

const CLAUDE: FamilyFacts = {
  ...PLAIN,
  name: 'claude',
  toolChoice: ['any', 'tool'],
  propertyKey: /^[a-zA-Z0-9_.-]{1,64}$/,
  refusedInSchemaRoot: ['anyOf', 'oneOf', 'allOf'],
  images: true,
  imagesInToolResult: true,
  contextTokens: 200_000,
  maxStopSequences: 8191,
  prefill: true,
  maxOutputTokens: 4096,
  additionalFields: CLAUDE_FIELDS,
}

const CACHING = { places: ['system', 'messages', 'tools'], ttl: false } as const
const CACHING_WITH_TTL = { places: ['system', 'messages', 'tools'], ttl: true } as const

const CLAUDE_4_5: FamilyFacts = {
  ...CLAUDE,
  name: 'claude-4.5',
  citations: true,
  parallelToolControl: true,
  caching: CACHING_WITH_TTL,
  thinking: 'budget',
  sampling: 'one',
  structuredOutput: true,
  strictLimits: { tools: 20, optional: 24, unions: 16 },
  maxOutputTokens: 64_000,
  profileOnly: true,
}

const CLAUDE_4_6: FamilyFacts = {
  ...CLAUDE_4_5,
  name: 'claude-4.6',
  thinking: 'budget-or-adaptive',
  efforts: ['low', 'medium', 'high', 'max'],
  prefill: false,
  maxOutputTokens: 128_000,
}

/** Structured output was refused from 4.7 on until 2026-09-30; reports since then differ by model. */
const CLAUDE_ADAPTIVE_ONLY: FamilyFacts = {
  ...CLAUDE_4_6,
  name: 'claude-adaptive',
  thinking: 'adaptive-only',
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  sampling: 'none',
  structuredOutput: false,
}

/** From here on Claude thinks by default: https://github.com/stdapi-ai/stdapi.ai (tests/probes/results, 2026-09) */
const CLAUDE_5: FamilyFacts = {
  ...CLAUDE_ADAPTIVE_ONLY,
  name: 'claude-5',
  reasoningAlone: false,
  thinkingOff: 'disabled',
}

/** Claude by generation, the first match counts. Forced tools: https://github.com/langchain-ai/langchain-aws/issues/1141 */
export const CLAUDE_FAMILIES: readonly FamilyRow[] = [
  [
    /^anthropic\.claude-(v\d|instant)/,
    {
      ...CLAUDE,
      name: 'claude-2',
      tools: false,
      streamedTools: false,
      toolChoice: [],
      images: false,
      imagesInToolResult: false,
    },
  ],
  [
    /^anthropic\.claude-3-7/,
    {
      ...CLAUDE,
      name: 'claude-3.7',
      citations: true,
      parallelToolControl: true,
      caching: CACHING,
      thinking: 'budget',
      maxOutputTokens: 128_000,
      profileOnly: true,
    },
  ],
  [
    /^anthropic\.claude-3-5-haiku/,
    {
      ...CLAUDE,
      name: 'claude-3.5-haiku',
      citations: true,
      images: false,
      imagesInToolResult: false,
      caching: CACHING,
      maxOutputTokens: 8192,
    },
  ],
  [/^anthropic\.claude-3-5/, { ...CLAUDE, name: 'claude-3.5', citations: true, maxOutputTokens: 8192 }],
  [/^anthropic\.claude-3/, { ...CLAUDE, name: 'claude-3' }],
  [
    /^anthropic\.claude-opus-4-\d{8}/,
    {
      ...CLAUDE_4_5,
      name: 'claude-4',
      caching: CACHING,
      sampling: 'both',
      structuredOutput: false,
      maxOutputTokens: 32_000,
    },
  ],
  [
    /^anthropic\.claude-sonnet-4-\d{8}/,
    { ...CLAUDE_4_5, name: 'claude-4', caching: CACHING, sampling: 'both', structuredOutput: false },
  ],
  [
    /^anthropic\.claude-opus-4-1\b/,
    { ...CLAUDE_4_5, name: 'claude-4.1', caching: CACHING, structuredOutput: false, maxOutputTokens: 32_000 },
  ],
  [/^anthropic\.claude-opus-4-5\b/, { ...CLAUDE_4_5, efforts: ['low', 'medium', 'high'] }],
  [/^anthropic\.claude-(sonnet|haiku)-4-5\b/, CLAUDE_4_5],
  [/^anthropic\.claude-(opus|sonnet)-4-6\b/, CLAUDE_4_6],
  [
    /^anthropic\.claude-sonnet-5-5\b/,
    { ...CLAUDE_5, name: 'claude-5.5-sonnet', toolChoice: [], thinkingOff: 'between_tools' },
  ],
  [
    /^anthropic\.claude-(opus-5-5|fable-5-[12])\b/,
    { ...CLAUDE_5, name: 'claude-5-unforced', toolChoice: [], thinkingOff: 'never' },
  ],
  [/^anthropic\.claude-fable-5\b/, { ...CLAUDE_5, name: 'claude-5-fable', thinkingOff: 'never' }],
  [/^anthropic\.claude-[a-z]+-[5-9]/, CLAUDE_5],
  [/^anthropic\.claude-/, CLAUDE_ADAPTIVE_ONLY],
]
