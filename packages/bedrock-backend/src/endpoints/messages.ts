import { toAnthropicError, type RouteRequest, type Warning } from '@patchbay/core'
import {
  createMessageStream,
  listRemoteMessageFiles,
  toClaudeBody,
  rememberMessageInputs,
  stringifyMessages,
  toMessage,
  toMessageEvents,
  toMessagesConverseRequest,
  type ClaudeBody,
  type MessageEvent,
  type MessagesResponseContext,
} from '@patchbay/translator'

import { REASONING_ORIGINS } from '../backend/context.ts'
import { acceptWarnings } from '../backend/report-warnings.ts'
import type { Services } from '../backend/services.ts'
import { RequestFailure } from '../request-failure.ts'
import { namedEvent } from '../server-sent-events.ts'
import { countTokens, type TokenCount } from './conversation/count-tokens.ts'
import { readConversation, serveByHub, translate, type Conversation } from './conversation/pipeline.ts'
import type { ConversationProtocol, ConversationRequest } from './conversation/protocol.ts'
import { countClaudeTokens, serveClaude } from './messages/claude.ts'
import { serveByWays } from './ways/serve-by-ways.ts'
import type { WayConversation } from './ways/way-conversation.ts'
import { readBody, readBodyText, readModel, withBetas, type JsonBody } from './read-body.ts'

/** Anthropic's Messages in the words of Converse, for models other than Claude. https://docs.claude.com/en/api/messages */
const MESSAGES: ConversationProtocol<MessagesResponseContext, MessageEvent> = {
  idPrefix: 'msg_',
  requestIdHeader: 'request-id',
  promptField: 'messages',
  // Anthropic's SDK reads nothing but named events, and a failure is the event `error`.
  eventFormat: {
    text: (event) => namedEvent(event.type, JSON.stringify(event)),
    failure: (event) => namedEvent('error', JSON.stringify(event)),
    end: '',
  },
  read,
  withThinking,
  listRemoteFiles: listRemoteMessageFiles,
  toConverse: toMessagesConverseRequest,
  toAnswer: ([output = {}], responseContext, context) => {
    const { value: body, warnings } = toMessage(output, responseContext, context)
    return { value: { body, chunks: () => toMessageEvents(body) }, warnings }
  },
  stringify: stringifyMessages,
  createStream: createMessageStream,
  toFailureEvent: (event, headers) =>
    toAnthropicError(readStatus(event), event, headers['request-id'] ?? null),
}

/** `POST /messages`: Claude in its own protocol, every other model by the way that loses least. */
export async function serveMessages(request: RouteRequest, services: Services): Promise<Response> {
  const conversation = await readConversation(MESSAGES, request, services)
  return serveByWays('messages', conversation, serveWay)
}

async function serveWay(conversation: WayConversation): Promise<Response> {
  if (!conversation.way.native) return serveByHub(MESSAGES, conversation)
  if (conversation.way.api === 'invoke-model')
    return serveClaude(conversation, readClaude(conversation), MESSAGES)
  const { serveMessagesApi } = await import('./messages/messages-api.ts')
  return serveMessagesApi(MESSAGES, conversation)
}

/** `POST /messages/count_tokens`, by CountTokens. */
export async function serveMessageTokens(request: RouteRequest, services: Services): Promise<Response> {
  const conversation = await readConversation(MESSAGES, request, services)
  const { inputTokens, headers } = await count(conversation)
  if (inputTokens === undefined) throw notCounted()
  return Response.json({ input_tokens: inputTokens }, { headers })
}

async function count(conversation: Conversation): Promise<TokenCount> {
  if (goesUntouched(conversation)) {
    const { value: body, warnings } = readClaude(conversation)
    return countClaudeTokens(conversation, body, warnings)
  }
  return countTokens(await translate(MESSAGES, conversation), 'request-id')
}

function read(request: RouteRequest): ConversationRequest {
  const body = readBody(request, 'a Messages request')
  const model = readModel(request, body, 'model:')
  rememberMessageInputs(body, readBodyText(request))
  return {
    body: withBetas(body, request),
    model,
    stream: body['stream'] === true,
    choices: 1,
  }
}

function withThinking(body: JsonBody): JsonBody {
  return body['thinking'] === undefined ? { ...body, thinking: { type: 'adaptive' } } : body
}

/** InvokeModel takes Messages for the model. */
function goesUntouched({ resolved }: Conversation): boolean {
  return resolved.facts.capabilities.messagesByInvokeModel
}

/** What Claude is asked goes out untouched, whatever its name says. */
const THINKING_NAME: Warning = {
  code: 'thinking_not_set',
  field: 'model',
  message: 'The -Thinking of a name turns nothing on for Claude here: send `thinking` in the request.',
}

/** The body of a request that is not translated, and its warnings, which have been handed on. */
function readClaude({ resolved, body: asked, services }: Conversation): ClaudeBody {
  const unsaid = resolved.thinking && asked['thinking'] === undefined
  const translated = toClaudeBody(asked, resolved.facts.capabilities, REASONING_ORIGINS)
  const warnings = [...resolved.warnings, ...(unsaid ? [THINKING_NAME] : []), ...translated.warnings]
  acceptWarnings(warnings, services)
  return { ...translated, warnings }
}

function readStatus(event: unknown): number {
  const { error } = event as { error?: { status?: unknown } }
  return typeof error?.status === 'number' ? error.status : 500
}

function notCounted(): RequestFailure {
  return new RequestFailure('Amazon Bedrock did not say how many tokens there are.', {
    status: 502,
    type: 'server_error',
  })
}
