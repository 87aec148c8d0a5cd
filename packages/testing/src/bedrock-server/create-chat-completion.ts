import { isObject } from '../is-object.ts'
import { chatCompletion } from '../gateway-server/chat-completions.ts'
import { eventsAnswer, openAIError } from '../gateway-server/gateway-answers.ts'
import { parseModelReference } from './model-id.ts'
import type { Operation } from './operation.ts'
import type { ConverseReply, InvokeModelReply } from './reply.ts'
import { jsonAnswer } from './answers.ts'
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
  refuse({ requestId }, { message }) {
    const error = { status: 400, message, type: 'invalid_request_error', code: 'validation_error' }
    return openAIError(error, { 'x-amzn-requestid': requestId })
  },
  answer({ json, requestId }, _parameters, _state, reply) {
    const scripted = (reply ?? {}) as ConverseReply & InvokeModelReply
    const body = json as Record<string, unknown>
    const said = chatCompletion({ body, text: scripted.text })
    if (body['stream'] !== true) return jsonAnswer(requestId, scripted.body ?? said.body)
    const events = scripted.chunks ?? said.events ?? []
    return eventsAnswer(events, {
      done: true,
      timing: scripted.stream,
      headers: { 'x-amzn-requestid': requestId },
    })
  },
}
