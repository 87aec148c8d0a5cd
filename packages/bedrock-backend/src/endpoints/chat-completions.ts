import type { RouteRequest } from '@patchbay/core'
import { listRemoteFiles, toConverseRequest, type TranslationContext } from '@patchbay/translator'

import { createContext } from '../backend/context.ts'
import { emitAll, refuseWhenStrict } from '../backend/report-warnings.ts'
import type { Services } from '../backend/backend.ts'
import { resolveModel, type ResolvedModel } from '../bedrock/model.ts'
import { fetchRemoteFiles } from '../remote-files/fetch-remote-files.ts'
import { answerChunks } from './chat-completions/answer-chunks.ts'
import { answerWhole } from './chat-completions/answer-whole.ts'
import type { PreparedRequest } from './chat-completions/prepared-request.ts'
import { readChatRequest, type ChatRequest } from './chat-completions/read-request.ts'
import { isNative, serveNative } from './native.ts'

/** `POST /chat/completions`, by Converse or ConverseStream, or where the route says so in OpenAI's own shape. */
export async function serveChatCompletion(request: RouteRequest, services: Services): Promise<Response> {
  const { settings } = services
  const asked = readChatRequest(request)
  // Azure clients name the deployment in the path; LangChain sends a model name of its own beside it.
  const name = request.deployment ?? asked.model
  const model = await resolveModel(name, settings.options, settings.defaultModel, (arn) =>
    services.resolveProfile(arn, request),
  )
  if (isNative(settings.options.api, name, model)) {
    refuseWhenStrict(model.warnings, settings.options)
    emitAll(model.warnings, settings.options)
    return serveNative(request, withThinking(asked, model), model, services)
  }
  const context = await contextOf(asked, model, request, services)
  const { value, warnings, responseContext } = toConverseRequest(withThinking(asked, model), context)
  const all = [...model.warnings, ...warnings]
  refuseWhenStrict(all, settings.options)
  emitAll(all, settings.options)
  const prepared: PreparedRequest = {
    request,
    services,
    context,
    responseContext,
    input: value,
    choices: asked.choices,
    warnings: all,
  }
  return asked.stream ? answerChunks(prepared) : answerWhole(prepared)
}

async function contextOf(
  asked: ChatRequest,
  model: ResolvedModel,
  request: RouteRequest,
  { settings }: Services,
): Promise<TranslationContext> {
  const files = await fetchRemoteFiles(
    listRemoteFiles(asked.body),
    settings.options.images ?? {},
    request.signal,
  )
  return createContext(model.facts, settings.options, files)
}

/** A `-Thinking` name means medium effort, unless the request says something of its own. */
function withThinking({ body }: ChatRequest, { thinking }: ResolvedModel): ChatRequest['body'] {
  const says = body.reasoning_effort ?? ('thinking' in body ? body.thinking : undefined) ?? undefined
  return thinking && says === undefined ? { ...body, reasoning_effort: 'medium' } : body
}
