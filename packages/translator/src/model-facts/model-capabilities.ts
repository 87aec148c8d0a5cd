/**
 * What a model can do on Converse: the types. The facts stand one file per family beside this one, dated, with their
 * sources; `describeModel` looks them up.
 */

/** Families that behave alike on Converse. `unknown`: nothing is known of the model; see `unknown.ts`. */
export type ModelFamily =
  | 'claude'
  | 'nova'
  | 'titan-text'
  | 'llama'
  | 'mistral'
  | 'cohere-command'
  | 'ai21-jamba'
  | 'deepseek'
  | 'gpt'
  | 'gpt-oss'
  | 'grok'
  | 'qwen'
  | 'kimi'
  | 'glm'
  | 'minimax'
  | 'gemma'
  | 'nemotron'
  | 'writer-palmyra'
  | 'unknown'

/** A sampling field of OpenAI's that only some families have, under the same name. */
export type FamilyField = 'frequency_penalty' | 'presence_penalty' | 'seed'

/** An effort of reasoning, the least first. Turning reasoning off (`none`) is `reasoningOff`. */
export type AdaptiveEffort = 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** A protocol of a client that Bedrock also serves itself, besides Converse. */
export type NativeApi = 'chat-completions' | 'responses' | 'messages'

/** An API by which Bedrock serves models. */
export type BedrockApi = 'converse' | 'invoke-model' | NativeApi

/** A host of Bedrock's: `bedrock-runtime` or `bedrock-mantle`. */
export type BedrockHost = 'runtime' | 'mantle'

/** What sources disagree about; the row then has the careful value. */
export type DoubtfulFeature =
  | 'structured-output'
  | 'strict-tools'
  | 'forced-tools'
  | 'thinking-off'
  | 'chat-completions'
  | 'documents'
  | 'context'
  | 'apis'
  | 'efforts'

