import { createDocumentNames } from '../../converse/document-names.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import { createToolIds } from '../../converse/tool-ids.ts'
import { createToolNames } from '../../converse/tool-names.ts'
import type { Translated, TranslationContext } from '../../context.ts'
import { WarningCollector } from '../../context.ts'
import { assembleRequest, type ConverseRequest } from '../../converse/assemble-request.ts'
import type { JsonObject } from '../../json-shape.ts'
import type { MessagesResponseContext } from '../response-context.ts'
import { readMessagesFields } from './request-fields.ts'
import { toThinking } from '../thinking.ts'
import { listToolIds, listToolNames } from '../tool-history.ts'
import { toTools } from '../tools.ts'
import { toConversation } from './messages.ts'
import { inMessagesWords } from '../warnings.ts'

/** A translated Messages request, and what its answer's translation must know of it. */
export type TranslatedMessagesRequest = Translated<ConverseRequest> & {
  readonly responseContext: MessagesResponseContext
}

/**
 * Anthropic Messages → Bedrock Converse, for models other than Claude. Pure: the same input gives the same output.
 *
 * @param body - the request as it came, of untrusted shape
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toMessagesConverseRequest(
  body: unknown,
  context: TranslationContext,
): TranslatedMessagesRequest {
  const warnings = new WarningCollector()
  const request = readMessagesFields(body, warnings)
  const { fields } = request
  const scope = createScope(fields, context, warnings)
  const conversation = toConversation(fields, scope)
  const { shown, reasoning } = toThinking(fields, context, warnings)
  const tools = toTools(fields, reasoning.thinking, scope)
  const responseContext: MessagesResponseContext = {
    toolNames: scope.toolNames.originals,
    structuredOutputTool: tools.structuredOutputTool,
    suppressToolCalls: tools.suppressToolCalls,
    nonStreaming: tools.toolConfig !== undefined && !context.model.capabilities.streamedTools,
    thinking: shown,
  }
  const streaming = fields['stream'] === true && !responseContext.nonStreaming
  const value = assembleRequest({ request, conversation, reasoning, tools, streaming }, scope)
  return { value, warnings: inMessagesWords(warnings.list()), responseContext }
}

function createScope(
  fields: JsonObject,
  context: TranslationContext,
  warnings: WarningCollector,
): RequestScope {
  const callIds = listToolIds(fields['messages'])
  return {
    context,
    warnings,
    toolNames: createToolNames(listToolNames(fields)),
    callIds: new Set(callIds),
    toolIds: createToolIds(callIds, context.model.capabilities.nineCharacterToolIds),
    documentNames: createDocumentNames(),
    cacheTtl: undefined,
  }
}
