import { responseAnswer } from '../../gateway-server/responses.ts'
import { eventsAnswer, jsonAnswer } from '../../gateway-server/gateway-answers.ts'
import { isObject } from '../../is-object.ts'
import type { BedrockRequest } from '../bedrock-request.ts'
import type { Operation, OperationState } from '../operation.ts'
import { invalid, type Rejection } from '../service-error.ts'
import { encryptReasoning } from './encrypted-reasoning.ts'
import { openAIFailure } from './openai-errors.ts'
import { brokenOpenAIRule, openAIRuleContext } from './openai-rules.ts'
import { unreachable } from './reachable-model.ts'
import { familyNameOf } from './response-items.ts'
import { hostedToolsAreServed, RESPONSES_RULES } from './responses-rules.ts'
import { readScript, toEventTiming } from './scripted-events.ts'

/**
 * POST .../responses, on both hosts. Stored unless the request says otherwise; a stream is data-only on Runtime, with the type inside
 * of the JSON, and has OpenAI's event names on Mantle.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-responses.html
 */
export const createResponse: Operation = {
  check({ json, host }, { base }, state) {
    if (!isObject(json)) return invalid('The request body is not a JSON object.')
    const { model } = json
    if (typeof model !== 'string') {
      return {
        ...invalid("Missing required parameter: 'model'."),
        code: 'missing_required_parameter',
        param: 'model',
      }
    }
    const context = openAIRuleContext(json, model)
    return (
      unreachable(model, { host, api: 'responses', base }) ??
      brokenOpenAIRule([...RESPONSES_RULES, hostedToolsAreServed(host)], context) ??
      refusedPrevious(json['previous_response_id'], state)
    )
  },
  refuse: openAIFailure,
  answer(request, _parameters, state, reply) {
    const { json, host, requestId } = request
    const body = json as Readonly<Record<string, unknown>>
    const { bareModelId, surface } = openAIRuleContext(body, String(body['model']))
    const script = readScript(reply)
    const effort = isObject(body['reasoning']) ? body['reasoning']['effort'] : undefined
    const said = responseAnswer(
      { body, said: script.said },
      {
        id: `resp_${requestId.replaceAll('-', '')}`,
        reasons: surface.efforts.length > 0 && effort !== 'none',
        showsSummary: isObject(body['reasoning']) && typeof body['reasoning']['summary'] === 'string',
        encrypt: (reasoning) => encryptReasoning(familyNameOf(bareModelId), reasoning),
      },
    )
    remember(body, said.body, request, state)
    const headers = { 'x-amzn-requestid': requestId, 'x-request-id': requestId }
    if (body['stream'] !== true) return jsonAnswer(200, script.body ?? said.body, headers)
    return eventsAnswer(script.chunks ?? said.events ?? [], {
      done: false,
      dataOnly: host === 'runtime',
      keepAlive: host === 'mantle',
      timing: toEventTiming(script.stream, (error) => ({ type: 'error', ...error })),
      headers,
    })
  },
}

/** An earlier response must be known, and must have been stored. */
function refusedPrevious(id: unknown, { responses }: OperationState): Rejection | undefined {
  if (typeof id !== 'string') return undefined
  const stored = responses.get(id)
  if (stored === undefined) {
    return {
      type: 'ResourceNotFoundException',
      message: `Previous response with id '${id}' not found.`,
      code: 'previous_response_not_found',
      param: 'previous_response_id',
    }
  }
  return stored.isStored
    ? undefined
    : { ...invalid(`Previous response with id '${id}' was not stored.`), param: 'previous_response_id' }
}

function remember(
  body: Readonly<Record<string, unknown>>,
  answer: unknown,
  { host }: BedrockRequest,
  { responses }: OperationState,
): void {
  const response = answer as { readonly id: string }
  const input = typeof body['input'] === 'string' ? [{ role: 'user', content: body['input'] }] : body['input']
  responses.set(response.id, {
    host,
    isStored: body['store'] !== false,
    response,
    input: Array.isArray(input) ? input : [],
  })
}
