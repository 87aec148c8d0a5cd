/**
 * The readable names of models, and the ids that they stand for.
 *
 * @packageDocumentation
 */

/**
 * Readable model names and the ids they stand for. Bedrock accepts ids only; applications that came from
 * `bedrock-wrapper` know these names. A `-Thinking` name is the same model with reasoning turned on. The short names of the
 * models of 2026 are in `SHORT_NAMES`.
 *
 * https://github.com/jparkerweb/bedrock-wrapper#supported-models (2.12.0, 2026-11)
 */
const MODEL_NAMES = {
  'Claude-3-5-Haiku': 'us.anthropic.claude-3-5-haiku-20241022-v1:0',
  'Claude-3-5-Sonnet': 'us.anthropic.claude-3-5-sonnet-20240620-v1:0',
  'Claude-3-5-Sonnet-v2': 'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
  'Claude-3-7-Sonnet': 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'Claude-3-7-Sonnet-Thinking': 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'Claude-3-Haiku': 'us.anthropic.claude-3-haiku-20240307-v1:0',
  'Claude-4-Opus': 'us.anthropic.claude-opus-4-20250514-v1:0',
  'Claude-4-Opus-Thinking': 'us.anthropic.claude-opus-4-20250514-v1:0',
  'Claude-4-Sonnet': 'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'Claude-4-Sonnet-Thinking': 'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'Claude-4-1-Opus': 'us.anthropic.claude-opus-4-1-20250805-v1:0',
  'Claude-4-1-Opus-Thinking': 'us.anthropic.claude-opus-4-1-20250805-v1:0',
  'Claude-4-5-Haiku': 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'Claude-4-5-Haiku-Thinking': 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'Claude-4-5-Opus': 'global.anthropic.claude-opus-4-5-20251101-v1:0',
  'Claude-4-5-Opus-Thinking': 'global.anthropic.claude-opus-4-5-20251101-v1:0',
  'Claude-4-5-Sonnet': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'Claude-4-5-Sonnet-Thinking': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'Claude-Opus-4-7-Thinking': 'us.anthropic.claude-opus-4-7',
  'DeepSeek-R1': 'us.deepseek.r1-v1:0',
  'DeepSeek-V3.1': 'deepseek.v3-v1:0',
  'DeepSeek-V3.2': 'deepseek.v3.2',
  'Gemma-3-4b': 'google.gemma-3-4b-it',
  'Gemma-3-12b': 'google.gemma-3-12b-it',
  'Gemma-3-27b': 'google.gemma-3-27b-it',
  'GPT-OSS-120B': 'openai.gpt-oss-120b-1:0',
  'GPT-OSS-120B-Thinking': 'openai.gpt-oss-120b-1:0',
  'GPT-OSS-20B': 'openai.gpt-oss-20b-1:0',
  'GPT-OSS-20B-Thinking': 'openai.gpt-oss-20b-1:0',
  'Kimi-K2': 'moonshot.kimi-k2-thinking',
  'Kimi-K2-Thinking': 'moonshot.kimi-k2-thinking',
  'Kimi-K2.5-Thinking': 'moonshotai.kimi-k2.5',
  'Llama-3-8b': 'meta.llama3-8b-instruct-v1:0',
  'Llama-3-70b': 'meta.llama3-70b-instruct-v1:0',
  'Llama-3-1-8b': 'us.meta.llama3-1-8b-instruct-v1:0',
  'Llama-3-1-70b': 'us.meta.llama3-1-70b-instruct-v1:0',
  'Llama-3-1-405b': 'us.meta.llama3-1-405b-instruct-v1:0',
  'Llama-3-2-1b': 'us.meta.llama3-2-1b-instruct-v1:0',
  'Llama-3-2-3b': 'us.meta.llama3-2-3b-instruct-v1:0',
  'Llama-3-2-11b': 'us.meta.llama3-2-11b-instruct-v1:0',
  'Llama-3-2-90b': 'us.meta.llama3-2-90b-instruct-v1:0',
  'Llama-3-3-70b': 'us.meta.llama3-3-70b-instruct-v1:0',
  'Llama-4-Maverick-17b': 'us.meta.llama4-maverick-17b-instruct-v1:0',
  'Llama-4-Scout-17b': 'us.meta.llama4-scout-17b-instruct-v1:0',
  'Magistral-Small-2509': 'mistral.magistral-small-2509',
  'MiniMax-M2': 'minimax.minimax-m2',
  'Ministral-3-3b': 'mistral.ministral-3-3b-instruct',
  'Ministral-3-8b': 'mistral.ministral-3-8b-instruct',
  'Ministral-3-14b': 'mistral.ministral-3-14b-instruct',
  'Mistral-7b': 'mistral.mistral-7b-instruct-v0:2',
  'Mistral-Large': 'mistral.mistral-large-2402-v1:0',
  'Mistral-Large-3': 'mistral.mistral-large-3-675b-instruct',
  'Mistral-Pixtral-Large': 'us.mistral.pixtral-large-2502-v1:0',
  'Mixtral-8x7b': 'mistral.mixtral-8x7b-instruct-v0:1',
  'Nova-2-Lite': 'us.amazon.nova-2-lite-v1:0',
  'Nova-Micro': 'us.amazon.nova-micro-v1:0',
  'Nova-Lite': 'us.amazon.nova-lite-v1:0',
  'Nova-Pro': 'us.amazon.nova-pro-v1:0',
  'Palmyra-X4': 'us.writer.palmyra-x4-v1:0',
  'Palmyra-X5': 'us.writer.palmyra-x5-v1:0',
  'Qwen3-32B': 'qwen.qwen3-32b-v1:0',
  'Qwen3-235B-A22B-2507': 'qwen.qwen3-235b-a22b-2507-v1:0',
  'Qwen3-Coder-30B-A3B': 'qwen.qwen3-coder-30b-a3b-v1:0',
  'Qwen3-Coder-480B-A35B': 'qwen.qwen3-coder-480b-a35b-v1:0',
  'Qwen3-Next-80B-A3B': 'qwen.qwen3-next-80b-a3b',
} as const satisfies Record<string, string>

