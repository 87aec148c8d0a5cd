import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import { createDocumentNames } from '../converse/document-names.ts'
import { lacksReasoningHistory } from '../converse/reasoning-blocks.ts'
import { toReasoningFields } from '../converse/reasoning.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { createToolIds } from '../converse/tool-ids.ts'
import { createToolNames } from '../converse/tool-names.ts'
import { configureTools, type ToolFields } from '../converse/tools.ts'
import { WarningCollector, type Translated, type TranslationContext } from '../context.ts'
import { assembleRequest, type ConverseRequest } from '../converse/assemble-request.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { isObject } from '../json-shape.ts'
import { inCallersWords, toCallersWarnings, toSharedFields } from './caller-names.ts'
import { listCalls, toConversation } from './input-items.ts'
import { readReasoning } from './reasoning-request.ts'
import type { ResponsesResponseContext } from './response-context.ts'
import { readResponseFields } from './request-fields.ts'
import { warnOfIncludes } from './include.ts'
import { readText } from './text-format.ts'
import { readToolChoice } from './tool-choice.ts'
import { listOfferedNames, readTools, type OfferedTools } from './tools.ts'

/** A translated request, and what its answer's translation must know of it. */
export type TranslatedResponseRequest = Translated<ConverseRequest> & {
  readonly responseContext: ResponsesResponseContext
}

/**
 * OpenAI's Responses → Bedrock Converse. Pure: the same input gives the same output.
 *
 * A field that is `null` counts as absent; unknown fields are left out with a warning. What needs state or tools at
 * OpenAI is refused by name.
 *
 * @param body - the request as it came, of untrusted shape
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toResponsesConverseRequest(
  body: ResponseCreateParams,
  context: TranslationContext,
): TranslatedResponseRequest {
  return inCallersWords(() => translate(body, context))
}

function translate(body: ResponseCreateParams, context: TranslationContext): TranslatedResponseRequest {
  const warnings = new WarningCollector()
  const own = readResponseFields(body, warnings)
  const { fields } = own
  warnOfIncludes(fields['include'], warnings)
  const scope = createScope(own, context, warnings)
  const wanted = readToolChoice(fields['tool_choice'])
  const offered = readTools(fields['tools'], wanted, warnings)
  const conversation = toConversation(fields['instructions'], fields['input'], scope)

  const request = toSharedFields(own)
  readReasoning(fields['reasoning'], warnings)
  const reasoning = toReasoningFields(
    request.fields as unknown as ChatCompletionCreateParams,
    context,
    warnings,
    lacksReasoningHistory(conversation.messages),
  )
  const tools = configureTools(
    {
      wanted,
      offered: offered.functions,
      historyNames: [...new Set(listCalls(fields['input']).names)],
      responseFormat: readText(fields['text'], warnings),
      parallel: fields['parallel_tool_calls'] !== false,
      cacheTtl: scope.cacheTtl,
      thinking: () => reasoning.thinking,
    },
    scope.toolNames,
    context,
    warnings,
  )
  const responseContext = toResponseContext(own, offered, tools, scope)
  const streaming = fields['stream'] === true && !responseContext.nonStreaming
  const value = assembleRequest({ request, conversation, reasoning, tools, streaming }, scope)
  return { value, warnings: toCallersWarnings(warnings.list()), responseContext }
}

function createScope(
  { fields }: RequestFields,
  context: TranslationContext,
  warnings: WarningCollector,
): RequestScope {
  const { names, ids } = listCalls(fields['input'])
  const choice = fields['tool_choice']
  const chosen = isObject(choice) && typeof choice['name'] === 'string' ? [choice['name']] : []
  const caching = fields['prompt_cache_options']
  const ttl = isObject(caching) ? caching['ttl'] : undefined
  return {
    context,
    warnings,
    toolNames: createToolNames([...listOfferedNames(fields['tools']), ...names, ...chosen]),
    toolIds: createToolIds(ids, context.model.capabilities.nineCharacterToolIds),
    callIds: new Set(ids),
    documentNames: createDocumentNames(),
    cacheTtl: typeof ttl === 'string' ? ttl : undefined,
  }
}

function toResponseContext(
  { fields }: RequestFields,
  offered: OfferedTools,
  tools: ToolFields,
  { toolNames, context }: RequestScope,
): ResponsesResponseContext {
  return {
    toolNames: toolNames.originals,
    structuredOutputTool: tools.structuredOutputTool,
    suppressToolCalls: tools.suppressToolCalls,
    nonStreaming: tools.toolConfig !== undefined && !context.model.capabilities.streamedTools,
    customTools: offered.customNames,
    echo: fields,
  }
}
