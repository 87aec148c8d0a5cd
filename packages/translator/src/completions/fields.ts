import type { CompletionCreateParams } from 'openai/resources/completions'

import type { ChatCompletionRequestExtensions } from '../chat-completions/openai-types.ts'
import { REQUEST_FIELDS } from '../chat-completions/to-converse/request-fields.ts'
import type { RequestFieldName } from '../chat-completions/to-converse/request-fields.ts'
import type { FieldRow } from '../endpoint-fields.ts'

declare module 'openai/resources/completions' {
  interface CompletionCreateParamsBase extends Omit<ChatCompletionRequestExtensions, 'extra_body'> {
    /** As in chat completions. */
    reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | null
  }
}

/** A field that chat completions have as well: it means the same, and is checked and reported there. */
const asInChat = (name: RequestFieldName): FieldRow => ({
  fate: 'translated',
  kinds: REQUEST_FIELDS[name].kinds,
  note: REQUEST_FIELDS[name].note,
})

/** Extensions of chat completions that make sense without a conversation. */
const EXTENSIONS = [
  'reasoning_effort',
  'metadata',
  'service_tier',
  'stop_sequences',
  'top_k',
  'thinking',
  'include_thinking_data',
  'anthropic_beta',
  'guardrailConfig',
  'guardrail_config',
  'additionalModelRequestFields',
  'additional_model_request_fields',
  'additionalModelResponseFieldPaths',
  'additional_model_response_field_paths',
  'performanceConfig',
  'performance_config',
  'serviceTier',
  'requestMetadata',
  'request_metadata',
] as const satisfies readonly RequestFieldName[]

/** OpenAI's own fields. One that `openai` adds is a compile error here. */
const OWN = {
  prompt: { fate: 'translated', kinds: ['string', 'array'], note: 'One user message for each prompt.' },
  model: { fate: 'translated', kinds: ['string'], note: 'The model id, after aliases.' },
  best_of: {
    fate: 'translated',
    kinds: ['integer'],
    note: 'Only where it asks for no more than `n`: the best one is chosen by log probabilities, which Converse does not give.',
  },
  echo: { fate: 'translated', kinds: ['boolean'], note: 'The completion begins with the prompt.' },
  frequency_penalty: asInChat('frequency_penalty'),
  logit_bias: asInChat('logit_bias'),
  logprobs: {
    fate: 'ignored',
    kinds: ['integer', 'boolean'],
    note: 'Converse returns no log probabilities.',
    neutral: [false],
  },
  max_tokens: asInChat('max_tokens'),
  n: { fate: 'translated', kinds: ['integer'], note: 'That many calls for each prompt.' },
  presence_penalty: asInChat('presence_penalty'),
  seed: asInChat('seed'),
  stop: asInChat('stop'),
  stream: asInChat('stream'),
  stream_options: asInChat('stream_options'),
  suffix: {
    fate: 'rejected',
    kinds: ['string'],
    note: 'Converse does not fill in between two texts: put the text that follows into the prompt.',
    neutral: [''],
  },
  temperature: asInChat('temperature'),
  top_p: asInChat('top_p'),
  user: asInChat('user'),
} satisfies Record<
  Exclude<keyof CompletionCreateParams, keyof ChatCompletionRequestExtensions | 'reasoning_effort'>,
  FieldRow
>

/** What becomes of every field of a legacy completions request. */
export const COMPLETION_FIELDS: Readonly<Record<string, FieldRow>> = {
  ...OWN,
  ...Object.fromEntries(EXTENSIONS.map((name) => [name, asInChat(name)])),
}
