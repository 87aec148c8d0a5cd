/**
 * The readable names of models, and the ids that they stand for.
 *
 * @packageDocumentation
 */

/**
 * Readable model names and the ids they stand for. Bedrock accepts ids only; applications that came from
 * `bedrock-wrapper` know these names, and short ones are their makers' own. A `-Thinking` name is the same model with reasoning
 * turned on.
 *
 * https://github.com/jparkerweb/bedrock-wrapper#supported-models (2.12.0, 2026-11)
 */
const MODEL_NAMES: Readonly<Record<string, string>> = {
  'Claude-3-5-Haiku': 'us.anthropic.claude-3-5-haiku-20241022-v1:0',
  'Claude-3-5-Sonnet': 'us.anthropic.claude-3-5-sonnet-20240620-v1:0',
  'Claude-3-5-Sonnet-v2': 'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
  'Claude-3-7-Sonnet': 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'Claude-3-Haiku': 'us.anthropic.claude-3-haiku-20240307-v1:0',
  'Claude-4-Opus': 'us.anthropic.claude-opus-4-20250514-v1:0',
  'Claude-4-Sonnet': 'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'Claude-4-1-Opus': 'us.anthropic.claude-opus-4-1-20250805-v1:0',
  'Claude-4-5-Haiku': 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'Claude-4-5-Opus': 'global.anthropic.claude-opus-4-5-20251101-v1:0',
  'Claude-4-5-Sonnet': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'claude-opus-4-6': 'us.anthropic.claude-opus-4-6-v1',
  'claude-sonnet-4-5': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'claude-haiku-4-5': 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'claude-opus-4-5': 'us.anthropic.claude-opus-4-5-20251101-v1:0',
  'DeepSeek-R1': 'us.deepseek.r1-v1:0',
  'DeepSeek-V3.1': 'deepseek.v3-v1:0',
  'DeepSeek-V3.2': 'deepseek.v3.2',
  'Kimi-K2': 'moonshot.kimi-k2-thinking',
  'Mistral-7b': 'mistral.mistral-7b-instruct-v0:2',
  'Mistral-Large': 'mistral.mistral-large-2402-v1:0',
  'Mistral-Large-3': 'mistral.mistral-large-3-675b-instruct',
  'Mistral-Pixtral-Large': 'us.mistral.pixtral-large-2502-v1:0',
  'Mixtral-8x7b': 'mistral.mixtral-8x7b-instruct-v0:1',
}

/** Names that are the middle of their ids, but for the case of letters: what stands before them, what behind them, the names. */
const NAMES_IN_IDS: readonly (readonly [before: string, behind: string, names: string])[] = [
  ['google.', '-it', 'Gemma-3-4b Gemma-3-12b Gemma-3-27b'],
  ['google.', '', 'gemma-4-e2b gemma-4-26b-a4b gemma-4-31b'],
  ['meta.', '-instruct-v1:0', 'Llama-3-8b Llama-3-70b'],
  [
    'us.meta.',
    '-instruct-v1:0',
    'Llama-3-1-8b Llama-3-1-70b Llama-3-1-405b Llama-3-2-1b Llama-3-2-3b Llama-3-2-11b Llama-3-2-90b Llama-3-3-70b ' +
      'Llama-4-Maverick-17b Llama-4-Scout-17b',
  ],
  ['minimax.', '', 'MiniMax-M2 MiniMax-M2.1 MiniMax-M2.5'],
  ['mistral.', '-instruct', 'Ministral-3-3b Ministral-3-8b Ministral-3-14b'],
  ['mistral.', '', 'Magistral-Small-2509'],
  ['moonshotai.', '', 'kimi-k2.5'],
  ['us.moonshotai.', '', 'kimi-k3 kimi-k3.1'],
  ['nvidia.', '', 'Nemotron-Super-3-120B Nemotron-Nano-12B-v2 Nemotron-Nano-9B-v2 Nemotron-Nano-3-30B'],
  ['us.amazon.', '-v1:0', 'Nova-2-Lite Nova-Micro Nova-Lite Nova-Pro'],
  ['openai.', '-1:0', 'GPT-OSS-120B GPT-OSS-20B'],
  ['openai.', '', 'gpt-5.4 gpt-5.5 gpt-5.6-cyber'],
  [
    'us.openai.',
    '',
    'gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-6-astra gpt-6-sol gpt-6-luna gpt-6.1-sol gpt-6.1-terra gpt-6.2-sol gpt-6.2-astra',
  ],
  ['us.writer.', '-v1:0', 'Palmyra-X4 Palmyra-X5'],
  ['writer.', '', 'Palmyra-Vision-7B'],
  ['qwen.', '-v1:0', 'Qwen3-32B Qwen3-235B-A22B-2507 Qwen3-Coder-30B-A3B Qwen3-Coder-480B-A35B'],
  ['qwen.', '', 'Qwen3-Next-80B-A3B Qwen3-VL-235B-A22B Qwen3-Coder-Next'],
  ['xai.', '', 'grok-4.3'],
  ['us.xai.', '', 'grok-4.6 grok-4.7'],
  ['us.zai.', '', 'glm-5.3'],
  ['zai.', '', 'glm-4.6 glm-4.7 glm-4.7-flash glm-5'],
  [
    'us.anthropic.',
    '',
    'claude-fable-5 claude-fable-5-1 claude-fable-5-2 claude-opus-4-7 claude-opus-4-8 claude-opus-5 claude-opus-5-5 ' +
      'claude-sonnet-4-6 claude-sonnet-5 claude-sonnet-5-5 claude-haiku-5-5',
  ],
]

const THINKING = '-Thinking'

/** Names that are also there with `-Thinking` behind them. */
const ALSO_THINKING =
  'Claude-3-7-Sonnet Claude-4-Opus Claude-4-Sonnet Claude-4-1-Opus Claude-4-5-Haiku Claude-4-5-Opus Claude-4-5-Sonnet ' +
  'claude-opus-4-7 GPT-OSS-120B GPT-OSS-20B Kimi-K2 kimi-k2.5'

/** Names that are listed, and the ids. The ids of Llama have no hyphen before the version. */
const IDS_BY_NAME: ReadonlyMap<string, string> = new Map([
  ...Object.entries(MODEL_NAMES),
  ...NAMES_IN_IDS.flatMap(([before, behind, names]) =>
    names
      .split(' ')
      .map((name) => [name, before + name.toLowerCase().replace('llama-', 'llama') + behind] as const),
  ),
])

const ALL_NAMES: readonly (readonly [name: string, id: string])[] = [
  ...IDS_BY_NAME,
  ...ALSO_THINKING.split(' ').map((name) => [name + THINKING, IDS_BY_NAME.get(name) ?? ''] as const),
]

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
  return id === undefined ? undefined : { id, thinking: lower.endsWith(THINKING.toLowerCase()) }
}

/** All readable names, as they are written. */
export function listModelNames(): string[] {
  return [...new Map(ALL_NAMES.map(([name]) => [name.toLowerCase(), name])).values()]
}
