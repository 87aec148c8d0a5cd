import type {
  ConverseCommandInput,
  GuardrailStreamConfiguration,
  Message,
} from '@aws-sdk/client-bedrock-runtime'

import type { JsonObject } from '../json-shape.ts'
import { joinFields, toAnthropicBeta, toCallersFields } from './additional-fields.ts'
import { limitCachePoints } from './cache-point.ts'
import { additionalFieldsOf } from './extension-intent.ts'
import { finishEdges } from './conversation-edges.ts'
import type { ConverseConversation } from './conversation.ts'
import { toInference } from './inference.ts'
import { toPassThrough } from './pass-through.ts'
import { isStoredPrompt } from '../model-facts/model-id.ts'
import { refuseBesidePrompt } from './prompt-model.ts'
import { lacksReasoningHistory } from './reasoning-blocks.ts'
import { toReasoningFields, withoutDefaultThinking, type ReasoningFields } from './reasoning.ts'
import type { RequestIntent } from './request-intent.ts'
import type { RequestScope } from './request-scope.ts'
import type { SharedResponseContext } from './response-context.ts'
import { renameHistoryInputs } from './tool-input.ts'
import { toToolConfiguration, type ToolFields } from './tool-configuration.ts'

/** A request for Converse or ConverseStream, as the AWS SDK types it: bytes are `Uint8Array`. */
export interface ConverseRequest extends Omit<
  ConverseCommandInput,
  'guardrailConfig' | 'messages' | 'modelId'
> {
  modelId: string
  messages: Message[]
  /** `streamProcessingMode` is for streams only. */
  guardrailConfig?: GuardrailStreamConfiguration
}

/** JSON, as the AWS SDK types it. */
type ModelFields = { [field: string]: NonNullable<ConverseCommandInput['additionalModelRequestFields']> }

/** A Converse request, and what the translation of its answer must remember, whichever protocol it is for. */
export interface AssembledRequest {
  readonly value: ConverseRequest
  readonly responseContext: SharedResponseContext
}

/**
 * Makes a Converse request out of a conversation and what the request asks for beyond it, whichever protocol they come by.
 *
 * @throws TranslationError (400) for parameters out of range, for tools and choices that the model cannot serve, and for
 * what a stored prompt does not take
 */
export function assembleRequest(
  intent: RequestIntent,
  conversation: ConverseConversation,
  scope: RequestScope,
): AssembledRequest {
  const { model } = scope.context
  const { extensions } = intent
  const asked = toReasoningFields(intent.reasoning, scope, () => lacksReasoningHistory(conversation.messages))
  const tools = toToolConfiguration(intent.tools, asked.thinking || asked.unforced === true, scope)
  const reasoning = withoutDefaultThinking(asked, isForced(tools), scope)
  const responseContext: SharedResponseContext = {
    toolNames: scope.toolNames.originals,
    structuredOutputTool: tools.structuredOutputTool,
    suppressToolCalls: tools.suppressToolCalls,
    ...(tools.propertyNames.size === 0 ? {} : { propertyNames: tools.propertyNames }),
    nonStreaming: tools.toolConfig !== undefined && !model.capabilities.streamedTools,
  }
  const { inferenceConfig, additionalFields } = toInference(
    intent.inference,
    reasoning,
    scope,
    model.capabilities.anthropicBeta && extensions.anthropic_beta !== undefined,
  )
  const additional = joinFields(
    additionalFields,
    tools.additionalFields as JsonObject | undefined,
    reasoning.additionalFields as JsonObject | undefined,
    toAnthropicBeta(extensions.anthropic_beta, scope),
    toCallersFields(additionalFieldsOf(extensions), scope),
  )
  const streaming = intent.stream && !responseContext.nonStreaming
  const value = toBody(intent, conversation, { reasoning, tools }, scope)
  if (holdsAnything(inferenceConfig)) value.inferenceConfig = inferenceConfig
  if (holdsAnything(additional)) value.additionalModelRequestFields = additional as ModelFields
  if (tools.outputConfig !== undefined && holdsAnything(tools.outputConfig))
    value.outputConfig = tools.outputConfig
  Object.assign(value, toPassThrough(extensions, streaming, scope.warnings, model.capabilities))
  return { value, responseContext }
}

function isForced({ toolConfig }: ToolFields): boolean {
  const choice = toolConfig?.toolChoice
  return choice?.any !== undefined || choice?.tool !== undefined
}

interface TranslatedParts {
  readonly reasoning: ReasoningFields
  readonly tools: ToolFields
}

/** The lists of the request: the conversation with both ends as the model takes them, cache points within the service's limits. */
function toBody(
  intent: RequestIntent,
  conversation: ConverseConversation,
  { reasoning: { thinking }, tools: { toolConfig, instruction, propertyNames } }: TranslatedParts,
  scope: RequestScope,
): ConverseRequest {
  const modelId = scope.context.model.id
  const storedPrompt = isStoredPrompt(modelId)
  if (storedPrompt) refuseBesidePrompt(intent, conversation, scope)
  const messages = renameHistoryInputs(conversation.messages, propertyNames)
  const ended = finishEdges(
    { system: conversation.system, messages },
    { thinking, instruction, storedPrompt },
    scope,
  )
  const limited = limitCachePoints(
    { tools: toolConfig?.tools ?? [], system: ended.system, messages: ended.messages },
    scope,
  )
  const value: ConverseRequest = { modelId, messages: limited.messages }
  if (limited.system.length > 0) value.system = limited.system
  if (toolConfig !== undefined) value.toolConfig = { ...toolConfig, tools: limited.tools }
  return value
}

function holdsAnything(value: object): boolean {
  return Object.keys(value).length > 0
}
