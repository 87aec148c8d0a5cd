import type { GuardrailStreamConfiguration, PerformanceConfiguration } from '@aws-sdk/client-bedrock-runtime'

import { alias, translated, type RequestField } from './request-table.ts'

/** Anthropic's mark for prompt caching; it becomes a cache point after the part that has it. */
export interface CacheControl {
  type: 'ephemeral'
  /** How long the cache lives; five minutes unless said otherwise. */
  ttl?: '5m' | '1h'
}

/** Anthropic's `thinking` parameter; it wins over a reasoning effort. */
export type ThinkingParameter =
  | { type: 'enabled'; budget_tokens: number; display?: 'summarized' | 'omitted' }
  | { type: 'adaptive'; display?: 'summarized' | 'omitted' }
  | { type: 'disabled' }

/** Fields of a request body beyond the protocol's own, alike for all protocols. Each may also stand in an `extra_body` object. */
export interface RequestExtensions {
  /** Stop sequences; where the protocol has `stop` as well, both lists are joined. */
  stop_sequences?: string[] | null
  top_k?: number | null
  thinking?: ThinkingParameter | null
  /** Put reasoning between tags into the content. */
  include_thinking_data?: boolean | null
  /** Claude's beta features, e.g. `interleaved-thinking-2025-05-14`. */
  anthropic_beta?: string | string[] | null
  /** `streamProcessingMode` has an effect only on streams. */
  guardrailConfig?: GuardrailStreamConfiguration | null
  guardrail_config?: GuardrailStreamConfiguration | null
  /** Sent to the model unchanged; it overrides what this package puts there. */
  additionalModelRequestFields?: { [field: string]: unknown } | null
  additional_model_request_fields?: { [field: string]: unknown } | null
  /** JSON pointers into the model's own answer. */
  additionalModelResponseFieldPaths?: string[] | null
  additional_model_response_field_paths?: string[] | null
  performanceConfig?: PerformanceConfiguration | null
  performance_config?: PerformanceConfiguration | null
  /** As `service_tier`, with Bedrock's `reserved` as well. */
  serviceTier?: { type: 'priority' | 'default' | 'flex' | 'reserved' } | string | null
  /** As `metadata`, which it overrides. */
  requestMetadata?: { [key: string]: string } | null
  request_metadata?: { [key: string]: string } | null
  /** Values for a prompt from prompt management, for a prompt ARN as `model`. */
  promptVariables?: { [name: string]: string | { text: string } } | null
  prompt_variables?: { [name: string]: string | { text: string } } | null
  /** Any of the request's fields, as Python callers send them. */
  extra_body?: { [field: string]: unknown } | null
}

/** The fields beyond OpenAI's, which every protocol's requests may have. */
export const EXTENSION_FIELDS = {
  stop_sequences: translated(
    ['string', 'array'],
    '`inferenceConfig.stopSequences`, after those of `stop` where the protocol has that.',
  ),
  top_k: translated(['integer'], "The family's own field (Claude, Nova, ...); elsewhere a warning."),
  thinking: translated(['object'], "Claude's `thinking`; it wins over a reasoning effort."),
  include_thinking_data: translated(['boolean'], 'Puts reasoning between tags into the content.'),
  anthropic_beta: translated(
    ['string', 'array'],
    '`additionalModelRequestFields.anthropic_beta`, on Claude.',
  ),
  guardrailConfig: translated(['object'], '`guardrailConfig`.'),
  guardrail_config: alias('guardrailConfig', ['object']),
  additionalModelRequestFields: translated(['object'], 'The same; it overrides what other fields put there.'),
  additional_model_request_fields: alias('additionalModelRequestFields', ['object']),
  additionalModelResponseFieldPaths: translated(['array'], 'The same; the values stand in the answer.'),
  additional_model_response_field_paths: alias('additionalModelResponseFieldPaths', ['array']),
  performanceConfig: translated(['object'], '`performanceConfig`.'),
  performance_config: alias('performanceConfig', ['object']),
  serviceTier: alias('service_tier', ['string', 'object']),
  requestMetadata: translated(['object'], '`requestMetadata`; it overrides `metadata`.'),
  request_metadata: alias('requestMetadata', ['object']),
  promptVariables: translated(['object'], '`promptVariables`, where the model is a prompt ARN.'),
  prompt_variables: alias('promptVariables', ['object']),
  extra_body: translated(['object'], 'Its members count as fields of the request.'),
} satisfies Record<keyof RequestExtensions, RequestField>
