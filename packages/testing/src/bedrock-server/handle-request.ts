import { randomUUID } from 'node:crypto'

import type { Answer } from '../exchange/answer.ts'
import { isObject } from '../is-object.ts'
import { delayed } from '../exchange/delay.ts'
import type { RecordedRequest } from '../exchange/recorded-request.ts'
import { errorAnswer, plainAnswer, unknownOperationAnswer } from './answers.ts'
import { appliedGuardrail } from './applied-guardrail.ts'
import { authenticate, isRefusal, type Authentication } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import type { Operation, ServerState } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { openAIFailure } from './native-apis/openai-errors.ts'
import type { BedrockHost } from './native-apis/surfaces.ts'
import { matchRoute } from './router.ts'
import type { Rejection } from './service-error.ts'

/** One request from its arrival to the answer, which is dated by the clock that signatures are checked against. */
export async function handleRequest(
  received: RecordedRequest,
  state: ServerState,
  host: BedrockHost = 'runtime',
): Promise<Answer> {
  const answer = await answerRequest(received, state, host)
  if (answer === 'disconnect') return answer
  const date = state.authentication.now().toUTCString()
  return { ...answer, headers: { date, ...answer.headers } }
}

/** Route, authenticate, record, check, answer. */
async function answerRequest(
  received: RecordedRequest,
  state: ServerState,
  host: BedrockHost,
): Promise<Answer> {
  const route = matchRoute(received.method, received.path, host)
  const outcome = authenticate(received, state.authentication, host)
  const request: BedrockRequest = Object.assign(received, {
    operation: route?.operation,
    host,
    modelId: route?.parameters['modelId'] ?? modelInBody(received.json),
    guardrail: appliedGuardrail(received, route?.operation, host),
    authentication: toAuthentication(outcome),
    requestId: randomUUID(),
  })
  state.recorder.record(request)

  if (!route) return unknownPathAnswer(request)
  const operation = OPERATIONS[route.operation]
  if (isRefusal(outcome)) {
    return host === 'mantle' ? refusal(operation, request, outcome) : errorAnswer(request.requestId, outcome)
  }
  const rejection = operation.check(request, route.parameters, state)
  if (rejection) return refusal(operation, request, rejection)
  const reply = await state.script.next(request)
  if (reply) await delayed(reply, request)
  // Failures of AWS's own types come from in front of an API, the others from the API itself, in its envelope.
  if (reply && 'error' in reply && operation.refuse && !reply.error.type.endsWith('Exception')) {
    return operation.refuse(request, { message: 'The request failed.', ...reply.error })
  }
  return (
    (reply && plainAnswer(request.requestId, reply)) ??
    operation.answer(request, route.parameters, state, reply)
  )
}

/** Runtime reports a path that it does not have with status 200. */
function unknownPathAnswer(request: BedrockRequest): Answer {
  if (request.host === 'runtime') return unknownOperationAnswer(request.requestId)
  return openAIFailure(request, { type: 'ResourceNotFoundException', message: 'Not Found' })
}

function modelInBody(json: unknown): string | undefined {
  return isObject(json) && typeof json['model'] === 'string' ? json['model'] : undefined
}

/** How an operation puts a rejection. */
export function refusal(operation: Operation, request: BedrockRequest, rejection: Rejection): Answer {
  return operation.refuse?.(request, rejection) ?? errorAnswer(request.requestId, rejection)
}

const toAuthentication = (outcome: Authentication | Rejection): Authentication =>
  isRefusal(outcome) ? { kind: 'refused', reason: outcome.message } : outcome
