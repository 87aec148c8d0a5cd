import type {
  ConverseCommandInput,
  GuardrailStreamConfiguration,
  Message,
  OutputConfig,
} from '@aws-sdk/client-bedrock-runtime'

import { limitCachePoints } from './cache-point.ts'
import { finishEdges } from './conversation-edges.ts'
import { toInference } from './inference.ts'
import type { ConverseConversation } from '../chat-completions/to-converse/messages.ts'
import { joinFields, toAnthropicBeta, toPassThrough } from './pass-through.ts'
import { isStoredPrompt, refuseBesidePrompt } from './prompt-model.ts'
import type { ReasoningFields } from './reasoning.ts'
import type { RequestFields } from '../chat-completions/to-converse/request-fields.ts'
import type { RequestScope } from './request-scope.ts'
import type { ToolFields } from './tools.ts'
import type { WarningCollector } from '../context.ts'
import { isObject, type JsonObject } from '../json-shape.ts'

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

/** What the concepts of a protocol have made of its request. */
export interface RequestParts {
  /** Sampling and what is passed through are read from here, under the names of chat completions. */
  readonly request: RequestFields
  readonly conversation: ConverseConversation
  readonly reasoning: ReasoningFields
  readonly tools: ToolFields
  /** The request goes to ConverseStream. */
  readonly streaming: boolean
}

/**
 * Puts a Converse request together out of its parts, whichever protocol they come from.
 *
 * @throws TranslationError (400) for parameters out of range, and for what a stored prompt does not take
 */
export function assembleRequest(
  { request, conversation, reasoning, tools, streaming }: RequestParts,
  scope: RequestScope,
): ConverseRequest {
  const { context, warnings } = scope
  const inference = toInference(request, reasoning, context, warnings)
  const storedPrompt = isStoredPrompt(context.model.id)
  if (storedPrompt) refuseBesidePrompt(request, conversation)
  const { thinking } = reasoning
  const { instruction } = tools
  const finished = finishEdges(conversation, { thinking, instruction, storedPrompt }, scope)
  const additional = joinFields(
    inference.additionalFields,
    tools.additionalFields as JsonObject | undefined,
    reasoning.additionalFields as JsonObject | undefined,
    toAnthropicBeta(request, context, warnings),
    callersFields(request),
  )
  const outputConfig: OutputConfig = { ...tools.outputConfig, ...reasoning.outputConfig }
  return {
    modelId: context.model.id,
    ...toBody(finished, tools, warnings),
    ...nonEmpty('inferenceConfig', inference.inferenceConfig),
    ...nonEmpty('additionalModelRequestFields', additional as ModelFields),
    ...nonEmpty('outputConfig', outputConfig),
    ...toPassThrough(request, streaming, warnings),
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