/** What one model takes and gives on Converse. */
export interface ModelCapabilities {
  readonly family: ModelFamily
  /** The APIs that Bedrock Runtime serves it by; empty: it is on Mantle alone. */
  readonly runtimeApis: readonly BedrockApi[]
  /** The APIs that Mantle serves it by, by its bare id; empty: it is not there. */
  readonly mantleApis: readonly NativeApi[]
  /** Where Mantle's paths of OpenAI's APIs begin for it. Anthropic's are always below `/anthropic/v1`. */
  readonly mantleBase: '/v1' | '/openai/v1'
  /** The APIs by which `api: 'auto'` passes a client's own request on, where nothing that it asks for is lost by that. */
  readonly ownApis: readonly NativeApi[]
  /** Chat Completions take function tools; GPT refuses them there beside its reasoning. */
  readonly chatTools: boolean
  /** The APIs that take documents, where Converse refuses them. */
  readonly documentApis: readonly NativeApi[]
  /** Types of tools that Mantle itself runs, on Responses. */
  readonly hostedTools: readonly string[]
  /** The geographies that it has inference profiles for (`us`, `global`, ...); empty: none, or not known. */
  readonly profiles: readonly string[]
  /** What sources disagree about. A member that is refused for one of these may be left out, once. */
  readonly doubtful: readonly DoubtfulFeature[]
  /** Is served through inference profiles only: its bare id is refused. */
  readonly profileOnly: boolean
  /** Takes `system` blocks. */
  readonly system: boolean
  /** Takes a tool configuration; `streamedTools`: also on ConverseStream. */
  readonly tools: boolean
  readonly streamedTools: boolean
  /** Which forms of tool choice besides `auto` it takes. */
  readonly toolChoice: { readonly any: boolean; readonly tool: boolean }
  /** Can be told to make at most one tool call (`disable_parallel_tool_use`). */
  readonly parallelToolControl: boolean
  /** What a tool's schema may hold at its root. */
  readonly toolSchema: {
    /** `anyOf`, `oneOf` and `allOf`. */
    readonly compositions: boolean
    /** `$defs` and `definitions`. */
    readonly definitions: boolean
    /** Properties whose names have other characters than `a-z A-Z 0-9 _ . -`, or more than 64. */
    readonly anyPropertyName: boolean
  }
  /** Tool call ids must be exactly nine letters or digits. */
  readonly nineCharacterToolIds: boolean
  /** Takes image blocks of the user's. */
  readonly images: boolean
  /** Takes document blocks. */
  readonly documents: boolean
  /** Cites documents, where a document asks for it. */
  readonly citations: boolean
  /** Takes audio blocks. */
  readonly audio: boolean
  /** Takes video blocks. */
  readonly video: boolean
  /** Takes images inside a tool result. */
  readonly imagesInToolResult: boolean
  /** Takes text beside tool results in one user message. */
  readonly textBesideToolResult: boolean
  /** Takes text beside tool calls in one assistant message. */
  readonly textBesideToolCall: boolean
  /** Where cache points are taken, and with which `ttl` besides the default; `null`: no prompt caching. */
  readonly promptCaching: {
    readonly system: boolean
    readonly messages: boolean
    readonly tools: boolean
    readonly ttl: readonly ('5m' | '1h')[]
  } | null
  /**
   * How reasoning is asked for: Claude's `thinking` with a budget, adaptive thinking with an effort, Nova's
   * `reasoningConfig`, a plain effort field, always on with no switch, only as the caller's own `thinking` says (nothing
   * is known of the model), or not at all.
   */
  readonly reasoning: 'budget' | 'adaptive' | 'nova' | 'effort-field' | 'always' | 'explicit' | 'none'
  /**
   * The efforts that the model takes, the least first; another becomes the nearest of these. Empty: it is asked by a budget, or
   * not at all.
   */
  readonly reasoningEfforts: readonly AdaptiveEffort[]
  /** The additional field that `effort-field` models read; a dot stands for a member of an object. */
  readonly reasoningField: 'reasoning_effort' | 'reasoning_config' | 'reasoning.effort'
  /**
   * How the model is told not to reason: by not asking for it, by effort `none`, by a `thinking` object of type `disabled` or
   * `between_tools` (models that think by default), or it always reasons.
   */
  readonly reasoningOff: 'unsaid' | 'none' | 'disabled' | 'between_tools' | 'never'
  /** Obeys a forced tool choice while it reasons by an effort. Claude never does, whatever stands here. */
  readonly forcedWhileReasoning: boolean
  /** Takes Claude's own `thinking` object among the additional fields, as the caller wrote it. */
  readonly explicitThinking: boolean
  /** Takes Claude's `thinking` with a budget; without it, adaptive thinking alone. */
  readonly thinkingBudgets: boolean
  /**
   * What becomes of earlier reasoning: the model signs it and wants it back, takes it when it is signed, takes back only what it
   * encrypted itself (`redactedContent`, byte for byte), or as an item of Responses (`carried`), or refuses it.
   */
  readonly reasoningHistory: 'signed' | 'optional' | 'redacted' | 'carried' | 'none'
  /** What its reasoning comes out as: text, encrypted bytes (`redactedContent`), or not at all. */
  readonly reasoningOutput: 'text' | 'redacted' | 'none'
  /** Leaves the text of its reasoning out of answers unless it is asked for (`display: "summarized"`). */
  readonly hidesReasoning: boolean
  /** The tag around reasoning in an answer's text, for callers who ask for tags: `<think>`, `<reasoning>`. */
  readonly reasoningTag: 'think' | 'reasoning'
  /** Takes Anthropic's beta flags (`anthropic_beta`) among the additional fields. */
  readonly anthropicBeta: boolean
  /** InvokeModel and CountTokens take a body of Anthropic's Messages API for this model, untouched. */
  readonly messagesByInvokeModel: boolean
  /** Takes service tiers other than the default, and a latency. */
  readonly serviceTiers: boolean
  /** Chat Completions know its limit by the newer name alone, `max_completion_tokens`. */
  readonly newLimitName: boolean
  /** Temperature and top_p: both, one of them, or neither. */
  readonly sampling: 'both' | 'one' | 'none'
  /** Where `top_k` goes: a plain additional field, Nova's `inferenceConfig.topK`, or nowhere. */
  readonly topK: 'additional-field' | 'inference-config' | 'none'
  /** Sampling fields of OpenAI's that go into the additional fields under their own names. */
  readonly familyFields: readonly FamilyField[]
  /** The most stop sequences it takes; 0: none. */
  readonly maxStopSequences: number
  /** Accepts a trailing assistant turn as the beginning of its answer. */
  readonly prefill: boolean
  /**
   * Has `outputConfig.textFormat` with a JSON schema, and strict tools. `any-schema`: of any form, not only with the keywords
   * and the closed objects that Bedrock's service takes.
   */
  readonly structuredOutput: boolean | 'any-schema'
  /** How much all the schemas that one request holds the model to may have together; `null`: no limits are known. */
  readonly strictLimits: {
    readonly tools: number
    /** Properties that are not required, at any depth. */
    readonly optionalProperties: number
    /** Lists of types, and `anyOf`: what may be null counts. */
    readonly unions: number
  } | null
  /** Tokens that one request and its answer may hold together, where known. */
  readonly contextTokens: number | undefined
  /** The model's maximum of output tokens, where known. */
  readonly maxOutputTokens: number | undefined
  /**
   * Max tokens to send when the caller names none; `undefined`: 16,384, or the model's maximum where that is less, and
   * nothing where no maximum is known.
   */
  readonly defaultMaxTokens: number | undefined
}

/** A model as the translator sees it. */
export interface ModelFacts {
  /** The id, inference profile or ARN that is sent to Bedrock, not encoded. */
  readonly id: string
  readonly capabilities: ModelCapabilities
}

/** A model, or a few that are alike, within a family. */
export interface ModelRow {
  /** For people, e.g. `Claude Opus 4.6`. */
  readonly name: string
  /** Ids that the row holds for, as they are called: with the prefix of a profile where the bare id is refused. */
  readonly ids: readonly string[]
  /** Whether the row holds for a model, by its bare id. The first row of a family that fits counts. */
  readonly fits: (bareId: string) => boolean
  /** How it differs from its family. */
  readonly differs: Partial<ModelCapabilities>
}

/** Everything that is known of one family. */
export interface FamilyFacts {
  /** The provider before the dot of an id, and a part of the bare id (`''`: all of that provider's). */
  readonly members: readonly { readonly provider: string; readonly part: string }[]
  /** The APIs by which `api: 'auto'` passes a client's request on untouched, because Bedrock serves them itself. */
  readonly nativeApis: readonly NativeApi[]
  /** What holds for its models unless a row says otherwise. */
  readonly general: ModelCapabilities
  readonly models: readonly ModelRow[]
}
