import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { RouteRequest } from '@patchbay/core'
import { fromConverseJson, toConverseJson, type ConverseRequest } from '@patchbay/translator'

import type { Services } from '../backend/services.ts'
import { dataEvent, OPENAI_EVENTS } from '../server-sent-events.ts'
import { countTokens } from './conversation/count-tokens.ts'
import { readConversation, serveByHub, translate } from './conversation/pipeline.ts'
import type {
  ConversationProtocol,
  ConversationRequest,
  ResponseContextBase,
} from './conversation/protocol.ts'
import { serveByWays } from './ways/serve-by-ways.ts'
import { invalid, readBody } from './read-body.ts'

const CONTEXT: ResponseContextBase = { nonStreaming: false }

/**
 * Converse itself, for models that only other APIs have: the body is that of the operation, with `modelId` and `stream` among its
 * members; answers are those of the operation, and events of a stream come as server-sent ones. Bytes are base64.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
const CONVERSE: ConversationProtocol<ResponseContextBase, ConverseStreamOutput> = {
  idPrefix: 'conv_',
  requestIdHeader: 'x-request-id',
  promptField: 'messages',
  eventFormat: { ...OPENAI_EVENTS, text: (event) => dataEvent(toConverseJson(event)) },
  read,
  withThinking: (body) => body,
  listRemoteFiles: () => [],
  toConverse({ stream: _stream, ...body }, { model }) {
    const value = { ...fromConverseJson<ConverseRequest>(body), modelId: model.id }
    return { value, responseContext: CONTEXT, warnings: [] }
  },
  toAnswer: ([output = {}]) => ({
    value: { body: toConverseJson(output satisfies Partial<ConverseResponse>), chunks: () => [] },
    warnings: [],
  }),
  createStream: () => ({ push: (event) => [event], end: () => [] }),
}

/** `POST /converse`: by the way that loses least, see `planWays`. */
export async function serveConverse(request: RouteRequest, services: Services): Promise<Response> {
  const conversation = await readConversation(CONVERSE, request, services)
  return serveByWays('converse', conversation, (way) => serveByHub(CONVERSE, way))
}

/** `POST /converse/count-tokens`: what the same request would take. */
export async function countConverseTokens(request: RouteRequest, services: Services): Promise<Response> {
  const translated = await translate(CONVERSE, await readConversation(CONVERSE, request, services))
  const { inputTokens, headers } = await countTokens(translated, CONVERSE.requestIdHeader)
  return Response.json({ inputTokens }, { headers })
}

function read(request: RouteRequest): ConversationRequest {
  const body = readBody(request)
  const { modelId } = body
  if (modelId !== undefined && typeof modelId !== 'string')
    throw invalid('modelId must be a string.', 'modelId')
  return { body, model: modelId || undefined, stream: body['stream'] === true, choices: 1 }
}
