import type {
  ConverseCommandInput,
  GuardrailStreamConfiguration,
  Message,
  OutputConfig,
} from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { Translated, TranslationContext } from '../context.ts'
import { WarningCollector } from '../context.ts'
import { isAbsent, isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { limitCachePoints } from './cache-point.ts'
import { finishEdges } from './conversation-edges.ts'
import { createDocumentNames } from './document-names.ts'
import { toInference } from './inference.ts'
import { toConverseMessages } from './messages.ts'
import type { ConverseConversation } from './messages.ts'
import { joinFields, toAnthropicBeta, toPassThrough } from './pass-through.ts'
import { isStoredPrompt, refuseBesidePrompt } from './prompt-model.ts'
import { toReasoningFields } from './reasoning.ts'
import type { Recall } from './recall.ts'
import { readRequestFields } from './request-fields.ts'
import type { RequestFields } from './request-fields.ts'
import type { RequestScope } from './request-scope.ts'
import { checkRequestShapes, withCallTypes } from './request-shapes.ts'
import { listToolIds, listToolNames } from './tool-history.ts'
import { createToolIds } from './tool-ids.ts'
import { createToolNames } from './tool-names.ts'
import type { ToolFields } from './tools.ts'
import { toToolConfiguration } from './tools.ts'

/** A request for Converse or ConverseStream, as the AWS SDK types it: bytes are `Uint8Array`. */
export interface ConverseRequest extends Omit<
  ConverseCommandInput,
  'guardrailConfig' | 'messages' | 'modelId'
> {
  modelId: string
  messages: Message[]
  /** `streamProcessingMode` only on streams. */
  guardrailConfig?: GuardrailStreamConfiguration
}

/** JSON, as the AWS SDK types it. */
type ModelFields = { [field: string]: NonNullable<ConverseCommandInput['additionalModelRequestFields']> }

/** A translated request, and what its answer's translation must know of it. */
export type TranslatedRequest = Translated<ConverseRequest> & { readonly recall: Recall }

/**
 * OpenAI chat completions → Bedrock Converse. Pure: the same input gives the same output.
 *
 * `n` is the caller's to serve. A field that is `null` counts as absent; unknown fields are left out with a warning.
 *
 * @param body - the request as it came, of untrusted shape
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toConverseRequest(
  body: ChatCompletionCreateParams,
  context: TranslationContext,
): TranslatedRequest {
  const warnings = new WarningCollector()
  const request = readRequestFields(body, warnings)
  checkRequestShapes(request)
  const scope = createScope(request, context, warnings)
  const conversation = toConverseMessages(request.fields['messages'], scope)

  const messages = withCallTypes(request.fields['messages'])
  const fields = { ...request.fields, messages } as unknown as ChatCompletionCreateParams
  const reasoning = toReasoningFields(fields, context, warnings)
  const tools = toToolConfiguration(fields, scope.toolNames, context, warnings)
  const inference = toInference(request, reasoning, context, warnings)
  const storedPrompt = isStoredPrompt(context.model.id)
  if (storedPrompt) refuseBesidePrompt(request, conversation)
  const { thinking } = reasoning
  const finished = finishEdges(
    conversation,
    { thinking, instruction: tools.instruction, storedPrompt },
    scope,
  )
  const additional = joinFields(
    inference.additionalFields,
    tools.additionalFields as JsonObject | undefined,
    reasoning.additionalFields as JsonObject | undefined,
    toAnthropicBeta(request, context, warnings),
    callersFields(request),
  )
  const recall = toRecall(request, tools, scope)
  const streaming = request.fields['stream'] === true && !recall.wholeOnly
  const outputConfig: OutputConfig = { ...tools.outputConfig, ...reasoning.outputConfig }
  const value: ConverseRequest = {
    modelId: context.model.id,
    ...toBody(finished, tools, warnings),
    ...nonEmpty('inferenceConfig', inference.inferenceConfig),
    ...nonEmpty('additionalModelRequestFields', additional as ModelFields),
    ...nonEmpty('outputConfig', outputConfig),
    ...toPassThrough(request, streaming, warnings),
  }
  return { value, warnings: warnings.list(), recall }
}

function createScope(
  { fields }: RequestFields,
  context: TranslationContext,
  warnings: WarningCollector,
): RequestScope {
  const caching = fields['prompt_cache_options']
  const callIds = listToolIds(fields)
  const ttl = isObject(caching) ? caching['ttl'] : undefined
  return {
    context,
    warnings,
    toolNames: createToolNames(listToolNames(fields)),
    callIds: new Set(callIds),
    toolIds: createToolIds(callIds, context.model.capabilities.nineCharacterToolIds),
    documentNames: createDocumentNames(),
    cacheTtl: typeof ttl === 'string' ? ttl : undefined,
  }
}

/** The lists of the body, cache points within the service's limits. */
function toBody(
  { system, messages }: ConverseConversation,
  { toolConfig }: ToolFields,
  warnings: WarningCollector,
): Pick<ConverseRequest, 'messages' | 'system' | 'toolConfig'> {
  const limited = limitCachePoints(
    { tools: toolConfig?.tools ?? [], system, messages: messages.map(({ content }) => content ?? []) },
    warnings,
  )
  return {
    messages: messages.map(({ role }, index) => ({ role, content: [...(limited.messages[index] ?? [])] })),
    ...(limited.system.length === 0 ? {} : { system: [...limited.system] }),
    ...(toolConfig === undefined ? {} : { toolConfig: { ...toolConfig, tools: [...limited.tools] } }),
  }
}

function toRecall({ fields }: RequestFields, tools: ToolFields, scope: RequestScope): Recall {
  const streamOptions = fields['stream_options']
  const { model, options } = scope.context
  return {
    toolNames: scope.toolNames.originals,
    structuredOutputTool: tools.structuredOutputTool,
    legacyFunctions: !isAbsent(fields['functions']) && isAbsent(fields['tools']),
    suppressToolCalls: tools.suppressToolCalls,
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
    thinkTags: options.thinkTags || fields['include_thinking_data'] === true,
    wholeOnly: tools.toolConfig !== undefined && !model.capabilities.streamedTools,
  }
}

/** The caller's own extra fields. `thinking` among them was read with the reasoning, and comes back from there. */
function callersFields({ fields }: RequestFields): JsonObject {
  const given = fields['additionalModelRequestFields']
  if (!isObject(given)) return {}
  const { thinking, ...rest } = given
  return thinking === undefined || isObject(thinking) ? rest : given
}

function nonEmpty<Name extends string, Value extends object>(
  name: Name,
  value: Value,
): { [Key in Name]?: Value } {
  return (Object.keys(value).length === 0 ? {} : { [name]: value }) as { [Key in Name]?: Value }
}
