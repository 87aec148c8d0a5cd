import type { RouteRequest, Warning } from '@patchbay/core'

import type { Services } from '../backend/backend.ts'
import { emitAll, refuseWhenStrict } from '../backend/report-warnings.ts'
import { resolveModel } from '../bedrock/model.ts'
import { serveClaude } from './messages/claude.ts'
import { serveByConverse } from './messages/converse.ts'
import { countTokens } from './messages/count-tokens.ts'
import type { PreparedMessage } from './messages/prepared-message.ts'
import { readMessagesRequest } from './messages/read-request.ts'

/**
 * `POST /messages` of Anthropic's API: Claude in its own protocol, by InvokeModel, every other model by Converse.
 *
 * https://docs.claude.com/en/api/messages
 */
export async function serveMessages(request: RouteRequest, services: Services): Promise<Response> {
  const prepared = await openPrepared(request, services)
  return prepared.model.facts.capabilities.messagesByInvokeModel
    ? serveClaude(prepared)
    : serveByConverse(prepared)
}

/** `POST /messages/count_tokens`. */
export async function serveMessageTokens(request: RouteRequest, services: Services): Promise<Response> {
  return countTokens(await openPrepared(request, services))
}

/** What Claude is asked goes out untouched, whatever its name says. */
const THINKING_NAME: Warning = {
  code: 'thinking_not_set',
  field: 'model',
  message: 'The -Thinking of a name turns nothing on for Claude here: send `thinking` in the request.',
}

async function openPrepared(request: RouteRequest, services: Services): Promise<PreparedMessage> {
  const { settings } = services
  const asked = readMessagesRequest(request)
  const model = await resolveModel(asked.model, settings.options, settings.defaultModel, (arn) =>
    services.resolveProfile(arn, request),
  )
  const untouched = model.facts.capabilities.messagesByInvokeModel
  const unsaid = model.thinking && asked.body['thinking'] === undefined
  const warnings = unsaid && untouched ? [...model.warnings, THINKING_NAME] : model.warnings
  refuseWhenStrict(warnings, settings.options)
  emitAll(warnings, settings.options)
  const body = unsaid && !untouched ? { ...asked.body, thinking: { type: 'adaptive' } } : asked.body
  return { request, services, asked: { ...asked, body }, model, warnings }
}
