import type { RouteRequest } from '@patchbay/core'
import {
  createChatCompletionStream,
  isServedNatively,
  listRemoteFiles,
  toChatCompletion,
  toChatCompletionChunks,
  toConverseRequest,
  type ResponseContext,
} from '@patchbay/translator'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'

import { acceptWarnings } from '../backend/report-warnings.ts'
import type { Services } from '../backend/services.ts'
import type { BedrockApi, BedrockOptions } from '../bedrock/options.ts'
import { OPENAI_EVENTS } from '../server-sent-events.ts'
import { readConversation, serveByConverse, type Conversation } from './conversation/pipeline.ts'
import type { ConversationProtocol, ConversationRequest } from './conversation/protocol.ts'
import { invalid, readBody, readModel, withBetas, type JsonBody } from './read-body.ts'

/** Chat Completions over Converse. https://platform.openai.com/docs/api-reference/chat */
export const CHAT_COMPLETIONS: ConversationProtocol<ResponseContext, ChatCompletionChunk> = {
  idPrefix: 'chatcmpl-',
  requestIdHeader: 'x-request-id',
  promptField: 'messages',
  eventFormat: OPENAI_EVENTS,
  read,
  withThinking,
  listRemoteFiles,
  toConverse: (body, context) => toConverseRequest(body as unknown as ChatCompletionCreateParams, context),
  toAnswer: async (outputs, responseContext, context) => {
    const translated = outputs.map((output) => toChatCompletion(output, responseContext, context))
    const body = await mergeChoices(translated.map(({ value }) => value))
    return {
      value: { body, chunks: () => toChatCompletionChunks(body, responseContext) },
      warnings: translated.flatMap(({ warnings }) => warnings),
    }
  },
  createStream: createChatCompletionStream,
  mergeStreams: async (sources) =>
    (await import('./chat-completions/merge-choices.ts')).mergeStreams(sources),
}

/** `POST /chat/completions`, by Converse or ConverseStream, or where the route says so in OpenAI's own shape. */
export async function serveChatCompletion(request: RouteRequest, services: Services): Promise<Response> {
  const conversation = await readConversation(CHAT_COMPLETIONS, request, services)
  return isNative(conversation) ? passOn(conversation) : serveByConverse(CHAT_COMPLETIONS, conversation)
}

/** Few requests ask for several choices: what merges them is loaded with the first one. */
async function mergeChoices(completions: readonly ChatCompletion[]): Promise<ChatCompletion> {
  const [only] = completions
  if (completions.length === 1 && only !== undefined) return only
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

/**
 * Whether a chat completion goes to Bedrock's own endpoint of OpenAI's shape: the route's `api`, by the model's name in the
 * request, else by its id. `auto` is what the table of such models says.
 */
function isNative({ services, model, resolved }: Conversation): boolean {
  const { api } = services.settings.options
  const { id } = resolved.facts
  const chosen = typeof api === 'object' ? fromTable(api, model, id) : api
  return chosen === 'native' || (chosen === 'auto' && isServedNatively(id))
}

function fromTable(
  api: Exclude<BedrockOptions['api'], BedrockApi | undefined>,
  requested: string | undefined,
  id: string,
): BedrockApi | undefined {
  const name = [requested, id].find((key) => key !== undefined && Object.hasOwn(api, key))
  return name === undefined ? undefined : api[name]
}

async function passOn(conversation: Conversation): Promise<Response> {
  const { services, resolved, body } = conversation
  acceptWarnings(resolved.warnings, services.settings.options)
  const { serveNative } = await import('./chat-completions/native.ts')
  return serveNative(resolved.thinking ? { ...conversation, body: withThinking(body) } : conversation)
}
