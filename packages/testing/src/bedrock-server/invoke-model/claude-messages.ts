import { isObject } from '../../is-object.ts'
import { toMessage, type Message } from '../../messages-api/message.ts'
import { messagesPrompt } from '../../messages-api/prompt.ts'
import { maxTokensProblem, messagesProblem, type MessagesRequest } from '../../messages-api/request.ts'
import { toStreamEvents } from '../../messages-api/stream-events.ts'
import { answer } from '../../model-simulator/answer.ts'
import { familyOf } from '../families.ts'
import { invalid } from '../service-error.ts'
import { refusedOfClaude } from './claude-refusals.ts'
import { brokenClaudeRule } from './claude-rules.ts'
import { malformed, type NativeModel } from './native-model.ts'

const KNOWN = [
  'anthropic_beta',
  'anthropic_version',
  'context_management',
  'max_tokens',
  'messages',
  'metadata',
  'output_config',
  'output_format',
  'stop_sequences',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
]
const VERSION = 'bedrock-2023-05-31'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
export const claudeMessages: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    if (body['anthropic_version'] !== VERSION) return invalid('anthropic_version: Field required')
    const maxTokens = body['max_tokens']
    const problem = maxTokensProblem(maxTokens)
    if (problem !== undefined) return invalid(problem)
    const most = familyOf(bareModelId).maxOutputTokens
    if (most !== undefined && Number(maxTokens) > most) {
      return invalid(
        `max_tokens: ${Number(maxTokens)} > ${most}, which is the maximum allowed number of output tokens for ${bareModelId}`,
      )
    }
    const extra = Object.keys(body).find((key) => !KNOWN.includes(key))
    if (extra !== undefined) return invalid(`${extra}: Extra inputs are not permitted`)
    const refused = messagesProblem(body['messages'])
    return (
      refusedOfClaude(body) ??
      (refused === undefined ? undefined : invalid(refused)) ??
      brokenClaudeRule(body, bareModelId)
    )
  },

  answer(body, bareModelId, said) {
    const request = body as MessagesRequest
    const model = bareModelId.replace(/^anthropic\./, '').replace(/-v\d.*$/s, '')
    const message = toMessage(request, said ?? answer(messagesPrompt(request)), model, 'bdrk_')
    const { input_tokens: inputTokens, output_tokens: outputTokens } = message.usage
    return { body: message, chunks: toChunks(message), inputTokens, outputTokens }
  },
}

/** The events of a stream, with the metrics that Bedrock adds to the last one. */
function toChunks(message: Message): unknown[] {
  const { input_tokens: inputTokenCount, output_tokens: outputTokenCount } = message.usage
  const metrics = { inputTokenCount, outputTokenCount, invocationLatency: 42, firstByteLatency: 21 }
  return toStreamEvents(message).map((event) =>
    event.type === 'message_stop' ? { ...event, 'amazon-bedrock-invocationMetrics': metrics } : event,
  )
}
