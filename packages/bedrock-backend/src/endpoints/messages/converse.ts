import type { Warning } from '@patchbay/core'
import {
  createMessageStream,
  encodeModelId,
  fromConverseJson,
  listRemoteMessageFiles,
  toConverseJson,
  toMessage,
  toMessageEvents,
  toMessagesConverseRequest,
  type MessageEvent,
  type TranslatedMessagesRequest,
  type TranslationContext,
} from '@patchbay/translator'
import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import { createContext } from '../../backend/context.ts'
import { emitAll, refuseWhenStrict, warningHeaders } from '../../backend/report-warnings.ts'
import { unknownOperation } from '../../backend/service-error.ts'
import { fetchRemoteFiles } from '../../remote-files/fetch-remote-files.ts'
import { readText, type HttpAnswer } from '../../transport/http-client.ts'
import { parseAnswer } from './claude.ts'
import { eventAnswer, refuseWhole, requestIdHeaders } from './event-answer.ts'
import type { PreparedMessage } from './prepared-message.ts'
import type { NamedEvent } from './named-events.ts'
import { readFrames, type FrameTranslator } from '../../backend/read-frames.ts'

interface Translation extends TranslatedMessagesRequest {
  readonly context: TranslationContext
}

/** Models other than Claude: by Converse and ConverseStream, translated both ways. */
export async function serveByConverse(prepared: PreparedMessage): Promise<Response> {
  const translation = await translate(prepared)
  const { asked, request } = prepared
  if (!asked.stream) {
    const { message, headers } = await answerWhole(prepared, translation)
    return Response.json(message, { headers })
  }
  if (translation.responseContext.nonStreaming) {
    const { message, headers } = await answerWhole(prepared, translation)
    const events = [toMessageEvents(message).map(named)]
    return eventAnswer({ next: async () => events.shift(), cancel: () => undefined }, request, headers)
  }
  const answer = await call(prepared, translation, 'converse-stream')
  await refuseWhole(answer)
  const headers = { ...requestIdHeaders(answer), ...warningHeaders(translation.warnings) }
  return eventAnswer(
    readFrames(answer.body, converseEvents(translation, prepared.services.settings.options)),
    request,
    headers,
  )
}

/** The request as CountTokens takes it. */
export async function converseCountInput(
  prepared: PreparedMessage,
): Promise<{ readonly input: object; readonly warnings: readonly Warning[] }> {
  const { value, warnings } = await translate(prepared)
  const { messages, system, toolConfig, additionalModelRequestFields } = value
  const counted = {
    messages,
    ...(system === undefined ? {} : { system }),
    ...(toolConfig === undefined ? {} : { toolConfig }),
    ...(additionalModelRequestFields === undefined ? {} : { additionalModelRequestFields }),
  }
  return { input: { converse: toConverseJson(counted) }, warnings }
}

async function translate({
  request,
  services,
  asked,
  model,
  warnings,
}: PreparedMessage): Promise<Translation> {
  const { options } = services.settings
  const body = asked.betas.length === 0 ? asked.body : { ...asked.body, anthropic_beta: asked.betas }
  const files = await fetchRemoteFiles(listRemoteMessageFiles(body), options.images ?? {}, request.signal)
  const context = {
    ...createContext(model.facts, options, files),
    id: `msg_${crypto.randomUUID().replaceAll('-', '')}`,
  }
  const translated = toMessagesConverseRequest(body, context)
  refuseWhenStrict(translated.warnings, options)
  emitAll(translated.warnings, options)
  return { ...translated, warnings: [...warnings, ...translated.warnings], context }
}

function call(
  { request, services }: PreparedMessage,
  { value, context }: Translation,
  operation: 'converse' | 'converse-stream',
): Promise<HttpAnswer> {
  const { id } = context.model
  return services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(id)}/${operation}`,
      accept: operation === 'converse' ? 'application/json' : 'application/vnd.amazon.eventstream',
      body: JSON.stringify(toConverseJson(value)),
      model: id,
    },
    request,
  )
}

async function answerWhole(prepared: PreparedMessage, translation: Translation) {
  const answer = await call(prepared, translation, 'converse')
  const json = parseAnswer(await readText(answer.body))
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  const output = fromConverseJson<Partial<ConverseResponse>>(json)
  const { value, warnings } = toMessage(output, translation.responseContext, translation.context)
  emitAll(warnings, prepared.services.settings.options)
  return {
    message: value,
    headers: { ...requestIdHeaders(answer), ...warningHeaders([...translation.warnings, ...warnings]) },
  }
}

function converseEvents(
  { responseContext, context }: Translation,
  options: Parameters<typeof emitAll>[1],
): FrameTranslator<NamedEvent> {
  const translator = createMessageStream(responseContext, context)
  return {
    push: (type, payload) =>
      translator.push(fromConverseJson<ConverseStreamOutput>({ [type]: payload })).map(named),
    end: () => {
      const events = translator.end().map(named)
      emitAll(translator.warnings?.() ?? [], options)
      return events
    },
  }
}

function named(event: MessageEvent): NamedEvent {
  return { name: event.type, data: JSON.stringify(event) }
}
