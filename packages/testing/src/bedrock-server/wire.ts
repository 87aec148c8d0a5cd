/** Requests and answers of Converse as they stand on the wire: bytes are base64 texts. */

/** The body of a Converse or ConverseStream request. */
export interface ConverseBody {
  readonly messages?: readonly Message[]
  readonly system?: readonly SystemBlock[]
  readonly inferenceConfig?: InferenceConfig
  readonly toolConfig?: ToolConfig
  readonly guardrailConfig?: {
    readonly guardrailIdentifier?: string
    readonly guardrailVersion?: string
    readonly trace?: string
    readonly streamProcessingMode?: string
  }
  readonly additionalModelRequestFields?: unknown
  readonly additionalModelResponseFieldPaths?: readonly string[]
  readonly promptVariables?: Readonly<Record<string, { readonly text: string }>>
  readonly requestMetadata?: Readonly<Record<string, string>>
  readonly performanceConfig?: { readonly latency?: string }
  readonly serviceTier?: { readonly type: string }
  readonly outputConfig?: {
    readonly effort?: string
    readonly textFormat?: {
      readonly type: string
      readonly structure: {
        readonly jsonSchema: {
          readonly schema: string
          readonly name?: string
          readonly description?: string
        }
      }
    }
  }
}

/** The inference parameters that all models have in common. */
interface InferenceConfig {
  readonly maxTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly stopSequences?: readonly string[]
}

/** The tools that a model may call. */
interface ToolConfig {
  readonly tools: readonly Tool[]
  readonly toolChoice?: {
    readonly auto?: object
    readonly any?: object
    readonly tool?: { readonly name: string }
  }
}

/** Exactly one member is set. */
interface Tool {
  readonly toolSpec?: {
    readonly name: string
    readonly description?: string
    readonly inputSchema: { readonly json?: unknown }
    readonly strict?: boolean
  }
  readonly systemTool?: { readonly name: string }
  readonly cachePoint?: CachePoint
}

/** A cache point; `ttl` is `5m` or `1h`. */
export interface CachePoint {
  readonly type: string
  readonly ttl?: string
}

/** One turn of the conversation. */
export interface Message {
  readonly role: string
  readonly content: readonly ContentBlock[]
}

/** A block of the system prompt. Exactly one member is set. */
interface SystemBlock {
  readonly text?: string
  readonly guardContent?: object
  readonly cachePoint?: CachePoint
}

/** Where the content of a medium is. Exactly one member is set. */
interface MediaSource {
  /** Base64 on the wire. In a scripted reply a `Uint8Array` is encoded on the way out. */
  readonly bytes?: string | Uint8Array
  readonly s3Location?: { readonly uri: string; readonly bucketOwner?: string }
  readonly text?: string
  readonly content?: readonly { readonly text?: string }[]
}

/** An image, a video or an audio block. */
export interface MediaBlock {
  readonly format: string
  readonly source: MediaSource
}

/** A document block. */
export interface DocumentBlock {
  readonly format?: string
  readonly name: string
  readonly source: MediaSource
  readonly context?: string
  readonly citations?: { readonly enabled: boolean }
}

/** A call of a tool. */
interface ToolUse {
  readonly toolUseId: string
  readonly name: string
  readonly input: unknown
  readonly type?: string
}

/** The result of a tool call. */
export interface ToolResult {
  readonly toolUseId: string
  readonly content: readonly ToolResultContent[]
  readonly status?: string
}

/** A piece of a tool's result. Exactly one member is set. */
interface ToolResultContent {
  readonly text?: string
  readonly json?: unknown
  readonly image?: MediaBlock
  readonly document?: DocumentBlock
  readonly video?: MediaBlock
}

/** Reasoning, in words or encrypted. Exactly one member is set. */
interface ReasoningContent {
  readonly reasoningText?: { readonly text: string; readonly signature?: string }
  /** Base64 on the wire. */
  readonly redactedContent?: string | Uint8Array
}

/** Exactly one member is set. */
export interface ContentBlock {
  readonly text?: string
  readonly image?: MediaBlock
  readonly document?: DocumentBlock
  readonly video?: MediaBlock
  readonly audio?: MediaBlock
  readonly toolUse?: ToolUse
  readonly toolResult?: ToolResult
  readonly guardContent?: { readonly text?: { readonly text: string }; readonly image?: object }
  readonly cachePoint?: CachePoint
  readonly reasoningContent?: ReasoningContent
  readonly citationsContent?: object
  readonly searchResult?: object
}

/** Tokens read, written and cached. */
export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly totalTokens: number
  readonly cacheReadInputTokens?: number
  readonly cacheWriteInputTokens?: number
}
