/** A tool that the model may call. */
export interface PromptTool {
  readonly name: string
  readonly description: string
  /** JSON Schema of its arguments. */
  readonly schema: unknown
}

/** What a model is asked, whatever the protocol: the simulator's only input. */
export interface Prompt {
  /** Text of the latest user turn. */
  readonly text: string
  /** Texts of the tool results in the latest user turn, in order. */
  readonly toolResults: readonly string[]
  /** `png, 2 × 3 pixels`, `document notes (pdf)`, ...: what else the latest user turn holds. */
  readonly attachments: readonly string[]
  readonly tools: readonly PromptTool[]
  readonly toolChoice: 'auto' | 'any' | 'none' | { readonly name: string }
  /** Whether the model may call more than one tool in a turn. */
  readonly parallelToolCalls: boolean
  /** Whether it is asked to show its reasoning. */
  readonly thinking: boolean
  /** JSON Schema of the wanted answer. */
  readonly outputSchema: unknown
  /** The beginning of the answer, given by the caller. */
  readonly prefill: string
  readonly maxTokens: number | undefined
  readonly stopSequences: readonly string[]
}

/** A call of a tool. */
export interface SaidCall {
  readonly name: string
  readonly input: Record<string, unknown>
  /** Of a scripted call. Default: counted. */
  readonly id?: string
}

/** What the model says. */
export interface Answer {
  readonly reasoning: string | undefined
  readonly text: string | undefined
  readonly toolCalls: readonly SaidCall[]
  readonly stopReason: 'end_turn' | 'tool_use' | 'max_tokens' | 'stop_sequence'
}
