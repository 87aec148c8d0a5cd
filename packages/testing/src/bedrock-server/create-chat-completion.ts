import { chatCompletion } from '../gateway-server/chat-completions.ts'
import { respondEvents, respondOpenAIError } from '../gateway-server/respond-gateway.ts'
import { parseModelReference } from './model-id.ts'
import type { Operation } from './operation.ts'
import type { ConverseReply, InvokeModelReply } from './reply.ts'
import { respondJson } from './respond.ts'
import { isObject } from './rules/rule.ts'
import { invalid } from './service-error.ts'

/**
 * Bedrock's endpoint of OpenAI's shape: OpenAI's models only, their failures in OpenAI's envelope. A scripted `body` or
 * `chunks` is the answer or its chunks as they stand, `text` the assistant's words.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 */
export const createChatCompletion: Operation = {
  check({ json }) {
    if (!isObject(json)) return invalid('The request body is not a JSON object.')
    const { model, messages } = json
    if (typeof model !== 'string') return invalid('model: Field required')
    if (!parseModelReference(model).bareModelId.startsWith('openai.'))
      return invalid(`The model '${model}' does not exist.`)
    return Array.isArray(messages) && messages.length > 0 ? undefined : invalid('messages: Field required')
  },
  refuse({ requestId }, { message }, response) {
    const error = { status: 400, message, type: 'invalid_request_error', code: 'validation_error' }
    respondOpenAIError(response, error, { 'x-amzn-requestid': requestId })
  },
  async answer({ json, requestId }, _parameters, _state, response, reply) {
    const scripted = (reply ?? {}) as ConverseReply & InvokeModelReply
    const body = json as Record<string, unknown>
    const said = chatCompletion({ body, text: scripted.text })
    if (body['stream'] !== true) return respondJson(response, requestId, scripted.body ?? said.body)
    const events = scripted.chunks ?? said.events ?? []
    await respondEvents(response, 200, events, true, scripted.stream, { 'x-amzn-requestid': requestId })
  },
}
