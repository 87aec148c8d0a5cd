import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

import type { Exchange } from '../loopback/loopback-server.ts'
import { authenticate, isRefusal, type Authentication } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import type { ServerState } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import type { Reply } from './reply.ts'
import { respondError, respondRaw, respondRejection, respondUnknownOperation } from './respond.ts'
import { matchRoute } from './router.ts'
import type { Rejection } from './service-error.ts'

/** One request from the socket to the answer: route, authenticate, record, check, answer. */
export async function handleExchange(
  { request: received, response }: Exchange,
  state: ServerState,
): Promise<void> {
  const route = matchRoute(received.method, received.path)
  const outcome = authenticate(received, state.authentication)
  const request: BedrockRequest = Object.assign(received, {
    operation: route?.operation,
    modelId: route?.parameters['modelId'],
    authentication: toAuthentication(outcome),
    requestId: randomUUID(),
  })
  state.recorder.record(request)
  if (!route) return respondUnknownOperation(response, request.requestId)
  if (isRefusal(outcome)) return respondRejection(response, request.requestId, outcome)
  const operation = OPERATIONS[route.operation]
  const rejection = operation.check(request, route.parameters, state)
  if (rejection) {
    return operation.refuse
      ? operation.refuse(request, rejection, response)
      : respondRejection(response, request.requestId, rejection)
  }
  const reply = await state.script.next(request)
  await waitFor(reply, request)
  if (reply === undefined || !answeredPlainly(reply, request, response)) {
    await operation.answer(request, route.parameters, state, response, reply)
  }
}

const toAuthentication = (outcome: Authentication | Rejection): Authentication =>
  isRefusal(outcome) ? { kind: 'refused', reason: outcome.message } : outcome

async function waitFor(reply: Reply | undefined, request: BedrockRequest): Promise<void> {
  if (reply?.hold) await Promise.race([reply.hold, request.closed])
  if (reply?.delayMs !== undefined) await Promise.race([setTimeout(reply.delayMs), request.closed])
}

/** Sends the kinds of reply that need no operation. */
function answeredPlainly(reply: Reply, request: BedrockRequest, response: ServerResponse): boolean {
  if (response.destroyed) return true
  if ('error' in reply) respondError(response, request.requestId, reply.error)
  else if ('raw' in reply) respondRaw(response, reply.raw)
  else if ('disconnect' in reply) response.destroy()
  else return false
  return true
}
