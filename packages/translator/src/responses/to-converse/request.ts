import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import { WarningCollector, type Translated, type TranslationContext } from '../../context.ts'
import { assembleRequest, type ConverseRequest } from '../../converse/assemble-request.ts'
import { readExtensions } from '../../converse/extension-intent.ts'
import { readSharedInference } from '../../converse/read-inference.ts'
import { createRequestScope } from '../../converse/request-scope.ts'
import { readStated, readStatedBoolean } from '../../converse/stated.ts'
import { warnOfIncludes } from '../include.ts'
import { listCalls, toConversation } from './input-items.ts'
import { warnOfResponseMembers } from '../known-members.ts'
import { readReasoningIntent } from '../reasoning-effort.ts'
import { joinName, listTools, namesOf } from '../namespaces.ts'
import { readResponseFields } from './request-fields.ts'
import type { ResponsesContext } from '../response-context.ts'
import { readText } from '../text-format.ts'
import { listChosenNames, readToolChoice } from '../tool-choice.ts'
import { readTools } from '../tools.ts'

/** The API has no penalties and no seed. */
const INFERENCE_NAMES = { limits: ['max_output_tokens'], stops: ['stop_sequences'] }

/** A translated request, and what its answer's translation must know of it. */
export type TranslatedResponseRequest = Translated<ConverseRequest> & {
  readonly responseContext: ResponsesContext
}

/**
 * OpenAI's Responses → Bedrock Converse. Pure: the same input gives the same output.
 *
 * A field that is `null` counts as absent; unknown fields are left out with a warning. Fields that need state or tools at
 * OpenAI are refused by name.
 *
 * @param body - the request as it came, of untrusted shape
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toResponsesConverseRequest(
  body: ResponseCreateParams,
  context: TranslationContext,
): TranslatedResponseRequest {
  const warnings = new WarningCollector()
  const request = readResponseFields(body, warnings)
  const { fields } = request
  warnOfIncludes(fields['include'], warnings)
  const listed = listTools(fields['tools'], request.nameOf('tools'), fields['input'])
  const names = namesOf(listed)
  const calls = listCalls(fields['input'], names)
  const scope = createRequestScope({
    context,
    warnings,
    conversationPath: 'input',
    toolNames: [...names.map(joinName), ...calls.names, ...listChosenNames(fields['tool_choice'], names)],
    callIds: calls.ids,
    cacheOptions: fields['prompt_cache_options'],
  })
  const wanted = readToolChoice(readStated(request, 'tool_choice'), names)
  const { offered, customNames, namespaces } = readTools(
    readStated(request, 'tools'),
    listed,
    wanted,
    warnings,
  )
  const conversation = toConversation(fields['instructions'], fields['input'], names, scope)
  const inference = readSharedInference(request, INFERENCE_NAMES)
  const extensions = readExtensions(request)
  const intent = {
    inference,
    reasoning: readReasoningIntent(request, inference, extensions, warnings),
    tools: {
      wanted,
      offered,
      historyNames: [...new Set(calls.names)],
      responseFormat: readText(readStated(request, 'text'), warnings),
      parallel: readStatedBoolean(request, 'parallel_tool_calls'),
    },
    extensions,
    stream: fields['stream'] === true,
  }
  const { value, responseContext } = assembleRequest(intent, conversation, scope)
  warnOfResponseMembers(request, warnings)
  return {
    value,
    warnings: warnings.list(),
    responseContext: { ...responseContext, customTools: customNames, namespaces, echo: fields },
  }
}
