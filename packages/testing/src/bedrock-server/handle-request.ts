import { randomUUID } from 'node:crypto'

import type { Answer } from '../exchange/answer.ts'
import { delayed } from '../exchange/delay.ts'
import type { RecordedRequest } from '../exchange/recorded-request.ts'
import { errorAnswer, plainAnswer, unknownOperationAnswer } from './answers.ts'
import { authenticate, isRefusal, type Authentication } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import type { Operation, ServerState } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { matchRoute } from './router.ts'
import type { Rejection } from './service-error.ts'

/** One request from its arrival to the answer: route, authenticate, record, check, answer. */
export async function handleRequest(received: RecordedRequest, state: ServerState): Promise<Answer> {
  const route = matchRoute(received.method, received.path)
  const outcome = authenticate(received, state.authentication)
  const request: BedrockRequest = Object.assign(received, {
    operation: route?.operation,
    modelId: route?.parameters['modelId'],
    authentication: toAuthentication(outcome),
    requestId: randomUUID(),
  })
  state.recorder.record(request)

  if (!route) return unknownOperationAnswer(request.requestId)
  if (isRefusal(outcome)) return errorAnswer(request.requestId, outcome)
  const operation = OPERATIONS[route.operation]
  const rejection = operation.check(request, route.parameters, state)
  if (rejection) return refusal(operation, request, rejection)
  const reply = await state.script.next(request)
  if (reply) await delayed(reply, request)
  return (
    (reply && plainAnswer(request.requestId, reply)) ??
    operation.answer(request, route.parameters, state, reply)
  )
}

/** How an operation puts a rejection. */
export function refusal(operation: Operation, request: BedrockRequest, rejection: Rejection): Answer {
  return operation.refuse?.(request, rejection) ?? errorAnswer(request.requestId, rejection)
}

const toAuthentication = (outcome: Authentication | Rejection): Authentication =>
  isRefusal(outcome) ? { kind: 'refused', reason: outcome.message } : outcome
