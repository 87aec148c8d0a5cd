import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { Translated, TranslationContext, TranslationWarning } from '../../context.ts'
import { WarningCollector } from '../../context.ts'
import { assembleRequest, type ConverseRequest } from '../../converse/assemble-request.ts'
import { isAbsent, isObject } from '../../json-shape.ts'
import { createDocumentNames } from '../../converse/document-names.ts'
import { toConverseMessages } from './messages.ts'
import { lacksReasoningHistory } from '../../converse/reasoning-blocks.ts'
import { toReasoningFields } from '../../converse/reasoning.ts'
import type { ResponseContext } from '../../converse/response-context.ts'
import { readRequestFields } from './request-fields.ts'
import type { RequestFields } from './request-fields.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import { checkRequestShapes, withCallTypes } from './request-shapes.ts'
import { listToolIds, listToolNames } from '../tool-history.ts'
import { createToolIds } from '../../converse/tool-ids.ts'
import { createToolNames } from '../../converse/tool-names.ts'
import type { ToolFields } from '../../converse/tools.ts'
import { toToolConfiguration } from '../../converse/tools.ts'

export type { ConverseRequest } from '../../converse/assemble-request.ts'

/** A translated request, and what its answer's translation must know of it. */
export type TranslatedRequest = Translated<ConverseRequest> & {
  readonly responseContext: ResponseContext
  readonly warnings: readonly TranslationWarning[]
}

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
  const lacksHistory = lacksReasoningHistory(conversation.messages)
  const reasoning = toReasoningFields(fields, context, warnings, lacksHistory)
  const tools = toToolConfiguration(fields, scope.toolNames, context, warnings, reasoning.thinking)
  const responseContext = toResponseContext(request, tools, scope)
  const streaming = request.fields['stream'] === true && !responseContext.nonStreaming
  const value = assembleRequest({ request, conversation, reasoning, tools, streaming }, scope)
  return { value, warnings: warnings.list(), responseContext }
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

function toResponseContext(
  { fields }: RequestFields,
  tools: ToolFields,
  scope: RequestScope,
): ResponseContext {
  const streamOptions = fields['stream_options']
  const { model, options } = scope.context
  return {
    toolNames: scope.toolNames.originals,
    structuredOutputTool: tools.structuredOutputTool,
    legacyFunctions: !isAbsent(fields['functions']) && isAbsent(fields['tools']),
    suppressToolCalls: tools.suppressToolCalls,
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
    thinkTags: options.thinkTags || fields['include_thinking_data'] === true,
    nonStreaming: tools.toolConfig !== undefined && !model.capabilities.streamedTools,
  }
}
