import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../../context.ts'
import { EXTENSION_FIELDS } from '../../converse/request-extensions.ts'
import {
  ignored,
  readFieldsBy,
  rejected,
  translated,
  type RequestField,
  type RequestFields,
} from '../../converse/request-table.ts'
import type { ChatCompletionRequestExtensions } from '../openai-types.ts'

/** The members of each type of a union, not only those that all have. */
type KeysOfEach<Union> = Union extends unknown ? keyof Union : never

/** Every field of a chat completions request, OpenAI's own and this package's extensions. */
export type RequestFieldName = KeysOfEach<ChatCompletionCreateParams> | keyof ChatCompletionRequestExtensions

/** What becomes of every field of a request. A field that `openai` adds is a compile error here. */
export const REQUEST_FIELDS = {
  messages: translated(['array'], '`messages`, and `system` for system and developer messages.'),
  model: translated(['string'], 'The model id, after aliases.'),
  audio: ignored(['object'], 'Bedrock chat models give no audio output.'),
  frequency_penalty: translated(['number'], "The family's own field (Cohere, AI21); elsewhere a warning."),
  function_call: translated(
    ['string', 'object'],
    '`toolConfig.toolChoice`; the answer has `function_call`, too.',
  ),
  functions: translated(['array'], '`toolConfig.tools`; the answer has `function_call`, too.'),
  logit_bias: ignored(['object'], 'No model on Bedrock takes token biases.', [{}]),
  logprobs: ignored(['boolean'], 'Converse returns no log probabilities.', [false]),
  max_completion_tokens: translated(['integer'], '`inferenceConfig.maxTokens`; it overrides `max_tokens`.'),
  max_tokens: translated(
    ['integer'],
    "`inferenceConfig.maxTokens`. Without a limit 16,384, or the model's maximum where that is less.",
  ),
  metadata: translated(['object'], "`requestMetadata`, within Bedrock's limits."),
  modalities: rejected(['array'], 'Converse returns only text.', [['text'], []]),
  moderation: ignored(['object'], 'Use a Bedrock guardrail (`guardrailConfig`).'),
  n: translated(['integer'], 'The route makes that many calls in parallel.'),
  parallel_tool_calls: translated(
    ['boolean'],
    'Claude: `disable_parallel_tool_use`; elsewhere a warning for `false`.',
  ),
  prediction: ignored(['object'], 'Bedrock has no predicted outputs.'),
  presence_penalty: translated(['number'], "The family's own field (Cohere, AI21); elsewhere a warning."),
  prompt_cache_key: ignored(['string'], 'Bedrock needs no key for its prompt caches.'),
  prompt_cache_options: translated(['object'], '`ttl` applies to cache marks without one.'),
  prompt_cache_retention: ignored(['string'], 'Set a `ttl` on a cache mark.', ['in_memory', 'in-memory']),
  reasoning_effort: translated(['string'], "The family's own form of reasoning."),
  response_format: translated(['object'], '`outputConfig`, or a tool whose arguments become the answer.'),
  safety_identifier: ignored(
    ['string'],
    'Converse has no field for end users; `metadata` reaches the invocation logs.',
  ),
  seed: translated(['integer'], "The family's own field (Cohere); elsewhere a warning."),
  service_tier: translated(['string', 'object'], '`serviceTier`; `auto` is left out.'),
  stop: translated(['string', 'array'], '`inferenceConfig.stopSequences`.'),
  store: ignored(['boolean'], 'Patchbay stores nothing.', [false]),
  stream: translated(['boolean'], 'ConverseStream instead of Converse.'),
  stream_options: translated(['object'], '`include_usage`: usage in an additional last chunk.'),
  temperature: translated(['number'], '`inferenceConfig.temperature`, at most 1.'),
  tool_choice: translated(['string', 'object'], '`toolConfig.toolChoice`.'),
  tools: translated(['array'], '`toolConfig.tools`.'),
  top_logprobs: ignored(['integer'], 'Converse returns no log probabilities.', [0]),
  top_p: translated(['number'], '`inferenceConfig.topP`.'),
  user: ignored(['string'], 'Converse has no field for end users; `metadata` reaches the invocation logs.'),
  verbosity: ignored(['string'], 'Ask for it in the system text.', ['medium']),
  web_search_options: rejected(['object'], 'Converse does not search the web: offer a tool that does.'),

  ...EXTENSION_FIELDS,
} satisfies Record<RequestFieldName, RequestField>

/** Reads a body by the table of chat completions; see `readFieldsBy`. */
export function readRequestFields(body: unknown, warnings: WarningCollector): RequestFields {
  return readFieldsBy(REQUEST_FIELDS, body, warnings)
}
