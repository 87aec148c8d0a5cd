/**
 * What families have in common: each family's file starts from one of these and says how it differs. Which APIs and hosts, and the profiles:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/models-api-compatibility.html and the models' own pages (2026-10),
 * https://github.com/aws-samples/sample-per-model-bedrock (2026-10), npm @earendil-works/pi-ai 1.6.0 (2026-11).
 */
import type { BedrockApi, ModelCapabilities } from './model-capabilities.ts'

/** Takes text, pictures, documents and tools, in the form that most models understand. */
export const CAPABLE: ModelCapabilities = {
  family: 'unknown',
  runtimeApis: ['converse', 'invoke-model'],
  mantleApis: [],
  mantleBase: '/v1',
  ownApis: [],
  chatTools: true,
  documentApis: [],
  hostedTools: [],
  profiles: [],
  doubtful: [],
  profileOnly: false,
  system: true,
  tools: true,
  streamedTools: true,
  toolChoice: { any: true, tool: true },
  parallelToolControl: false,
  toolSchema: { compositions: true, definitions: true, anyPropertyName: true },
  nineCharacterToolIds: false,
  images: true,
  documents: true,
  citations: false,
  audio: false,
  video: false,
  imagesInToolResult: true,
  textBesideToolResult: true,
  textBesideToolCall: true,
  promptCaching: null,
  reasoning: 'none',
  reasoningEfforts: [],
  reasoningField: 'reasoning_effort',
  reasoningOff: 'unsaid',
  forcedWhileReasoning: true,
  explicitThinking: false,
  thinkingBudgets: true,
  reasoningHistory: 'none',
  reasoningOutput: 'none',
  hidesReasoning: false,
  reasoningTag: 'think',
  anthropicBeta: false,
  messagesByInvokeModel: false,
  serviceTiers: true,
  newLimitName: false,
  sampling: 'both',
  topK: 'none',
  familyFields: [],
  maxStopSequences: 4,
  prefill: false,
  structuredOutput: false,
  strictLimits: null,
  contextTokens: undefined,
  maxOutputTokens: undefined,
  defaultMaxTokens: undefined,
}

/** By Converse and InvokeModel on Runtime, and by Chat Completions on Runtime and Mantle: the open weights of 2025 and later. */
export const CHAT_APIS = {
  runtimeApis: ['converse', 'invoke-model', 'chat-completions'],
  mantleApis: ['chat-completions'],
} as const satisfies Partial<ModelCapabilities>

const ALL_OPENAI_APIS: readonly BedrockApi[] = ['converse', 'invoke-model', 'chat-completions', 'responses']

/** On Mantle alone, where a row says by which APIs. */
export const MANTLE_ONLY = {
  runtimeApis: [],
  profileOnly: false,
  profiles: [],
} as const satisfies Partial<ModelCapabilities>

/** Text in, text out, with tools: what most open-weight models do. Tool choice `any` and `tool` are not for them. */
export const OPEN_WEIGHT: ModelCapabilities = {
  ...CAPABLE,
  toolChoice: { any: false, tool: false },
  images: false,
  imagesInToolResult: false,
}

/**
 * Models of 2026 that reason by default and read an effort: they refuse sampling parameters, documents and cache points,
 * and forget their answers' reasoning.
 */
export const EFFORT_MODEL: ModelCapabilities = {
  ...CAPABLE,
  runtimeApis: ALL_OPENAI_APIS,
  mantleBase: '/openai/v1',
  ownApis: ['responses'],
  profileOnly: true,
  profiles: ['us', 'global'],
  documents: false,
  imagesInToolResult: false,
  reasoning: 'effort-field',
  reasoningEfforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  reasoningOutput: 'text',
  reasoningField: 'reasoning.effort',
  reasoningOff: 'never',
  // Room for the reasoning of a high effort and an answer; Bedrock reserves it from the quota, so not the model's whole.
  defaultMaxTokens: 32_768,
  sampling: 'none',
  maxStopSequences: 0,
}

/** The efforts of OpenAI's first models that reason. */
export const THREE_EFFORTS = ['low', 'medium', 'high'] as const

export const NO_TOOLS = {
  tools: false,
  streamedTools: false,
  toolChoice: { any: false, tool: false },
} as const

export const VISION = { images: true } as const

/** Fits models whose bare id contains one of these parts. */
export const named =
  (...parts: readonly string[]) =>
  (bareId: string): boolean =>
    parts.some((part) => bareId.includes(part))
