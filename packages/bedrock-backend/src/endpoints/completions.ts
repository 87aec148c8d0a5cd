import { textResponse, type RouteRequest, type Warning } from '@patchbay/core'
import {
  createTextCompletionStream,
  toCompletionRequests,
  toTextCompletion,
  type CompletionRequests,
  type ResponseContext,
} from '@patchbay/translator'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'

import { createContext } from '../backend/context.ts'
import { mapConcurrently } from '../backend/map-concurrently.ts'
import { acceptWarnings } from '../backend/report-warnings.ts'
import type { Services } from '../backend/services.ts'
import { resolveModel } from '../bedrock/model.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { OPENAI_EVENTS, type ChunkSource } from '../server-sent-events.ts'
import { CHAT_COMPLETIONS } from './chat-completions.ts'
import { mergeCompletions, mergeStreams } from './chat-completions/merge-choices.ts'
import { eventAnswer } from './conversation/event-answer.ts'
import { answerWhole, openStream, type TranslatedConversation } from './conversation/pipeline.ts'
import { chooseUpstream } from './conversation/choose-upstream.ts'
import { readBody, readModel } from './read-body.ts'
import { decodeTokenInput } from './token-input.ts'
import { serveByWays } from './ways/serve-by-ways.ts'
import type { WayConversation } from './ways/way-conversation.ts'

/** The chats that texts are completed by. */
const TEXTS = { ...CHAT_COMPLETIONS, promptField: 'prompt' }

/** Calls at a time. */
const CONCURRENCY = 8
/** Every choice of a stream holds a connection. */
const MOST_STREAMS = 128

/** A chat with one answer for each choice of each prompt, in their order. */
type Chats = readonly TranslatedConversation<ResponseContext>[]

/** `POST /completions`: a call for each choice of each prompt. */
export async function serveCompletions(request: RouteRequest, services: Services): Promise<Response> {
  const { options, defaultModel } = services.settings
  const body = readBody(request)
  const model = readModel(request, body)
  const resolved = await resolveModel(model, options, defaultModel, (arn) =>
    services.resolveProfile(arn, request),
  )
  const prompt = await decodeTokenInput(body['prompt'], 'prompt')
  const conversation = {
    request,
    services,
    model,
    resolved: { ...resolved, warnings: [...resolved.warnings, ...prompt.warnings] },
    body: { ...body, prompt: prompt.value },
    stream: body['stream'] === true,
    choices: 1,
  }
  return serveByWays('completions', conversation, serveWay)
}

async function serveWay({
  request,
  services,
  resolved,
  body,
  stream,
  way,
}: WayConversation): Promise<Response> {
  const { options } = services.settings
  const context = createContext('cmpl-', resolved.facts, options)
  const { value: completions, warnings: found } = toCompletionRequests(body, context)
  const asked = await Promise.all(
    completions.requests.map(async ({ value, responseContext }) => ({
      input: value,
      responseContext,
      upstream: await chooseUpstream(way, value, context.model, stream, undefined),
    })),
  )
  const warnings: readonly Warning[] = [
    ...resolved.warnings,
    ...found,
    ...asked.flatMap(({ upstream }) => upstream.warnings),
  ]
  acceptWarnings(warnings, services)
  const chats = asked.flatMap((chat) =>
    Array.from({ length: completions.choicesPerPrompt }, () => ({
      ...chat,
      request,
      services,
      choices: 1,
      context,
      warnings,
    })),
  )
  return completions.stream
    ? streamTexts(chats, completions, request)
    : answerTexts(chats, completions, request)
}

async function answerTexts(
  chats: Chats,
  { echoes }: CompletionRequests,
  request: RouteRequest,
): Promise<Response> {
  const answers = await forEachChat(chats, request, (chat) => answerWhole(TEXTS, chat))
  const merged = mergeCompletions(answers.map(({ body }) => body as ChatCompletion))
  return textResponse(JSON.stringify(toTextCompletion(merged, echoes)), {
    headers: { 'content-type': 'application/json', ...answers[0]?.headers },
  })
}

async function streamTexts(
  chats: Chats,
  { echoes }: CompletionRequests,
  request: RouteRequest,
): Promise<Response> {
  if (chats.length > MOST_STREAMS) throw tooMany()
  const opened = await forEachChat(chats, request, (chat) => openStream(TEXTS, chat))
  const source = asTexts(mergeStreams(opened.map((one) => one.source)), echoes)
  return eventAnswer({ eventFormat: OPENAI_EVENTS }, source, request, { ...opened[0]?.headers })
}

function forEachChat<Result>(
  chats: Chats,
  request: RouteRequest,
  work: (chat: Chats[number]) => Promise<Result>,
): Promise<Result[]> {
  return mapConcurrently(chats, CONCURRENCY, request.signal, (chat, signal) =>
    work({ ...chat, request: { ...request, signal } }),
  )
}

function asTexts(
  source: ChunkSource<ChatCompletionChunk>,
  echoes: readonly string[] | undefined,
): ChunkSource {
  const toChunks = createTextCompletionStream(echoes)
  return {
    next: async () => (await source.next())?.flatMap(toChunks),
    ready: () => source.ready?.()?.flatMap(toChunks),
    cancel: () => source.cancel(),
  }
}

function tooMany(): RequestFailure {
  return new RequestFailure(
    `prompt and n ask for too many streams at once: ${MOST_STREAMS} choices is the most. Ask for them without stream, or in several requests.`,
    { status: 400, param: 'prompt' },
    DO_NOT_RETRY,
  )
}
