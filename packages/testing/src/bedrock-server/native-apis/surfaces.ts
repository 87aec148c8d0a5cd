/**
 * Which APIs serve a model on each of Bedrock's hosts, as this server enforces it. Kept apart from any translator's table on
 * purpose: two tables that agree are worth more than one that is used twice.
 *
 * Sources, 2026-08 to 2026-11:
 * - https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html and the model cards beside it
 * - https://github.com/aws-samples/sample-per-model-bedrock
 * - https://github.com/aws-samples/sample-llm-gateway (docs/protocol-translation-*.md)
 */

/** The hosts: `bedrock-runtime` and `bedrock-mantle`. */
export type BedrockHost = 'runtime' | 'mantle'

/** The APIs by which a model may be called. */
export type ModelApi = 'converse' | 'invoke' | 'chat' | 'responses' | 'messages'

/** Where a model can be called, and how hard it thinks there. */
export interface Surface {
  readonly runtime: readonly ModelApi[]
  readonly mantle: readonly ModelApi[]
  /** The base path of OpenAI's APIs on Mantle. */
  readonly mantleBase: 'v1' | 'openai/v1'
  /** The efforts of reasoning that OpenAI's APIs take for it; empty: it has none. */
  readonly efforts: readonly string[]
  /** Takes temperature, top_p and stop sequences by OpenAI's APIs. */
  readonly sampling: boolean
  /** The service tiers besides the default that it takes by OpenAI's APIs. */
  readonly tiers: readonly string[]
}

const FROM_LOW = ['low', 'medium', 'high', 'xhigh', 'max']
const FROM_NONE = ['none', ...FROM_LOW]
const NATIVE = ['converse', 'invoke'] as const
const OPEN_WEIGHT = [...NATIVE, 'chat'] as const
const ALL = ['converse', 'chat', 'responses'] as const

const PLAIN: Surface = {
  runtime: NATIVE,
  mantle: [],
  mantleBase: 'v1',
  efforts: [],
  sampling: true,
  tiers: ['flex', 'priority', 'auto'],
}
const WEIGHTS: Surface = { ...PLAIN, runtime: OPEN_WEIGHT, mantle: ['chat'] }
const GPT: Surface = {
  ...PLAIN,
  runtime: ALL,
  mantle: ['chat', 'responses'],
  mantleBase: 'openai/v1',
  efforts: FROM_NONE,
  sampling: false,
  tiers: ['auto'],
}
const GPT_MANTLE: Surface = {
  ...GPT,
  runtime: [],
  mantle: ['responses'],
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'],
}
const REASONS_ALWAYS = { efforts: FROM_LOW } as const
const PARTNER: Surface = {
  ...PLAIN,
  runtime: [...ALL, 'invoke'],
  mantle: [],
  mantleBase: 'openai/v1',
  efforts: FROM_NONE,
  sampling: false,
}

/** First match wins. The pattern sees the bare id: no region prefix, no ARN. */
const SURFACES: readonly (readonly [RegExp, Surface])[] = [
  [/^openai\.gpt-5\.[45]/, GPT_MANTLE],
  [/^openai\.gpt-5\.6-cyber/, GPT_MANTLE],
  [/^openai\.gpt-5\.6/, GPT],
  [/^openai\.gpt-6-(?:sol|luna)/, GPT],
  [/^openai\.gpt-6-astra/, { ...GPT, ...REASONS_ALWAYS }],
  [/^openai\.gpt-6\./, { ...GPT, ...REASONS_ALWAYS, runtime: [...ALL, 'invoke'] }],
  [/^openai\.gpt-oss/, { ...WEIGHTS, mantle: ['chat', 'responses'], efforts: ['low', 'medium', 'high'] }],
  [
    /^xai\.grok-4\.3/,
    { ...PARTNER, runtime: [], mantle: ['chat', 'responses'], efforts: ['none', 'low', 'medium', 'high'] },
  ],
  [
    /^xai\.grok-4\.6/,
    { ...PARTNER, mantle: ['chat', 'responses'], efforts: ['none', 'low', 'medium', 'high', 'xhigh'] },
  ],
  [/^xai\.grok-4/, { ...PARTNER, efforts: ['low', 'medium', 'high', 'xhigh'] }],
  [/^moonshotai\.kimi-k3/, PARTNER],
  [/^zai\.glm-5\.3/, PARTNER],
  [/^zai\.glm-4\.6/, { ...WEIGHTS, runtime: [] }],
  [/^deepseek\.v3\.1/, { ...WEIGHTS, runtime: [] }],
  [/^google\.gemma-4/, { ...WEIGHTS, runtime: [], mantle: ['chat', 'responses'], mantleBase: 'openai/v1' }],
  [/^google\.gemma-3/, { ...WEIGHTS, runtime: ['converse', 'chat'] }],
  [/^moonshot\.kimi-k2/, { ...WEIGHTS, mantle: [] }],
  [/^deepseek\.r1/, PLAIN],
  [/^writer\.palmyra-vision/, WEIGHTS],
  [/^(?:moonshotai|zai|qwen|deepseek|mistral|minimax|nvidia)\./, WEIGHTS],
  // From 4.5 on Claude has its Messages API on both hosts.
  [
    /^anthropic\.claude-(?:fable|[a-z]+-(?:4-[5-9]|[5-9]))/,
    { ...PLAIN, runtime: [...NATIVE, 'messages'], mantle: ['messages'] },
  ],
]

/** Where a bare model id can be called. Unknown models: by Converse and InvokeModel. */
export function surfaceOf(bareModelId: string): Surface {
  return SURFACES.find(([pattern]) => pattern.test(bareModelId))?.[1] ?? PLAIN
}

/** Models that Mantle lists: the open weights only by the ids that they have there. */
export const MANTLE_MODELS: readonly string[] = [
  'openai.gpt-5.4',
  'openai.gpt-5.5',
  'openai.gpt-5.6-sol',
  'openai.gpt-6-sol',
  'openai.gpt-6-astra',
  'openai.gpt-6.1-sol',
  'openai.gpt-oss-20b',
  'openai.gpt-oss-120b',
  'xai.grok-4.3',
  'xai.grok-4.6',
  'google.gemma-4-31b',
  'deepseek.v3.1',
  'qwen.qwen3-235b-a22b-2507',
  'zai.glm-4.6',
  'moonshotai.kimi-k2.5',
  'anthropic.claude-opus-5-5',
  'anthropic.claude-sonnet-5-5',
  'anthropic.claude-haiku-4-5',
]
