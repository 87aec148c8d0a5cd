import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import { EXTENSION_FIELDS, type RequestExtensions } from '../../converse/request-extensions.ts'
import type { WarningCollector } from '../../context.ts'
import {
  ignored,
  readFieldsBy,
  rejected,
  translated,
  type RequestField,
  type RequestFields,
} from '../../converse/request-table.ts'

/** The members of each type of a union, not only those that all have. */
type KeysOfEach<Union> = Union extends unknown ? keyof Union : never

/** Every field of a Responses request, OpenAI's own and this package's extensions. */
export type ResponseRequestFieldName = KeysOfEach<ResponseCreateParams> | keyof RequestExtensions

const STATELESS = 'Nothing is stored between requests'

/** What becomes of every field of a Responses request. A field that `openai` adds is a compile error here. */
export const RESPONSE_REQUEST_FIELDS = {
  ...EXTENSION_FIELDS,
  include_thinking_data: ignored(['boolean'], 'The Responses API has reasoning items.', [false]),

  access_programs: ignored(['object'], 'These are programs of OpenAI.'),
  background: rejected(['boolean'], 'A response is returned by its own request: leave it out, or stream.', [
    false,
  ]),
  context_management: ignored(['array'], `${STATELESS}: shorten the input before you send it.`, [[]]),
  conversation: rejected(
    ['string', 'object'],
    `${STATELESS}: send all items of the conversation in \`input\`.`,
  ),
  image: ignored(['object'], 'Scale images before they are sent.'),
  include: translated(
    ['array'],
    '`reasoning.encrypted_content` is always there; other values give a warning.',
  ),
  input: translated(['string', 'array'], '`messages`, and `system` for system and developer messages.'),
  instructions: translated(['string'], 'The first of `system`.'),
  max_output_tokens: translated(
    ['integer'],
    "`inferenceConfig.maxTokens`. Without it 16,384, or the model's maximum where that is less.",
  ),
  max_tool_calls: ignored(['integer'], 'It limits hosted tools, and Bedrock has none.'),
  metadata: translated(['object'], "`requestMetadata`, within Bedrock's limits."),
  model: translated(['string'], 'The model id, after aliases.'),
  moderation: ignored(['object'], 'Use a Bedrock guardrail (`guardrailConfig`).'),
  parallel_tool_calls: translated(
    ['boolean'],
    'Claude: `disable_parallel_tool_use`; elsewhere a warning for `false`.',
  ),
  previous_response_id: rejected(
    ['string'],
    `${STATELESS}: send the output items of the earlier response in \`input\`, before the new ones.`,
  ),
  prompt: rejected(['object'], 'It is stored at OpenAI. Use the ARN of a Bedrock prompt as `model`.'),
  prompt_cache_key: ignored(['string'], 'Bedrock needs no key for its prompt caches.'),
  prompt_cache_options: translated(['object'], '`ttl` applies to cache marks without one.'),
  prompt_cache_retention: ignored(['string'], 'Set a `ttl` on a cache mark.', ['in_memory', 'in-memory']),
  reasoning: translated(['object'], "`effort` in the family's own form of reasoning."),
  safety_identifier: ignored(
    ['string'],
    'Converse has no field for end users; `metadata` reaches the invocation logs.',
  ),
  service_tier: translated(['string', 'object'], '`serviceTier`; `auto` is left out.'),
  store: ignored(['boolean'], `${STATELESS}: send the whole conversation each time.`, [false]),
  stream: translated(['boolean'], 'ConverseStream instead of Converse.'),
  stream_options: ignored(['object'], 'Events are not obfuscated.', [{}, { include_obfuscation: false }]),
  temperature: translated(['number'], '`inferenceConfig.temperature`, at most 1.'),
  text: translated(['object'], '`format`: `outputConfig`, or a tool whose arguments are the answer.'),
  tool_choice: translated(['string', 'object'], '`toolConfig.toolChoice`.'),
  tools: translated(['array'], '`toolConfig.tools`: functions and custom tools. Hosted tools are refused.'),
  top_logprobs: ignored(['integer'], 'Converse returns no log probabilities.', [0]),
  top_p: translated(['number'], '`inferenceConfig.topP`.'),
  truncation: ignored(['string'], 'Input that does not fit is an error: shorten it before you send it.', [
    'disabled',
  ]),
  user: ignored(['string'], 'Converse has no field for end users; `metadata` reaches the invocation logs.'),
} satisfies Record<ResponseRequestFieldName, RequestField>

/** Reads a body by the table of the Responses API; see `readFieldsBy`. */
export function readResponseFields(body: unknown, warnings: WarningCollector): RequestFields {
  return readFieldsBy(RESPONSE_REQUEST_FIELDS, body, warnings)
}
