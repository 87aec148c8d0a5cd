/**
 * What this package understands beyond OpenAI's own parameter types. Importing the package merges these fields into
 * the types of `openai`, so that TypeScript accepts them in `chat.completions.create()`.
 *
 * Content parts form a closed union, which nothing can be merged into: for those there are types and helpers below.
 */
import type { GuardrailStreamConfiguration, PerformanceConfiguration } from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionContentPart,
  ChatCompletionContentPartText,
} from 'openai/resources/chat/completions'

/** Anthropic's mark for prompt caching; it becomes a cache point after what carries it. */
export interface CacheControl {
  type: 'ephemeral'
  /** How long the cache lives; five minutes unless said otherwise. */
  ttl?: '5m' | '1h'
}

/** Reasoning of an earlier answer, with its signature: send it back unchanged. */
export interface ThinkingPart {
  type: 'thinking'
  thinking: string
  /** The model's proof that the text is its own; without it the part cannot be sent back. */
  signature?: string
}

/** Reasoning that the provider has encrypted. `data` is base64. */
export interface RedactedThinkingPart {
  type: 'redacted_thinking'
  data: string
}

/** A block of `message.content_blocks`, as answers carry them with `strictOpenAICompliance: false`. */
export type ContentBlockPart = { type: 'text'; text: string } | ThinkingPart | RedactedThinkingPart

/** A video in a user message: a `data:` or `s3://` URL. */
export interface VideoPart {
  type: 'video_url'
  video_url: {
    url: string
    /** Required for `s3://` URLs. */
    mime_type?: string
    /** The account that owns the bucket, where it is not the caller's. */
    bucketOwner?: string
  }
}

/** Anthropic's `thinking` parameter; it wins over `reasoning_effort`. */
export type ThinkingParameter =
  | { type: 'enabled'; budget_tokens: number; display?: 'summarized' | 'omitted' }
  | { type: 'adaptive'; display?: 'summarized' | 'omitted' }
  | { type: 'disabled' }

/** Fields of the request body beyond OpenAI's. Each may also stand in an `extra_body` object. */
export interface ChatCompletionRequestExtensions {
  /** More names for `stop`; both lists are joined. */
  stop_sequences?: string[] | null
  top_k?: number | null
  thinking?: ThinkingParameter | null
  /** Put reasoning between tags into the content. */
  include_thinking_data?: boolean | null
  /** Claude's beta features, e.g. `interleaved-thinking-2025-05-14`. */
  anthropic_beta?: string | string[] | null
  /** `streamProcessingMode` counts only on streams. */
  guardrailConfig?: GuardrailStreamConfiguration | null
  guardrail_config?: GuardrailStreamConfiguration | null
  /** Goes to the model as it is, over everything that this package puts there. */
  additionalModelRequestFields?: { [field: string]: unknown } | null
  additional_model_request_fields?: { [field: string]: unknown } | null
  /** JSON pointers into the model's own answer. */
  additionalModelResponseFieldPaths?: string[] | null
  additional_model_response_field_paths?: string[] | null
  performanceConfig?: PerformanceConfiguration | null
  performance_config?: PerformanceConfiguration | null
  /** As `service_tier`, with Bedrock's `reserved` as well. */
  serviceTier?: { type: 'priority' | 'default' | 'flex' | 'reserved' } | string | null
  /** As `metadata`, over it. */
  requestMetadata?: { [key: string]: string } | null
  request_metadata?: { [key: string]: string } | null
  /** Values for a prompt from prompt management, for a prompt ARN as `model`. */
  promptVariables?: { [name: string]: string | { text: string } } | null
  prompt_variables?: { [name: string]: string | { text: string } } | null
  /** The same fields once more, as Python callers send them. */
  extra_body?: { [field: string]: unknown } | null
}

/** A part with reasoning, for the `content` of an assistant message. The cast is what merging cannot express. */
export function thinkingPart(part: ThinkingPart | RedactedThinkingPart): ChatCompletionContentPartText {
  return part as unknown as ChatCompletionContentPartText
}

/** A video part, for the `content` of a user message. */
export function videoPart(part: VideoPart): ChatCompletionContentPart {
  return part as unknown as ChatCompletionContentPart
}

declare module 'openai/resources/chat/completions/completions' {
  interface ChatCompletionCreateParamsBase extends ChatCompletionRequestExtensions {}

  interface ChatCompletionSystemMessageParam {
    cache_control?: CacheControl
  }
  interface ChatCompletionDeveloperMessageParam {
    cache_control?: CacheControl
  }
  interface ChatCompletionUserMessageParam {
    cache_control?: CacheControl
  }
  interface ChatCompletionToolMessageParam {
    cache_control?: CacheControl
  }
  interface ChatCompletionAssistantMessageParam {
    cache_control?: CacheControl
    /** Reasoning of an earlier answer. Without a signature it is dropped: nobody could check it. */
    reasoning_content?: string | null
    /** The signature of `reasoning_content`. */
    reasoning_signature?: string | null
    /** The blocks of an earlier answer, reasoning and signatures included. */
    content_blocks?: ContentBlockPart[] | null
  }
  interface ChatCompletionContentPartText {
    cache_control?: CacheControl
  }
  interface ChatCompletionContentPartImage {
    cache_control?: CacheControl
  }
  interface ChatCompletionContentPartInputAudio {
    cache_control?: CacheControl
  }
  namespace ChatCompletionContentPartImage {
    interface ImageURL {
      /** The image's type. Required for `s3://` URLs, for example `image/png`. */
      mime_type?: string
      /** The twelve digits of the account that owns the bucket. */
      bucketOwner?: string
    }
  }
  namespace ChatCompletionContentPart {
    interface File {
      cache_control?: CacheControl
    }
    namespace File {
      interface File {
        /** The file's type. Required for `s3://` URIs in `file_data`. */
        mime_type?: string
        /** The twelve digits of the account that owns the bucket. */
        bucketOwner?: string
        /** A remote file that the route fetches. */
        file_url?: string
      }
    }
  }
  interface ChatCompletionFunctionTool {
    cache_control?: CacheControl
  }
}
