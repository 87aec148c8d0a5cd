import type { WarningCollector } from '../../context.ts'
import { EXTENSION_FIELDS } from '../../converse/request-extensions.ts'
import {
  type FieldTable,
  ignored,
  readFieldsBy,
  rejected,
  type RequestFields,
  translated,
} from '../../converse/request-table.ts'

const ONLY_ANTHROPIC = "Only Anthropic's own API has it."

/** What becomes of every field of a Messages request. https://docs.claude.com/en/api/messages (2026-11) */
export const MESSAGES_FIELDS = {
  ...EXTENSION_FIELDS,
  model: translated(['string'], "The model id of the path, by the route's names."),
  max_tokens: translated(['integer'], '`inferenceConfig.maxTokens`.'),
  messages: translated(['array'], '`messages`.'),
  system: translated(['string', 'array'], '`system`.'),
  stop_sequences: translated(['array'], '`inferenceConfig.stopSequences`.'),
  stream: translated(['boolean'], 'The operation: Converse or ConverseStream.'),
  temperature: translated(['number'], '`inferenceConfig.temperature`.'),
  top_k: translated(['integer'], "The family's own field; elsewhere a warning."),
  top_p: translated(['number'], '`inferenceConfig.topP`.'),
  tools: translated(['array'], '`toolConfig.tools`.'),
  tool_choice: translated(['object'], '`toolConfig.toolChoice`.'),
  thinking: translated(['object'], "The family's own way of reasoning."),
  output_config: translated(['object'], '`effort`: with `thinking`. `format`: structured output.'),
  output_format: translated(['object'], 'The earlier name of `output_config.format`.'),
  metadata: translated(['object'], '`requestMetadata`.'),
  service_tier: translated(['string'], '`serviceTier`; `standard_only` is `default`, `auto` is left out.'),
  cache_control: translated(['object'], 'A cache point behind the last block of the conversation.'),
  container: rejected(['string', 'object'], ONLY_ANTHROPIC),
  mcp_servers: rejected(['array'], 'Call the servers yourself, and offer their tools.', [[]]),
  inference_geo: rejected(['string'], 'The region of the route and the model id decide it.'),
  thread: rejected(['string', 'object'], "Send the whole conversation: only Anthropic's own API stores it."),
  fallbacks: ignored(['array', 'string'], 'Give the route fallbacks: `fallback([...])`.', [[]]),
  fallback_credit_token: ignored(['string'], ONLY_ANTHROPIC),
  billing_policy: ignored(['string', 'object'], ONLY_ANTHROPIC),
  compaction: rejected(['object'], ONLY_ANTHROPIC),
  context_management: ignored(['object'], ONLY_ANTHROPIC),
  diagnostics: ignored(['object'], ONLY_ANTHROPIC),
  speed: ignored(['string'], ONLY_ANTHROPIC, ['standard']),
  user_profile_id: ignored(['string'], ONLY_ANTHROPIC),
  workspace_id: ignored(['string'], ONLY_ANTHROPIC),
} satisfies FieldTable

/** @throws TranslationError (400) for a body that is no object, a field of a wrong type, a rejected field */
export function readMessagesFields(body: unknown, warnings: WarningCollector): RequestFields {
  const { fields, nameOf } = readFieldsBy(MESSAGES_FIELDS, body, warnings)
  return { fields: withTier(fields), nameOf }
}

/** https://docs.claude.com/en/api/service-tiers */
function withTier(fields: RequestFields['fields']): RequestFields['fields'] {
  return fields['service_tier'] === 'standard_only' ? { ...fields, service_tier: 'default' } : fields
}
