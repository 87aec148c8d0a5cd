import { type RouteRequest, whenThere } from '@patchbay/core'
import {
  createChatCompletionStream,
  listRemoteFiles,
  toChatCompletion,
  toConverseRequest,
  type ResponseContext,
} from '@patchbay/translator'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'

import type { Services } from '../backend/services.ts'
import { isFlat, toOwnObject } from '../own-object.ts'
import { OPENAI_EVENTS } from '../server-sent-events.ts'
import { readConversation, serveByHub } from './conversation/pipeline.ts'
import type { ConversationProtocol, ConversationRequest } from './conversation/protocol.ts'
import { serveByWays } from './ways/serve-by-ways.ts'
import type { WayConversation } from './ways/way-conversation.ts'
import { invalid, readBody, readModel, withBetas, type JsonBody } from './read-body.ts'

/** Chat Completions in the words of Converse. https://platform.openai.com/docs/api-reference/chat */
export const CHAT_COMPLETIONS: ConversationProtocol<ResponseContext, ChatCompletionChunk> = {
  idPrefix: 'chatcmpl-',
  requestIdHeader: 'x-request-id',
  promptField: 'messages',
  eventFormat: { ...OPENAI_EVENTS, toObject: toOwnChunk },
  read,
  withThinking,
  listRemoteFiles,
  toConverse: (body, context) => toConverseRequest(body as unknown as ChatCompletionCreateParams, context),
  toAnswer(outputs, responseContext, context) {
    const translated = outputs.map((output) => toChatCompletion(output, responseContext, context))
    return whenThere(mergeChoices(translated.map(({ value }) => value)), (body) => ({
      value: { body, chunks: () => toChunks(body, responseContext) },
      warnings: translated.flatMap(({ warnings }) => warnings),
    }))
  },
  createStream: createChatCompletionStream,
  mergeStreams: async (sources) =>
    (await import('./chat-completions/merge-choices.ts')).mergeStreams(sources),
}

async function toChunks(
  body: ChatCompletion,
  responseContext: ResponseContext,
): Promise<readonly ChatCompletionChunk[]> {
  const { toChatCompletionChunks } = await import('./chat-completions/completion-chunks.ts')
  return toChatCompletionChunks(body, responseContext)
}

/** Nearly all chunks are a piece of a text or of a call: these were made for their reader alone. */
function toOwnChunk(chunk: ChatCompletionChunk): unknown {
  const { choices } = chunk
  const [choice] = choices
  const isOwn =
    choice !== undefined &&
    choices.length === 1 &&
    isFlat(chunk, 'choices') &&
    isFlat(choice, 'delta') &&
    isFlat(choice.delta)
  return isOwn ? chunk : toOwnObject(chunk)
}

/** `POST /chat/completions`: by the way that loses least, see `planWays`. */
export function serveChatCompletion(request: RouteRequest, services: Services): Response | Promise<Response> {
  return whenThere(readConversation(CHAT_COMPLETIONS, request, services), (conversation) =>
    serveByWays('chat-completions', conversation, serveWay),
  )
}

function serveWay(conversation: WayConversation): Promise<Response> {
  return conversation.way.native ? serveOwn(conversation) : serveByHub(CHAT_COMPLETIONS, conversation)
}

async function serveOwn(conversation: WayConversation): Promise<Response> {
  const { serveNative } = await import('./ways/native.ts')
  const original = conversation.resolved.thinking
    ? withThinking(conversation.original)
    : conversation.original
  return serveNative(CHAT_COMPLETIONS, { ...conversation, original })
}

/** Few requests ask for several choices: what merges them is loaded with the first one. */
function mergeChoices(completions: readonly ChatCompletion[]): ChatCompletion | Promise<ChatCompletion> {
  const [only] = completions
  return completions.length === 1 && only !== undefined ? only : mergeSeveral(completions)
}

async function mergeSeveral(completions: readonly ChatCompletion[]): Promise<ChatCompletion> {
  const { mergeCompletions } = await import('./chat-completions/merge-choices.ts')
  return mergeCompletions(completions)
}

/** OpenAI's own bound of `n`. */
const MOST_CHOICES = 128

function read(request: RouteRequest): ConversationRequest {
  const body = readBody(request, 'a chat completion request')
  const model = readModel(request, body)
  const { n, stream } = body
  if (!isChoices(n)) throw invalid(`\`n\` must be a whole number from 1 to ${MOST_CHOICES}.`, 'n')
  return {
    body: withBetas(body, request),
    model,
    stream: stream === true,
    choices: n ?? 1,
  }
}

function isChoices(n: unknown): n is number | null | undefined {
  return (
    n === undefined ||
    n === null ||
    (Number.isInteger(n) && (n as number) >= 1 && (n as number) <= MOST_CHOICES)
  )
}

/** Medium effort. */
function withThinking(body: JsonBody): JsonBody {
  const given = body['reasoning_effort'] ?? body['thinking'] ?? undefined
  return given === undefined ? { ...body, reasoning_effort: 'medium' } : body
}
