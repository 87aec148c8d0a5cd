/**
 * What is known of every family but Claude, with the models that differ from their family. Facts as of 2026-11, from
 * https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 * https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jamba.html
 * https://github.com/strands-agents/harness-sdk/issues/1223 (text beside tool results, Llama 4, 2025-11)
 * https://github.com/earendil-works/pi/issues/3739 (streamed tools, Llama 4, 2026-04)
 * https://github.com/brave/brave-browser/issues/52158 (streamed tools, Mistral Large, 2026-01)
 * https://github.com/quarkiverse/quarkus-langchain4j/issues/1983 (text beside tool calls, Llama 3.2, 2025-11)
 * https://github.com/jparkerweb/bedrock-wrapper (stop sequences, images)
 * https://github.com/aws-samples/bedrock-access-gateway (DeepSeek V3's reasoning field)
 *
 * Not confirmed by AWS's own tables, of which only excerpts could be read: `structuredOutput` of the open-weight
 * families, `streamedTools` of Llama and Mistral, `defaultMaxTokens` of Llama, and that Nova signs no reasoning. A caller
 * can override each (`models`).
 */
import type { ModelCapabilities, ModelFamily } from './model-capabilities.ts'

/** A model whose bare id contains `part`, and how it differs from its family. The first that fits counts. */
interface ModelRow {
  readonly part: string
  readonly differs: Partial<ModelCapabilities>
}

interface FamilyFacts {
  readonly general: ModelCapabilities
  readonly models: readonly ModelRow[]
}

/** Takes everything that Converse can carry, in the form most models understand. */
const CAPABLE: ModelCapabilities = {
  family: 'unknown',
  system: true,
  tools: true,
  streamedTools: true,
  toolChoice: { any: true, tool: true },
  parallelToolControl: false,
  nineCharacterToolIds: false,
  images: true,
  documents: true,
  audio: true,
  video: true,
  imagesInToolResult: true,
  textBesideToolResult: true,
  textBesideToolCall: true,
  promptCaching: { system: true, messages: true, tools: true, ttl: [] },
  reasoning: 'none',
  explicitThinking: false,
  reasoningOff: 'unsaid',
  reasoningTag: 'think',
  anthropicBeta: false,
  messagesByInvokeModel: false,
  reasoningEfforts: [],
  reasoningField: 'reasoning_effort',
  reasoningHistory: 'signed',
  hidesReasoning: false,
  sampling: 'both',
  topK: 'additional-field',
  familyFields: [],
  maxStopSequences: 2500,
  prefill: true,
  structuredOutput: false,
  maxOutputTokens: undefined,
  defaultMaxTokens: undefined,
}

/** Text in, text out, with tools: what most open-weight models do. Tool choice `any` and `tool` are not for them. */
const OPEN_WEIGHT: ModelCapabilities = {
  ...CAPABLE,
  toolChoice: { any: false, tool: false },
  images: false,
  documents: true,
  audio: false,
  video: false,
  imagesInToolResult: false,
  promptCaching: null,
  reasoningHistory: 'none',
  topK: 'none',
  maxStopSequences: 10,
  prefill: false,
}

const NO_TOOLS = { tools: false, streamedTools: false, toolChoice: { any: false, tool: false } } as const
const VISION = { images: true } as const

const NOVA: FamilyFacts = {
  general: {
    ...CAPABLE,
    family: 'nova',
    audio: false,
    reasoningHistory: 'optional',
    promptCaching: { system: true, messages: true, tools: false, ttl: [] },
    topK: 'inference-config',
    maxStopSequences: 4,
    maxOutputTokens: 10_000,
  },
  models: [
    { part: 'nova-2', differs: { reasoning: 'nova', maxOutputTokens: 65_535 } },
    {
      part: 'nova-micro',
      differs: { images: false, documents: false, video: false, imagesInToolResult: false },
    },
    { part: 'nova-premier', differs: { maxOutputTokens: 32_000 } },
  ],
}

const LLAMA_VISION = { ...VISION, textBesideToolCall: false } as const

/** Without max tokens the older Llama and Titan models stop after 512. */
const LLAMA: FamilyFacts = {
  general: {
    ...OPEN_WEIGHT,
    family: 'llama',
    streamedTools: false,
    textBesideToolResult: false,
    maxStopSequences: 0,
    maxOutputTokens: 8192,
    defaultMaxTokens: 8192,
  },
  models: [
    {
      part: 'llama4',
      differs: { ...VISION, imagesInToolResult: true },
    },
    { part: 'llama3-2-11b', differs: LLAMA_VISION },
    { part: 'llama3-2-90b', differs: LLAMA_VISION },
    { part: 'llama3-2-', differs: NO_TOOLS },
    { part: 'llama3-1', differs: {} },
    { part: 'llama3-3', differs: {} },
    { part: 'llama', differs: { ...NO_TOOLS, maxOutputTokens: 2048, defaultMaxTokens: 2048 } },
  ],
}

