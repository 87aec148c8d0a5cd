import { chatCompletion } from '../../gateway-server/chat-completions.ts'
import { eventsAnswer, jsonAnswer } from '../../gateway-server/gateway-answers.ts'
import { isObject } from '../../is-object.ts'
import type { Operation } from '../operation.ts'
import { invalid } from '../service-error.ts'
import { CHAT_RULES } from './chat-rules.ts'
import { openAIFailure } from './openai-errors.ts'
import { brokenOpenAIRule, openAIRuleContext } from './openai-rules.ts'
import { unreachable } from './reachable-model.ts'
import { readScript, toEventTiming } from './scripted-events.ts'

/**
 * POST .../chat/completions, on both hosts. A scripted `body` or `chunks` is the answer or its chunks as they stand, `text` and
 * `content` what the assistant says. On Mantle the first call of an answer has index 1 in a stream:
 * https://github.com/BerriAI/litellm (litellm/llms/bedrock_mantle).
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 */
export const createChatCompletion: Operation = {
  check({ json, host }, { base }) {
    if (!isObject(json)) return invalid('The request body is not a JSON object.')
    const { model } = json
    if (typeof model !== 'string') return invalid('model: Field required')
    return (
      unreachable(model, { host, api: 'chat', base }) ??
      brokenOpenAIRule(CHAT_RULES, openAIRuleContext(json, model))
    )
  },
  refuse: openAIFailure,
  answer({ json, host, requestId }, _parameters, _state, reply) {
    const script = readScript(reply)
    const body = json as Record<string, unknown>
    const said = chatCompletion({ body, said: script.said })
    const headers = { 'x-amzn-requestid': requestId, 'x-request-id': requestId }
    if (body['stream'] !== true) return jsonAnswer(200, script.body ?? said.body, headers)
    const events = host === 'mantle' ? (said.events ?? []).map(countFromOne) : (said.events ?? [])
    return eventsAnswer(script.chunks ?? events, {
      done: true,
      keepAlive: host === 'mantle',
      timing: toEventTiming(script.stream, (error) => ({ error })),
      headers,
    })
  },
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly tool_calls?: readonly { readonly index: number }[] }
  }[]
}

function countFromOne(event: unknown): unknown {
  const { choices } = event as Chunk
  if (!choices?.some(({ delta }) => delta?.tool_calls !== undefined)) return event
  return {
    ...(event as Chunk),
    choices: choices.map((choice) => ({
      ...choice,
      delta: {
        ...choice.delta,
        tool_calls: choice.delta?.tool_calls?.map((call) => ({ ...call, index: call.index + 1 })),
      },
    })),
  }
}
