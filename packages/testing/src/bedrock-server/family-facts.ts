/** How a family is asked to think. `adaptive-only` refuses budgets, `budget` refuses adaptive thinking. */
type Thinking =
  | 'none'
  | 'budget'
  | 'budget-or-adaptive'
  | 'adaptive-only'
  | 'nova'
  | 'effort-field'
  | 'always'

/** What one family takes. */
export interface FamilyFacts {
  readonly name: string
  readonly system: boolean
  readonly tools: boolean
  readonly streamedTools: boolean
  readonly toolChoice: readonly ('any' | 'tool')[]
  /** Takes `disable_parallel_tool_use` in the additional field `tool_choice`. */
  readonly parallelToolControl: boolean
  readonly toolUseId: RegExp
  /** What the keys of `properties` at the root of a tool's schema must match; `null`: anything. */
  readonly propertyKey: RegExp | null
  /** Keywords that a tool's schema must not have at its root. */
  readonly refusedInSchemaRoot: readonly string[]
  readonly images: boolean
  readonly documents: boolean
  /** Cites documents that ask for it. */
  readonly citations: boolean
  readonly video: boolean
  readonly audio: boolean
  readonly imagesInToolResult: boolean
  /** Text beside tool results in one user turn. */
  readonly textBesideToolResult: boolean
  /** Text beside tool calls in one assistant turn. */
  readonly textBesideToolUse: boolean
  /** An assistant turn of reasoning alone. */
  readonly reasoningAlone: boolean
  readonly caching: {
    readonly places: readonly ('system' | 'messages' | 'tools')[]
    readonly ttl: boolean
  } | null
  readonly thinking: Thinking
  /** Its reasoning comes out encrypted, and goes back so: by whom it is, or `null` where it is text. */
  readonly encryptsAs: string | null
  /** What turns thinking off where the family thinks by default; `unsaid`: it does not. */
  readonly thinkingOff: 'unsaid' | 'disabled' | 'between_tools' | 'never'
  /** The values of `output_config.effort`; none where the family has no such field. */
  readonly efforts: readonly string[]
  /** Temperature and top_p: together, one of them, or neither. */
  readonly sampling: 'both' | 'one' | 'none'
  readonly maxStopSequences: number
  readonly prefill: boolean
  readonly structuredOutput: boolean
  /** How much the strict schemas of one request may hold together. */
  readonly strictLimits: { readonly tools: number; readonly optional: number; readonly unions: number } | null
  readonly maxOutputTokens: number | undefined
  /** Tokens of text that fit into one request. */
  readonly contextTokens: number
  /** The additional fields it knows; `null`: anything goes. */
  readonly additionalFields: readonly string[] | null
  /** Needs an inference profile: refused by its bare id. */
  readonly profileOnly: boolean
}

/** A family by a pattern of its bare ids. */
export type FamilyRow = readonly [RegExp, FamilyFacts]

/** A plain text model: what every family starts from. */
export const PLAIN: FamilyFacts = {
  name: 'plain',
  system: true,
  tools: true,
  streamedTools: true,
  toolChoice: [],
  parallelToolControl: false,
  toolUseId: /^[a-zA-Z0-9_.:-]{1,64}$/,
  propertyKey: null,
  refusedInSchemaRoot: [],
  images: false,
  documents: true,
  citations: false,
  video: false,
  audio: false,
  imagesInToolResult: false,
  textBesideToolResult: true,
  textBesideToolUse: true,
  reasoningAlone: true,
  caching: null,
  thinking: 'none',
  encryptsAs: null,
  thinkingOff: 'unsaid',
  efforts: [],
  sampling: 'both',
  maxStopSequences: 4,
  prefill: false,
  structuredOutput: false,
  strictLimits: null,
  maxOutputTokens: undefined,
  contextTokens: 128_000,
  additionalFields: null,
  profileOnly: false,
}
