/**
 * What the model families of Amazon Bedrock can do: the one place for model differences. The facts stand in
 * `model-families.ts` and `claude-models.ts`, dated, with their sources.
 */
import { describeClaude } from './claude-models.ts'
import { FAMILY_BY_PROVIDER } from './family-of-provider.ts'
import { FAMILIES } from './model-families.ts'
import { parseModelId } from './model-id.ts'

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

/** A sampling field of OpenAI's that only some families have, under the same name. */
export type FamilyField = 'frequency_penalty' | 'presence_penalty' | 'seed'

/** An effort of Claude's adaptive thinking. */
export type AdaptiveEffort = 'low' | 'medium' | 'high' | 'xhigh' | 'max'

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
   * `reasoningConfig`, a plain `reasoning_effort` field, always on with no switch, only as the caller's own `thinking`
   * says (nothing is known of the model), or not at all.
   */
  readonly reasoning: 'budget' | 'adaptive' | 'nova' | 'effort-field' | 'always' | 'explicit' | 'none'
  /** Takes Claude's own `thinking` object among the additional fields, as the caller wrote it. */
  readonly explicitThinking: boolean
  /** How an `effort-field` model is told not to reason: by leaving the field out, or it never stops. */
  readonly reasoningOff: 'unsaid' | 'never'
  /** The tag around reasoning in an answer's text, for callers who ask for tags: `<think>`, `<reasoning>`. */
  readonly reasoningTag: 'think' | 'reasoning'
  /** Takes Anthropic's beta flags (`anthropic_beta`) among the additional fields. */
  readonly anthropicBeta: boolean
  /** InvokeModel and CountTokens take a body of Anthropic's Messages API for this model, untouched. */
  readonly messagesByInvokeModel: boolean
  /** The efforts that adaptive thinking takes on this model; others are lowered to the next one it has. */
  readonly reasoningEfforts: readonly AdaptiveEffort[]
  /** The additional field that `effort-field` models read. */
  readonly reasoningField: 'reasoning_effort' | 'reasoning_config'
  /**
   * What becomes of earlier reasoning: the model signs it and wants it back, takes it when it is signed, or refuses it.
   */
  readonly reasoningHistory: 'signed' | 'optional' | 'none'
  /** Leaves the text of its reasoning out of answers unless it is asked for (`display: "summarized"`). */
  readonly hidesReasoning: boolean
  /** Whether temperature and top_p are taken together, one at a time, or not at all. */
  readonly sampling: 'both' | 'one' | 'none'
  /** Where `top_k` goes: an additional field `top_k`, Nova's `inferenceConfig.topK`, or nowhere. */
  readonly topK: 'additional-field' | 'inference-config' | 'none'
  /** Which of OpenAI's penalties and `seed` it takes, as additional fields of the same name. */
  readonly familyFields: readonly FamilyField[]
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

/**
 * Says what is known of a model, from its id alone. No I/O, and cheap enough for every request.
 *
 * @param id - a model id, an inference profile or any ARN that Converse takes, an `@slug/` already taken off. For
 *   ids that say nothing (application inference profiles, imported and provisioned models) the family is `unknown`.
 * @param overrides - what the caller knows better; `family` alone brings that family's general facts
 */
export function describeModel(
  id: string,
  overrides?: Partial<ModelCapabilities> & { family?: ModelFamily },
): ModelFacts {
  const known = capabilitiesOf(id, overrides?.family)
  return { id, capabilities: overrides === undefined ? known : merge(known, overrides) }
}

function capabilitiesOf(id: string, declared: ModelFamily | undefined): ModelCapabilities {
  const { model = '', provider = '' } = parseModelId(id)
  const family = declared ?? familyOf(provider, model)
  if (family === 'claude') return describeClaude(model)
  const facts = FAMILIES[family]
  const row = facts.models.find(({ part }) => model.includes(part))
  return row === undefined ? facts.general : merge(facts.general, row.differs)
}

function familyOf(provider: string, model: string): ModelFamily {
  const entries = FAMILY_BY_PROVIDER.get(provider)
  return entries?.find(({ part }) => model.includes(part))?.family ?? 'unknown'
}

/** `undefined` in an override means "not said", as in any options object. */
function merge(base: ModelCapabilities, overrides: Partial<ModelCapabilities>): ModelCapabilities {
  const said = Object.entries(overrides).filter(([, value]) => value !== undefined)
  return said.length === 0 ? base : { ...base, ...(Object.fromEntries(said) as Partial<ModelCapabilities>) }
}