const MISTRAL: FamilyFacts = {
  general: {
    ...OPEN_WEIGHT,
    family: 'mistral',
    toolChoice: { any: true, tool: false },
    nineCharacterToolIds: true,
    textBesideToolResult: false,
    prefill: true,
    maxOutputTokens: 8192,
  },
  models: [
    {
      part: 'mistral-7b',
      differs: { ...NO_TOOLS, system: false, defaultMaxTokens: 8192 },
    },
    {
      part: 'mixtral',
      differs: { ...NO_TOOLS, system: false, maxOutputTokens: 4096, defaultMaxTokens: 4096 },
    },
    { part: 'pixtral', differs: VISION },
    { part: 'magistral', differs: { structuredOutput: true, maxOutputTokens: 40_000 } },
    { part: 'ministral', differs: { ...VISION, structuredOutput: true } },
    { part: 'mistral-large-3', differs: { ...VISION, structuredOutput: true } },
    { part: 'mistral-large-2402', differs: { streamedTools: false } },
    { part: 'mistral-large-2407', differs: { streamedTools: false } },
    { part: 'mistral-small-2402', differs: { streamedTools: false, documents: false } },
  ],
}

const TITAN_TEXT: FamilyFacts = {
  general: {
    ...OPEN_WEIGHT,
    ...NO_TOOLS,
    family: 'titan-text',
    system: false,
    maxOutputTokens: 8192,
    defaultMaxTokens: 8192,
  },
  models: [
    { part: 'lite', differs: { maxOutputTokens: 4096, defaultMaxTokens: 4096 } },
    { part: 'premier', differs: { documents: false, maxOutputTokens: 3072, defaultMaxTokens: 3072 } },
  ],
}

/** Command R; the older Command models hold no conversation. */
const COHERE_COMMAND: FamilyFacts = {
  general: {
    ...OPEN_WEIGHT,
    family: 'cohere-command',
    textBesideToolResult: false,
    familyFields: ['frequency_penalty', 'presence_penalty', 'seed'],
    maxOutputTokens: 4096,
  },
  models: [
    { part: 'command-r', differs: {} },
    { part: 'command', differs: { ...NO_TOOLS, system: false } },
  ],
}

const AI21_JAMBA: FamilyFacts = {
  general: {
    ...OPEN_WEIGHT,
    family: 'ai21-jamba',
    familyFields: ['frequency_penalty', 'presence_penalty'],
    maxOutputTokens: 4096,
  },
  models: [{ part: 'jamba-instruct', differs: { ...NO_TOOLS, documents: false } }],
}

const DEEPSEEK: FamilyFacts = {
  general: {
    ...OPEN_WEIGHT,
    family: 'deepseek',
    documents: false,
    reasoning: 'effort-field',
    reasoningField: 'reasoning_config',
    structuredOutput: true,
  },
  models: [
    {
      part: 'r1',
      differs: {
        ...NO_TOOLS,
        documents: true,
        reasoning: 'always',
        structuredOutput: false,
        maxOutputTokens: 32_768,
      },
    },
  ],
}

/** The facts of every family. Claude's stand in `claude-models.ts`. */
export const FAMILIES: Readonly<Record<Exclude<ModelFamily, 'claude'>, FamilyFacts>> = {
  nova: NOVA,
  llama: LLAMA,
  mistral: MISTRAL,
  'titan-text': TITAN_TEXT,
  'cohere-command': COHERE_COMMAND,
  'ai21-jamba': AI21_JAMBA,
  deepseek: DEEPSEEK,
  'gpt-oss': {
    general: {
      ...OPEN_WEIGHT,
      family: 'gpt-oss',
      documents: false,
      reasoning: 'effort-field',
      reasoningOff: 'never',
      reasoningTag: 'reasoning',
      structuredOutput: true,
    },
    models: [],
  },
  qwen: {
    general: { ...OPEN_WEIGHT, family: 'qwen', documents: false, structuredOutput: true },
    models: [{ part: '-vl-', differs: VISION }],
  },
  kimi: {
    general: { ...OPEN_WEIGHT, family: 'kimi', documents: false },
    models: [
      { part: 'thinking', differs: { reasoning: 'always', structuredOutput: true } },
      { part: 'k2.5', differs: { ...VISION, reasoning: 'always' } },
    ],
  },
  minimax: {
    general: {
      ...OPEN_WEIGHT,
      family: 'minimax',
      documents: false,
      reasoning: 'always',
      structuredOutput: true,
    },
    models: [],
  },
  gemma: {
    general: { ...OPEN_WEIGHT, ...VISION, family: 'gemma', documents: false, structuredOutput: true },
    models: [{ part: 'gemma-3-4b', differs: { structuredOutput: false } }],
  },
  'writer-palmyra': {
    general: { ...OPEN_WEIGHT, family: 'writer-palmyra', maxOutputTokens: 8192 },
    models: [],
  },
  unknown: {
    general: { ...CAPABLE, reasoning: 'explicit', explicitThinking: true, anthropicBeta: true },
    models: [],
  },
}
