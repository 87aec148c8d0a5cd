import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { Translated, TranslationContext, TranslationWarning } from '../../context.ts'
import { WarningCollector } from '../../context.ts'
import { assembleRequest, type ConverseRequest } from '../../converse/assemble-request.ts'
import { readExtensions } from '../../converse/extension-intent.ts'
import type { RequestIntent } from '../../converse/request-intent.ts'
import { createRequestScope } from '../../converse/request-scope.ts'
import type { RequestFields } from '../../converse/request-table.ts'
import { isAbsent, isObject } from '../../json-shape.ts'
import { warnOfChatMembers } from '../known-members.ts'
import { readReasoningIntent } from '../reasoning-effort.ts'
import type { ResponseContext } from '../response-context.ts'
import { readInferenceIntent } from '../sampling.ts'
import { listToolNames, readToolHistory, type ToolHistory } from '../tool-history.ts'
import { readToolIntent } from '../tools.ts'
import { toConverseMessages } from './messages.ts'
import { readRequestFields } from './request-fields.ts'
import { checkRequestShapes } from './request-shapes.ts'

/** A translated request, and what its answer's translation must know of it. */
export type TranslatedRequest = Translated<ConverseRequest> & {
  readonly responseContext: ResponseContext
  readonly warnings: readonly TranslationWarning[]
}

/**
 * OpenAI chat completions → Bedrock Converse. Pure: the same input gives the same output.
 *
 * `n` is left to the caller. A field that is `null` counts as absent; unknown fields are left out with a warning.
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
  const { fields } = request
  const history = readToolHistory(fields['messages'])
  const scope = createRequestScope({
    context,
    warnings,
    conversationPath: 'messages',
    toolNames: listToolNames(fields, history),
    callIds: history.ids,
    cacheOptions: fields['prompt_cache_options'],
  })
  const conversation = toConverseMessages(fields['messages'], scope)
  const { value, responseContext } = assembleRequest(
    readIntent(request, history, warnings),
    conversation,
    scope,
  )
  warnOfChatMembers(request, warnings)
  return {
    value,
    warnings: warnings.list(),
    responseContext: { ...responseContext, ...readAnswerOptions(fields, context) },
  }
}

function readIntent(
  request: RequestFields,
  { called }: ToolHistory,
  warnings: WarningCollector,
): RequestIntent {
  const inference = readInferenceIntent(request)
  const extensions = readExtensions(request)
  return {
    inference,
    reasoning: readReasoningIntent(request, inference, extensions),
    tools: readToolIntent(request, warnings, called),
    extensions,
    stream: request.fields['stream'] === true,
  }
}

/** What the request says about the form of its answer. */
function readAnswerOptions(
  fields: RequestFields['fields'],
  { options }: TranslationContext,
): Pick<ResponseContext, 'legacyFunctions' | 'includeUsage' | 'thinkTags'> {
  const streamOptions = fields['stream_options']
  return {
    legacyFunctions: !isAbsent(fields['functions']) && isAbsent(fields['tools']),
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
    thinkTags: options.thinkTags || fields['include_thinking_data'] === true,
  }
}
