/**
 * What this package understands beyond OpenAI's own parameter types. Importing the package merges these fields into
 * the types of `openai`, so that TypeScript accepts them in `chat.completions.create()`.
 *
 * Content parts form a closed union, into which nothing can be merged: the types and helpers below are for those.
 */
import type {
  ChatCompletionContentPart,
  ChatCompletionContentPartText,
} from 'openai/resources/chat/completions'

import type { RedactedThinkingPart, ThinkingPart } from '../converse/reasoning-blocks.ts'
import type { CacheControl, RequestExtensions } from '../converse/request-extensions.ts'

/** Where one of `message.tool_calls` stands among the blocks. Without it, calls come after them. */
export interface ToolUsePart {
  type: 'tool_use'
  /** The id of the call. */
  id: string
}

/** A block of `message.content_blocks`, as answers carry them with `strictOpenAICompliance: false`. */
export type ContentBlockPart =
  | { type: 'text'; text: string }
  | ThinkingPart
  | RedactedThinkingPart
  | ToolUsePart

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

/** Fields of the request body beyond OpenAI's. Each may also stand in an `extra_body` object. */
export interface ChatCompletionRequestExtensions extends RequestExtensions {}

/** A part with reasoning, for the `content` of an assistant message. The cast stands for what merging cannot express. */
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
    /** Reasoning of an earlier answer. Without a signature it is left out: the service could not check it. */
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
      /** The answer shall cite the document: where the model can. */
      citations?: { enabled: boolean }
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
  interface ChatCompletionMessageFunctionToolCall {
    cache_control?: CacheControl
  }
  interface ChatCompletionFunctionTool {
    cache_control?: CacheControl
  }
}
