import { eventsAnswer, jsonAnswer } from '../../gateway-server/gateway-answers.ts'
import { isObject } from '../../is-object.ts'
import { toMessage } from '../../messages-api/message.ts'
import { messagesPrompt } from '../../messages-api/prompt.ts'
import type { MessagesRequest } from '../../messages-api/request.ts'
import { toStreamEvents } from '../../messages-api/stream-events.ts'
import { answer } from '../../model-simulator/answer.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { parseModelReference } from '../model-id.ts'
import type { Operation } from '../operation.ts'
import { invalid } from '../service-error.ts'
import { refusedBody, refusedMessages } from './message-rules.ts'
import { anthropicFailure } from './openai-errors.ts'
import { unreachable } from './reachable-model.ts'
import { readScript, toEventTiming } from './scripted-events.ts'

/** POST /anthropic/v1/messages, on both hosts. */
export const createMessage: Operation = {
  check({ json, host, headers }) {
    if (!isObject(json)) return invalid('The request body is not a JSON object.')
    const { model } = json
    if (typeof model !== 'string') return invalid('model: Field required')
    return (
      unreachable(model, { host, api: 'messages' }) ??
      refusedMessages(json, headers, parseModelReference(model).bareModelId)
    )
  },
  refuse: anthropicFailure,
  answer({ json, requestId }, _parameters, _state, reply) {
    const script = readScript(reply)
    const body = json as MessagesRequest & { readonly model: string; readonly stream?: boolean }
    const said = script.said ?? answer(messagesPrompt(body))
    const name = parseModelReference(body.model).bareModelId.replace(/^anthropic\./, '')
    const message = toMessage(body, said, name, 'bdrk_')
    const headers = { 'x-amzn-requestid': requestId, 'request-id': requestId }
    if (body.stream !== true) return jsonAnswer(200, script.body ?? message, headers)
    return eventsAnswer(script.chunks ?? toStreamEvents(message), {
      done: false,
      named: true,
      timing: toEventTiming(script.stream, (error) => ({ type: 'error', error })),
      headers,
    })
  },
}

/** POST /anthropic/v1/messages/count_tokens, on Mantle. */
export const countMessageTokens: Operation = {
  check({ json, host, headers }) {
    if (!isObject(json)) return invalid('The request body is not a JSON object.')
    const { model } = json
    if (typeof model !== 'string') return invalid('model: Field required')
    const betas = (headers['anthropic-beta'] ?? '').split(',').flatMap((flag) => flag.trim() || [])
    return (
      unreachable(model, { host, api: 'messages' }) ??
      refusedBody(json, betas, parseModelReference(model).bareModelId)
    )
  },
  refuse: anthropicFailure,
  answer({ json, requestId }) {
    const { messages } = json as MessagesRequest
    return jsonAnswer(
      200,
      { input_tokens: countTokens(JSON.stringify(messages)) },
      { 'x-amzn-requestid': requestId },
    )
  },
}
