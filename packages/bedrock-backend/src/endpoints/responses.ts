import { type RouteRequest, whenThere } from '@patchbay/core'
import {
  createResponseStream,
  listResponseFiles,
  toResponse,
  toResponsesConverseRequest,
  toTokenCount,
  type ResponsesContext,
} from '@patchbay/translator'
import type { ResponseCreateParams, ResponseStreamEvent } from 'openai/resources/responses/responses'

import type { Services } from '../backend/services.ts'
import { isFlat, toOwnObject } from '../own-object.ts'
import { namedEvent, OPENAI_EVENTS } from '../server-sent-events.ts'
import { countTokens } from './conversation/count-tokens.ts'
import { readConversation, serveByHub, translate } from './conversation/pipeline.ts'
import type { ConversationProtocol, ConversationRequest } from './conversation/protocol.ts'
import { serveByWays } from './ways/serve-by-ways.ts'
import type { WayConversation } from './ways/way-conversation.ts'
import { readBody, readModel, withBetas, type JsonBody } from './read-body.ts'

/** Responses in the words of Converse. https://platform.openai.com/docs/api-reference/responses */
const RESPONSES: ConversationProtocol<ResponsesContext, ResponseStreamEvent> = {
  idPrefix: 'resp_',
  requestIdHeader: 'x-request-id',
  promptField: 'input',
  eventFormat: {
    ...OPENAI_EVENTS,
    text: (event) => namedEvent(event.type, JSON.stringify(event)),
    toObject: (event) => (isFlat(event) ? event : toOwnObject(event)),
  },
  read,
  withThinking,
  listRemoteFiles: listResponseFiles,
  toConverse: (body, context) => toResponsesConverseRequest(body, context),
  toAnswer: ([output = {}], responseContext, context) => {
    const { value, warnings } = toResponse(output, responseContext, context)
    return { value: { body: value.response, chunks: () => value.events }, warnings }
  },
  createStream: createResponseStream,
}

/** `POST /responses`: by the way that loses least, see `planWays`. */
export function serveResponse(request: RouteRequest, services: Services): Response | Promise<Response> {
  return whenThere(readConversation(RESPONSES, request, services), (conversation) =>
    serveByWays('responses', conversation, serveWay),
  )
}

function serveWay(conversation: WayConversation): Promise<Response> {
  return conversation.way.native ? serveOwn(conversation) : serveByHub(RESPONSES, conversation)
}

async function serveOwn(conversation: WayConversation): Promise<Response> {
  const { serveNative } = await import('./ways/native.ts')
  const original = conversation.resolved.thinking
    ? withThinking(conversation.original)
    : conversation.original
  return serveNative(RESPONSES, { ...conversation, original })
}

/** `POST /responses/input_tokens`, by CountTokens. */
export async function countResponseTokens(request: RouteRequest, services: Services): Promise<Response> {
  const translated = await translate(RESPONSES, await readConversation(RESPONSES, request, services))
  const { inputTokens, headers } = await countTokens(translated)
  return Response.json(toTokenCount({ inputTokens }), { headers })
}

function read(request: RouteRequest): ConversationRequest {
  const body = readBody(request)
  const model = readModel(request, body)
  return {
    body: withBetas(body, request),
    model,
    stream: body['stream'] === true,
    choices: 1,
  }
}

/** Medium effort. */
function withThinking(body: JsonBody): JsonBody {
  const asked = body as ResponseCreateParams
  const given = asked.reasoning?.effort ?? asked.thinking ?? undefined
  return given === undefined ? { ...body, reasoning: { ...asked.reasoning, effort: 'medium' } } : body
}
