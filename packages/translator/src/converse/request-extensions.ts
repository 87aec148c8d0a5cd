import type { GuardrailStreamConfiguration, PerformanceConfiguration } from '@aws-sdk/client-bedrock-runtime'

/** Anthropic's mark for prompt caching; it becomes a cache point after what carries it. */
export interface CacheControl {
  type: 'ephemeral'
  /** How long the cache lives; five minutes unless said otherwise. */
  ttl?: '5m' | '1h'
}

/** Anthropic's `thinking` parameter; it wins over `reasoning_effort`. */
export type ThinkingParameter =
  | { type: 'enabled'; budget_tokens: number; display?: 'summarized' | 'omitted' }
  | { type: 'adaptive'; display?: 'summarized' | 'omitted' }
  | { type: 'disabled' }

/** Fields of a request body beyond the protocol's own, alike for all protocols. Each may also stand in an `extra_body` object. */
export interface RequestExtensions {
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
