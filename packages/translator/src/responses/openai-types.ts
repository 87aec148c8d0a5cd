/**
 * What this package understands and gives beyond the Responses API's own types, merged into the types of `openai`.
 */
import type { Citation, CitationsDelta } from '@aws-sdk/client-bedrock-runtime'
import type { Response } from 'openai/resources/responses/responses'

import type { AnswerExtras } from '../converse/answer-extras.ts'
import type { CacheControl, RequestExtensions } from '../converse/request-extensions.ts'

/** A response on the wire, without `output_text`, which clients add. */
export type ResponseBody = Omit<Response, 'output_text' | 'access_programs'>

declare module 'openai/resources/responses/responses' {
  interface ResponseCreateParamsBase extends RequestExtensions {}
  interface Response extends AnswerExtras {
    /** Converse's own stop reason: with `strictOpenAICompliance: false`, or where the status says less. */
    native_finish_reason?: string
  }
  interface ResponseOutputText {
    /** Where cited text comes from. */
    citations?: (Citation | CitationsDelta)[]
  }
  interface ResponseInputText {
    cache_control?: CacheControl
  }
  interface ResponseInputImage {
    cache_control?: CacheControl
    /** The image's type. Required for `s3://` URLs, for example `image/png`. */
    mime_type?: string
    /** The twelve digits of the account that owns the bucket. */
    bucketOwner?: string
  }
  interface ResponseInputFile {
    cache_control?: CacheControl
    /** The file's type. Required for `s3://` URIs in `file_data`. */
    mime_type?: string
    /** The twelve digits of the account that owns the bucket. */
    bucketOwner?: string
  }
  interface FunctionTool {
    cache_control?: CacheControl
  }
  interface CustomTool {
    cache_control?: CacheControl
  }
}