/**
 * What stands before the name in the ids of the models of 2026 → their names, which are their makers' own: `gpt-6-sol` is
 * `us.openai.gpt-6-sol`. A prefix is there where the bare id is refused.
 */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'openai.': 'gpt-5.4 gpt-5.5 gpt-5.6-cyber',
  'us.openai.':
    'gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-6-astra gpt-6-sol gpt-6-luna gpt-6.1-sol gpt-6.1-terra gpt-6.2-sol gpt-6.2-astra',
  'xai.': 'grok-4.3',
  'us.xai.': 'grok-4.6 grok-4.7',
  'us.moonshotai.': 'kimi-k3 kimi-k3.1',
  'moonshotai.': 'kimi-k2.5',
  'us.zai.': 'glm-5.3',
  'zai.': 'glm-4.6 glm-4.7 glm-4.7-flash glm-5',
  'minimax.': 'minimax-m2.1 minimax-m2.5',
  'nvidia.': 'nemotron-super-3-120b nemotron-nano-12b-v2 nemotron-nano-9b-v2 nemotron-nano-3-30b',
  'qwen.': 'qwen3-vl-235b-a22b qwen3-coder-next',
  'writer.': 'palmyra-vision-7b',
  'google.': 'gemma-4-e2b gemma-4-26b-a4b gemma-4-31b',
  'us.anthropic.':
    'claude-fable-5 claude-fable-5-1 claude-fable-5-2 claude-opus-4-7 claude-opus-4-8 claude-opus-5 claude-opus-5-5 ' +
    'claude-sonnet-4-6 claude-sonnet-5 claude-sonnet-5-5 claude-haiku-5-5',
}

/** Short names that are not the end of their ids. */
const RENAMED: Readonly<Record<string, string>> = {
  'gpt-oss-20b': 'openai.gpt-oss-20b-1:0',
  'gpt-oss-120b': 'openai.gpt-oss-120b-1:0',
  'claude-opus-4-6': 'us.anthropic.claude-opus-4-6-v1',
  'claude-sonnet-4-5': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'claude-haiku-4-5': 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'claude-opus-4-5': 'us.anthropic.claude-opus-4-5-20251101-v1:0',
}

const ALL_NAMES: readonly (readonly [name: string, id: string])[] = [
  ...Object.entries(MODEL_NAMES),
  ...Object.entries(SHORT_NAMES).flatMap(([prefix, names]) =>
    names.split(' ').map((name) => [name, `${prefix}${name}`] as const),
  ),
  ...Object.entries(RENAMED),
]

const THINKING_SUFFIX = '-thinking'

const IDS: ReadonlyMap<string, string> = new Map(ALL_NAMES.map(([name, id]) => [name.toLowerCase(), id]))

/** A readable name, resolved. */
export interface ResolvedModelName {
  readonly id: string
  /** The name ends in `-Thinking`: reasoning at medium effort unless the request says otherwise. */
  readonly thinking: boolean
}

/** Looks a readable name up, in any case. `undefined` for everything else, model ids too. */
export function resolveModelName(name: string): ResolvedModelName | undefined {
  const lower = name.toLowerCase()
  const id = IDS.get(lower)
  return id === undefined ? undefined : { id, thinking: lower.endsWith(THINKING_SUFFIX) }
}

/** All readable names, as they are written. */
export function listModelNames(): string[] {
  return [...new Map(ALL_NAMES.map(([name]) => [name.toLowerCase(), name])).values()]
}
