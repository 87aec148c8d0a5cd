import { PLAIN, type FamilyFacts, type FamilyRow } from './family-facts.ts'

const LLAMA: FamilyFacts = {
  ...PLAIN,
  name: 'llama',
  streamedTools: false,
  maxStopSequences: 0,
  maxOutputTokens: 8192,
  textBesideToolResult: false,
}

const MISTRAL: FamilyFacts = {
  ...PLAIN,
  name: 'mistral',
  toolChoice: ['any'],
  toolUseId: /^[a-zA-Z0-9]{9}$/,
  maxStopSequences: 10,
  prefill: true,
  maxOutputTokens: 8192,
  textBesideToolResult: false,
}

const NO_TOOLS = { tools: false, streamedTools: false, toolChoice: [] } as const
const OPEN_WEIGHT: FamilyFacts = { ...PLAIN, name: 'open-weight', documents: false, structuredOutput: true }

/** Open weights, the first match counts. Tools on streams, Llama 4: https://github.com/earendil-works/pi/issues/3739 */
export const OPEN_WEIGHT_FAMILIES: readonly FamilyRow[] = [
  [/^meta\.llama3-(8b|70b)-instruct/, { ...LLAMA, ...NO_TOOLS, name: 'llama-3', maxOutputTokens: 2048 }],
  [/^meta\.llama4/, { ...LLAMA, name: 'llama-4', images: true, imagesInToolResult: true }],
  [
    /^meta\.llama3-2-(11b|90b)/,
    { ...LLAMA, name: 'llama-3.2-vision', images: true, textBesideToolUse: false },
  ],
  [/^meta\.llama3-2-(1b|3b)/, { ...LLAMA, ...NO_TOOLS, name: 'llama-3.2-text' }],
  [/^meta\.llama/, LLAMA],
  [/^mistral\.mistral-7b/, { ...MISTRAL, ...NO_TOOLS, name: 'mistral-7b', system: false }],
  [/^mistral\.mixtral/, { ...MISTRAL, ...NO_TOOLS, name: 'mixtral', system: false, maxOutputTokens: 4096 }],
  [/^mistral\.pixtral/, { ...MISTRAL, name: 'pixtral', images: true }],
  [
    /^mistral\.magistral/,
    { ...MISTRAL, name: 'magistral', images: true, structuredOutput: true, maxOutputTokens: 40_000 },
  ],
  [
    /^mistral\.voxtral-mini/,
    { ...MISTRAL, name: 'voxtral-mini', audio: true, structuredOutput: true, maxOutputTokens: 4096 },
  ],
  [/^mistral\.voxtral/, { ...MISTRAL, name: 'voxtral', audio: true, structuredOutput: true }],
  [
    /^mistral\.(mistral-large-3|ministral)/,
    { ...MISTRAL, name: 'mistral-3', images: true, structuredOutput: true },
  ],
  [/^mistral\.mistral-large-240[27]/, { ...MISTRAL, name: 'mistral-2024', streamedTools: false }],
  [
    /^mistral\.mistral-small-2402/,
    { ...MISTRAL, name: 'mistral-small-2024', streamedTools: false, documents: false },
  ],
  [/^mistral\./, MISTRAL],
  [
    /^deepseek\.r1/,
    { ...PLAIN, ...NO_TOOLS, name: 'deepseek-r1', thinking: 'always', maxOutputTokens: 32_768 },
  ],
  // https://github.com/langchain-ai/langchain-aws/pull/1261 (`tool` is taken and not obeyed)
  [/^deepseek\./, { ...OPEN_WEIGHT, name: 'deepseek-v3', toolChoice: ['any'], thinking: 'effort-field' }],
  [
    /^openai\.gpt-oss/,
    {
      ...OPEN_WEIGHT,
      name: 'gpt-oss',
      toolChoice: ['any', 'tool'],
      thinking: 'effort-field',
      maxStopSequences: 0,
      maxOutputTokens: 128_000,
    },
  ],
  [/^minimax\./, { ...OPEN_WEIGHT, name: 'minimax', thinking: 'always' }],
  [
    /^moonshot(ai)?\..*thinking/,
    { ...OPEN_WEIGHT, name: 'kimi-thinking', thinking: 'effort-field', maxOutputTokens: 16_384 },
  ],
  [
    /^moonshot(ai)?\.kimi-k2\.5/,
    {
      ...OPEN_WEIGHT,
      name: 'kimi-k2.5',
      images: true,
      thinking: 'effort-field',
      structuredOutput: false,
      maxOutputTokens: 16_384,
    },
  ],
  [/^moonshot(ai)?\./, { ...OPEN_WEIGHT, name: 'kimi', structuredOutput: false }],
  [/^google\.gemma-3-4b/, { ...OPEN_WEIGHT, name: 'gemma-3-4b', images: true, structuredOutput: false }],
  [/^google\./, { ...OPEN_WEIGHT, name: 'gemma', images: true }],
  [/^qwen\..*-vl-/, { ...OPEN_WEIGHT, name: 'qwen-vl', images: true, maxOutputTokens: 8192 }],
  [/^qwen\.qwen3-next/, { ...OPEN_WEIGHT, name: 'qwen-next', maxOutputTokens: 8192 }],
  [/^qwen\.qwen3-coder-next/, { ...OPEN_WEIGHT, name: 'qwen-coder-next', maxOutputTokens: 16_384 }],
  [/^qwen\.qwen3-235b/, { ...OPEN_WEIGHT, name: 'qwen-235b', maxOutputTokens: 131_072 }],
  [/^qwen\./, { ...OPEN_WEIGHT, name: 'qwen' }],
  // https://github.com/BerriAI/litellm/issues/35655
  [/^zai\.glm-5$/, { ...OPEN_WEIGHT, name: 'glm-5', maxOutputTokens: 131_072 }],
  [/^zai\./, { ...OPEN_WEIGHT, name: 'glm', structuredOutput: false, maxOutputTokens: 131_072 }],
  [
    /^nvidia\..*super/,
    { ...OPEN_WEIGHT, name: 'nemotron-super', structuredOutput: false, maxOutputTokens: 131_072 },
  ],
  [/^nvidia\..*nano-12b/, { ...OPEN_WEIGHT, name: 'nemotron-vl', images: true, maxOutputTokens: 8192 }],
  [/^nvidia\./, { ...OPEN_WEIGHT, name: 'nemotron', maxOutputTokens: 8192 }],
]
