import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { expectObject, isAbsent, isObject, kindOf, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { ChatCompletionRequestExtensions } from './openai-types.ts'

/** What becomes of a field. `ignored` says so in a warning; `rejected` is a 400. */
export type RequestFieldFate = 'translated' | 'ignored' | 'rejected'

type JsonKind = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'

/** One row of the table: it drives the code, and the documentation is made of it. */
export interface RequestField {
  readonly fate: RequestFieldFate
  /** One line for a reader: where it goes, or why it cannot. */
  readonly note: string
  /** The JSON types it may have, besides `null`, which equals leaving it out. */
  readonly kinds: readonly JsonKind[]
  /** Values that ask for nothing: no warning and no refusal for them. */
  readonly neutral?: readonly unknown[]
  /** The name that this is another spelling of. */
  readonly aliasOf?: string
}

type KeysOfEach<Union> = Union extends unknown ? keyof Union : never

/** Every field of a chat completions request, OpenAI's own and this package's extensions. */
export type RequestFieldName = KeysOfEach<ChatCompletionCreateParams> | keyof ChatCompletionRequestExtensions

const alias = (aliasOf: string, kinds: readonly JsonKind[]): RequestField => ({
  fate: 'translated',
  note: `Another spelling of \`${aliasOf}\`.`,
  kinds,
  aliasOf,
})

const translated = (kinds: readonly JsonKind[], note: string): RequestField => ({
  fate: 'translated',
  note,
  kinds,
})

const ignored = (
  kinds: readonly JsonKind[],
  note: string,
  neutral: readonly unknown[] = [],
): RequestField => ({
  fate: 'ignored',
  note,
  kinds,
  neutral,
})

const rejected = (
  kinds: readonly JsonKind[],
  note: string,
  neutral: readonly unknown[] = [],
): RequestField => ({
  fate: 'rejected',
  note,
  kinds,
  neutral,
})

/** What becomes of every field of a request. A field that `openai` adds is a compile error here. */
export const REQUEST_FIELDS = {
  messages: translated(['array'], '`messages`, and `system` for system and developer messages.'),
  model: translated(['string'], 'The model id, after aliases.'),
  audio: ignored(['object'], 'Bedrock chat models do not speak.'),
  frequency_penalty: translated(['number'], "The family's own field (Cohere, AI21); elsewhere a warning."),
  function_call: translated(
    ['string', 'object'],
    '`toolConfig.toolChoice`; the answer has `function_call`, too.',
  ),
  functions: translated(['array'], '`toolConfig.tools`; the answer has `function_call`, too.'),
  logit_bias: ignored(['object'], 'No model of Bedrock takes token biases.', [{}]),
  logprobs: ignored(['boolean'], 'Converse gives no log probabilities.', [false]),
  max_completion_tokens: translated(['integer'], '`inferenceConfig.maxTokens`, before `max_tokens`.'),
  max_tokens: translated(
    ['integer'],
    "`inferenceConfig.maxTokens`. Without one the model's own maximum applies.",
  ),
  metadata: translated(['object'], "`requestMetadata`, within Bedrock's limits."),
  modalities: rejected(['array'], 'Only text comes back from Converse.', [['text'], []]),
  moderation: ignored(['object'], 'Use a Bedrock guardrail (`guardrailConfig`).'),
  n: translated(['integer'], 'That many calls side by side, made by the route.'),
  parallel_tool_calls: translated(
    ['boolean'],
    'Claude: `disable_parallel_tool_use`; elsewhere a warning for `false`.',
  ),
  prediction: ignored(['object'], 'Bedrock has no predicted outputs.'),
  presence_penalty: translated(['number'], "The family's own field (Cohere, AI21); elsewhere a warning."),
  prompt_cache_key: ignored(['string'], 'Bedrock finds its prompt caches without a key.'),
  prompt_cache_options: translated(['object'], '`ttl` is what cache marks without one inherit.'),
  prompt_cache_retention: ignored(['string'], 'Set a `ttl` on a cache mark.', ['in_memory', 'in-memory']),
  reasoning_effort: translated(['string'], "The family's own form of reasoning."),
  response_format: translated(['object'], '`outputConfig`, or a tool whose arguments are the answer.'),
  safety_identifier: ignored(
    ['string'],
    'Converse knows no end users; `metadata` reaches the invocation logs.',
  ),
  seed: translated(['integer'], "The family's own field (Cohere); elsewhere a warning."),
  service_tier: translated(['string', 'object'], '`serviceTier`; `auto` is left out.'),
  stop: translated(['string', 'array'], '`inferenceConfig.stopSequences`.'),
  store: ignored(['boolean'], 'Nothing is stored.', [false]),
  stream: translated(['boolean'], 'ConverseStream in place of Converse.'),
  stream_options: translated(['object'], '`include_usage`: usage on a last chunk.'),
  temperature: translated(['number'], '`inferenceConfig.temperature`, at most 1.'),
  tool_choice: translated(['string', 'object'], '`toolConfig.toolChoice`.'),
  tools: translated(['array'], '`toolConfig.tools`.'),
  top_logprobs: ignored(['integer'], 'Converse gives no log probabilities.', [0]),
  top_p: translated(['number'], '`inferenceConfig.topP`.'),
  user: ignored(['string'], 'Converse knows no end users; `metadata` reaches the invocation logs.'),
  verbosity: ignored(['string'], 'Ask for it in the system text.', ['medium']),
  web_search_options: rejected(['object'], 'Converse does not search the web: offer a tool that does.'),

  stop_sequences: translated(['string', 'array'], '`inferenceConfig.stopSequences`, after those of `stop`.'),
  top_k: translated(['integer'], "The family's own field (Claude, Nova, ...); elsewhere a warning."),
  thinking: translated(['object'], "Claude's `thinking`, over `reasoning_effort`."),
  include_thinking_data: translated(['boolean'], 'Reasoning between tags in the content.'),
  anthropic_beta: translated(
    ['string', 'array'],
    '`additionalModelRequestFields.anthropic_beta`, on Claude.',
  ),
  guardrailConfig: translated(['object'], '`guardrailConfig`.'),
  guardrail_config: alias('guardrailConfig', ['object']),
  additionalModelRequestFields: translated(['object'], 'The same, over what the other fields put there.'),
  additional_model_request_fields: alias('additionalModelRequestFields', ['object']),
  additionalModelResponseFieldPaths: translated(['array'], 'The same; the values stand in the answer.'),
  additional_model_response_field_paths: alias('additionalModelResponseFieldPaths', ['array']),
  performanceConfig: translated(['object'], '`performanceConfig`.'),
  performance_config: alias('performanceConfig', ['object']),
  serviceTier: alias('service_tier', ['string', 'object']),
  requestMetadata: translated(['object'], '`requestMetadata`, over `metadata`.'),
  request_metadata: alias('requestMetadata', ['object']),
  promptVariables: translated(['object'], '`promptVariables`, for a prompt ARN as model.'),
  prompt_variables: alias('promptVariables', ['object']),
  extra_body: translated(['object'], 'Its members count as fields of the request.'),
} satisfies Record<RequestFieldName, RequestField>

/** Spellings outside of the types: what JavaScript callers write in camel case. */
const MORE_ALIASES: ReadonlyMap<string, RequestFieldName> = new Map([
  ['stopSequences', 'stop_sequences'],
  ['topK', 'top_k'],
  ['anthropicBeta', 'anthropic_beta'],
  ['includeThinkingData', 'include_thinking_data'],
])

/** A request's fields under their first names, each present once. */
export interface RequestFields {
  readonly fields: JsonObject
  /** How the caller wrote a field: an alias, or inside of `extra_body`. */
  readonly nameOf: (field: string) => string
}

/**
 * Reads a body: `extra_body` is spread (what stands outside of it wins), other spellings get their first name, and
 * types are checked. Every ignored or unknown field is reported.
 *
 * @throws TranslationError (400) for a body that is no object, a field of a wrong type, a rejected field
 */
export function readRequestFields(body: unknown, warnings: WarningCollector): RequestFields {
  const request = expectObject(body, 'The request body')
  const extra = isAbsent(request['extra_body']) ? {} : expectObject(request['extra_body'], 'extra_body')
  const fields: Record<string, unknown> = {}
  const names = new Map<string, string>()
  const add = (name: string, path: string, value: unknown): void => {
    if (isAbsent(value) || name === 'extra_body') return
    const row = rowOf(name)
    const first = row?.aliasOf ?? MORE_ALIASES.get(name) ?? name
    if (Object.hasOwn(fields, first)) return
    checkField(first, path, value, warnings)
    // A plain assignment of `__proto__` would change the prototype.
    if (rowOf(first) !== undefined) fields[first] = value
    names.set(first, path)
  }
  for (const [name, value] of Object.entries(request)) add(name, name, value)
  for (const [name, value] of Object.entries(extra)) add(name, `extra_body.${name}`, value)
  return { fields, nameOf: (field) => names.get(field) ?? field }
}

function rowOf(name: string): RequestField | undefined {
  return Object.hasOwn(REQUEST_FIELDS, name) ? REQUEST_FIELDS[name as RequestFieldName] : undefined
}

function checkField(name: string, path: string, value: unknown, warnings: WarningCollector): void {
  const row = rowOf(name)
  if (row === undefined) {
    warnings.add(
      'unknown_parameter',
      path,
      `${path} is no parameter of this request; it was left out. additionalModelRequestFields takes what a model knows by itself.`,
    )
    return
  }
  if (!row.kinds.some((kind) => isOfKind(value, kind))) {
    reject(path, `${path} must be ${row.kinds.map(article).join(' or ')}, not ${kindOf(value)}.`)
  }
  if (row.fate === 'translated' || row.neutral?.some((neutral) => sameJson(neutral, value)) === true) return
  if (row.fate === 'rejected')
    reject(path, `${path} cannot be served by Bedrock. ${row.note}`, 'unsupported_parameter')
  warnings.add('unsupported_parameter', path, `${path} was left out. ${row.note}`)
}

function isOfKind(value: unknown, kind: JsonKind): boolean {
  if (kind === 'array') return Array.isArray(value)
  if (kind === 'object') return isObject(value)
  if (kind === 'integer') return Number.isInteger(value)
  return typeof value === kind && !Number.isNaN(value)
}

function article(kind: JsonKind): string {
  return /^[aio]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
