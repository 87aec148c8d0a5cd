import type { RouteRequest } from '@patchbay/core'
import { listResponseFiles, toResponsesConverseRequest, type TranslationContext } from '@patchbay/translator'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import type { Services } from '../backend/backend.ts'
import { createContext } from '../backend/context.ts'
import { emitAll, refuseWhenStrict } from '../backend/report-warnings.ts'
import { resolveModel, type ResolvedModel } from '../bedrock/model.ts'
import { fetchRemoteFiles } from '../remote-files/fetch-remote-files.ts'
import { RequestFailure } from '../request-failure.ts'
import { readBody, readModel, type JsonBody } from './read-body.ts'
import { answerEvents } from './responses/answer-events.ts'
import { answerResponse } from './responses/answer-response.ts'
import { answerTokenCount } from './responses/answer-token-count.ts'
import type { PreparedResponse } from './responses/prepared-response.ts'

/** A request whose model and context are known. */
interface Asked {
  readonly body: ResponseCreateParams
  readonly model: ResolvedModel
  readonly context: TranslationContext
}

/** `POST /responses`, by Converse or ConverseStream. */
export async function serveResponse(request: RouteRequest, services: Services): Promise<Response> {
  const { options } = services.settings
  const { body, model, context } = await ask(request, services)
  const { value, warnings, responseContext } = toResponsesConverseRequest(body, context)
  const all = [...model.warnings, ...warnings]
  refuseWhenStrict(all, options)
  emitAll(all, options)
  const prepared: PreparedResponse = {
    request,
    services,
    context,
    responseContext,
    input: value,
    choices: 1,
    warnings: all,
  }
  return inCallersWords(body.stream === true ? answerEvents(prepared) : answerResponse(prepared))
}

/** A prompt that does not fit stands in `input` here. */
async function inCallersWords(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof RequestFailure) || error.details.param !== 'messages') throw error
    throw new RequestFailure(error.message, { ...error.details, param: 'input' }, error.headers)
  }
}

/** `POST /responses/input_tokens`, by CountTokens. */
export async function countResponseTokens(request: RouteRequest, services: Services): Promise<Response> {
  return answerTokenCount(await ask(request, services), request, services)
}

async function ask(request: RouteRequest, services: Services): Promise<Asked> {
  const { settings } = services
  const json = readBody(request)
  const model = await resolveModel(readModel(request, json), settings.options, settings.defaultModel, (arn) =>
    services.resolveProfile(arn, request),
  )
  const files = await fetchRemoteFiles(listResponseFiles(json), settings.options.images ?? {}, request.signal)
  const context = createContext(model.facts, settings.options, files)
  const id = context.id.replace(/^chatcmpl-/, 'resp_')
  return { body: withThinking(withBetas(json, request), model), model, context: { ...context, id } }
}

/** A `-Thinking` name means medium effort, unless the request says something of its own. */
function withThinking(body: JsonBody, { thinking }: ResolvedModel): ResponseCreateParams {
  const asked = body as ResponseCreateParams
  const says = asked.reasoning?.effort ?? asked.thinking ?? undefined
  if (!thinking || says !== undefined) return asked
  return { ...asked, reasoning: { ...asked.reasoning, effort: 'medium' } }
}

/** Beta flags come in the body or, as Anthropic's own clients send them, in a header. */
function withBetas(body: JsonBody, { headers }: RouteRequest): JsonBody {
  const flags = headers.get('anthropic-beta')
  return flags === null || 'anthropic_beta' in body ? body : { ...body, anthropic_beta: flags }
}
