/**
 * What the model families of Amazon Bedrock can do: the one place for model differences.
 */

/** Families that behave alike on Converse. `unknown` is treated as a capable model that takes everything. */
export type ModelFamily =
  | 'claude'
  | 'nova'
  | 'llama'
  | 'mistral'
  | 'titan-text'
  | 'cohere-command'
  | 'ai21-jamba'
  | 'deepseek'
  | 'gpt-oss'
  | 'qwen'
  | 'kimi'
  | 'minimax'
  | 'gemma'
  | 'writer-palmyra'
  | 'unknown'

/** What one model takes and gives on Converse. */
export interface ModelCapabilities {
  readonly family: ModelFamily
  /** Takes `system` blocks. */
  readonly system: boolean
  /** Takes a tool configuration; `streamedTools`: also on ConverseStream. */
  readonly tools: boolean
  readonly streamedTools: boolean
  /** Which forms of tool choice besides `auto` it takes. */
  readonly toolChoice: { readonly any: boolean; readonly tool: boolean }
  /** Can be told to make at most one tool call (`disable_parallel_tool_use`). */
  readonly parallelToolControl: boolean
  /** Tool call ids must be exactly nine letters or digits. */
  readonly nineCharacterToolIds: boolean
  readonly images: boolean
  readonly documents: boolean
  readonly audio: boolean
  readonly video: boolean
  /** Takes images inside a tool result. */
  readonly imagesInToolResult: boolean
  /** Takes text beside tool results in one user message. */
  readonly textBesideToolResult: boolean
  /** Where cache points are taken, and with which `ttl` besides the default; `null`: no prompt caching. */
  readonly promptCaching: {
    readonly system: boolean
    readonly messages: boolean
    readonly tools: boolean
    readonly ttl: readonly ('5m' | '1h')[]
  } | null
  /**
   * How reasoning is asked for: Claude's `thinking` with a budget, adaptive thinking with an effort, Nova's
   * `reasoningConfig`, a plain `reasoning_effort` field, always on with no switch, or not at all.
   */
  readonly reasoning: 'budget' | 'adaptive' | 'nova' | 'effort-field' | 'always' | 'none'
  /** Whether temperature and top_p are taken together, one at a time, or not at all. */
  readonly sampling: 'both' | 'one' | 'none'
  /** Where `top_k` goes: an additional field `top_k`, Nova's `inferenceConfig.topK`, or nowhere. */
  readonly topK: 'additional-field' | 'inference-config' | 'none'
  /** The most stop sequences it takes; 0: none. */
  readonly maxStopSequences: number
  /** Accepts a trailing assistant turn as the beginning of its answer. */
  readonly prefill: boolean
  /** Has `outputConfig.textFormat` with a JSON schema. */
  readonly structuredOutput: boolean
  /** The model's maximum of output tokens, where known. */
  readonly maxOutputTokens: number | undefined
  /** Max tokens to send when the caller names none, where the service's default is known to cut answers short. */
  readonly defaultMaxTokens: number | undefined
}

/** A model as the translator sees it. */
export interface ModelFacts {
  /** The id, inference profile or ARN that is sent to Bedrock, not encoded. */
  readonly id: string
  readonly capabilities: ModelCapabilities
}
