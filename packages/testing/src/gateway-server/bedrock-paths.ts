import { randomUUID } from 'node:crypto'

import { errorAnswer } from '../bedrock-server/answers.ts'
import { appliedGuardrail } from '../bedrock-server/applied-guardrail.ts'
import type { BedrockRequest } from '../bedrock-server/bedrock-request.ts'
import { defaultModels } from '../bedrock-server/control-plane.ts'
import { eventStreamAnswer } from '../bedrock-server/event-stream-answer.ts'
import { refusal } from '../bedrock-server/handle-request.ts'
import { OPERATIONS } from '../bedrock-server/operations.ts'
import type { Reply, StreamBehaviour } from '../bedrock-server/reply.ts'
import { matchRoute } from '../bedrock-server/router.ts'
import { ERROR_STATUS } from '../bedrock-server/service-error.ts'
import type { Answer, AnswerHeaders } from '../exchange/answer.ts'
import type { RecordedRequest } from '../exchange/recorded-request.ts'
import type { EventStreamTiming, GatewayError, GatewayReply } from './gateway-reply.ts'

const REGION = 'us-east-1'
const BEDROCK_PATH =
  /\/model\/[^/]+\/(?:converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)$/

/** The part of a path that Bedrock would be asked by, whatever prefix the gateway has put before it. */
export function bedrockPathOf(path: string): string | undefined {
  return BEDROCK_PATH.exec(path)?.[0]
}

/** What the strict Bedrock answers behind a gateway, which has authenticated the caller in its own way. */
export function bedrockAnswer(received: RecordedRequest, path: string, reply: GatewayReply): Answer {
  const route = matchRoute(received.method, path)
  if (!route) return bedrockError({ status: 404, message: `${received.method} is not served here.` })
  const operation = OPERATIONS[route.operation]
  const request: BedrockRequest = Object.assign(Object.create(received) as RecordedRequest, {
    operation: route.operation,
    modelId: route.parameters['modelId'],
    authentication: { kind: 'none' as const },
    requestId: randomUUID(),
    host: 'runtime' as const,
    guardrail: appliedGuardrail(received, route.operation, 'runtime'),
  })
  const state = {
    script: { pending: () => 0 },
    promptCache: new Set<string>(),
    models: defaultModels(REGION),
    responses: new Map<string, never>(),
  }
  const rejection = operation.check(request, route.parameters, state)
  if (rejection) return refusal(operation, request, rejection)
  return operation.answer(request, route.parameters, state, toBedrockReply(reply))
}

/** Scripted events as frames of Bedrock's event stream. */
export function bedrockEvents(reply: GatewayReply, headers: AnswerHeaders): Answer {
  const events = (reply.events ?? []) as NonNullable<StreamBehaviour['events']>
  return eventStreamAnswer(randomUUID(), events, toStreamBehaviour(reply.stream), headers)
}

const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}

/** A failure the way Bedrock reports it. */
export function bedrockError(
  { type, message, status, retryAfter }: GatewayError,
  headers: AnswerHeaders = {},
): Answer {
  const ownType = type !== undefined && type in ERROR_STATUS ? type : undefined
  return errorAnswer(randomUUID(), {
    type:
      ownType ?? TYPE_BY_STATUS[status] ?? (status < 500 ? 'ValidationException' : 'InternalServerException'),
    status,
    headers,
    ...(message !== undefined && { message }),
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

function toBedrockReply({ text, stream }: GatewayReply): Reply | undefined {
  if (text === undefined && !stream) return undefined
  return { ...(text !== undefined && { text }), ...(stream && { stream: toStreamBehaviour(stream) }) }
}

function toStreamBehaviour({
  errorAfter,
  withoutDone: _,
  withoutLast: _last,
  ...timing
}: EventStreamTiming = {}): StreamBehaviour {
  if (!errorAfter) return timing
  const { type, message } = (errorAfter.error ?? {}) as {
    readonly type?: unknown
    readonly message?: unknown
  }
  return {
    ...timing,
    exceptionAfter: {
      event: errorAfter.events,
      type: typeof type === 'string' && type.endsWith('Exception') ? type : 'internalServerException',
      ...(typeof message === 'string' && { message }),
    },
  }
}
