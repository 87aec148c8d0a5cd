import type { Translated, TranslationContext } from '../../context.ts'
import { WarningCollector } from '../../context.ts'
import { toCachePoints } from '../../converse/cache-point.ts'
import type { ConverseConversation } from '../../converse/conversation.ts'
import { assembleRequest, type ConverseRequest } from '../../converse/assemble-request.ts'
import { estimateRequestTokens } from '../../converse/estimate-tokens.ts'
import { additionalFieldsOf, readExtensions, type ExtensionIntent } from '../../converse/extension-intent.ts'
import { readSharedInference } from '../../converse/read-inference.ts'
import { createRequestScope, type RequestScope } from '../../converse/request-scope.ts'
import type { RequestFields } from '../../converse/request-table.ts'
import type { Stated } from '../../converse/stated.ts'
import type { JsonObject } from '../../json-shape.ts'
import { warnOfMessageMembers } from '../known-members.ts'
import { readMessagesFields } from './request-fields.ts'
import type { MessagesResponseContext } from '../response-context.ts'
import { readThinkingIntent } from '../thinking.ts'
import { listToolIds, listToolNames } from '../tool-history.ts'
import { readToolIntent } from '../tools.ts'
import { toConversation } from './messages.ts'

/** The API has no penalties and no seed. */
const INFERENCE_NAMES = { limits: ['max_tokens'], stops: ['stop_sequences'] }

/** A translated Messages request, and what its answer's translation must know of it. */
export interface TranslatedMessagesRequest extends Translated<ConverseRequest> {
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
  const { value, responseContext } = translateMessages(body, context, warnings)
  return { value, warnings: warnings.list(), responseContext }
}

/** The same for a caller that has warnings of its own to report. */
export function translateMessages(
  body: unknown,
  context: TranslationContext,
  warnings: WarningCollector,
): Pick<TranslatedMessagesRequest, 'value' | 'responseContext'> {
  const request = readMessagesFields(body, warnings)
  const { fields } = request
  const scope = createRequestScope({
    context,
    warnings,
    conversationPath: 'messages',
    toolNames: listToolNames(fields),
    callIds: listToolIds(fields['messages']),
  })
  const conversation = withCachePoint(toConversation(fields, scope), request, scope)
  const { shown, reasoning, additionalFields } = readThinkingIntent(request, scope)
  const intent = {
    inference: readSharedInference(request, INFERENCE_NAMES),
    reasoning,
    tools: readToolIntent(request, scope),
    extensions: withAdditionalFields(readExtensions(request), additionalFields),
    stream: fields['stream'] === true,
  }
  const { value, responseContext } = assembleRequest(intent, conversation, scope)
  warnOfMessageMembers(request, warnings)
  // Whole answers need no estimate.
  const estimated = intent.stream ? { inputTokens: estimateRequestTokens(value) } : {}
  return { value, responseContext: { ...responseContext, thinking: shown, ...estimated } }
}

/** A mark of the whole request stands for one on the last block of the conversation. */
function withCachePoint(
  conversation: ConverseConversation,
  { fields }: RequestFields,
  scope: RequestScope,
): ConverseConversation {
  const points = toCachePoints({ cache_control: fields['cache_control'] }, '', 'messages', scope)
  const last = conversation.messages.at(-1)
  if (points.length === 0 || last === undefined) return conversation
  const isMarked = last.content?.at(-1)?.cachePoint !== undefined
  const content = [...(last.content ?? []), ...(isMarked ? [] : points)]
  return { ...conversation, messages: [...conversation.messages.slice(0, -1), { ...last, content }] }
}

/** The caller's own additional fields, after those of `output_config`. */
function withAdditionalFields(
  extensions: ExtensionIntent,
  fields: Stated<JsonObject> | undefined,
): ExtensionIntent {
  if (fields === undefined) return extensions
  const { value, path } = additionalFieldsOf(extensions) ?? fields
  return { ...extensions, additionalModelRequestFields: { value: { ...fields.value, ...value }, path } }
}
