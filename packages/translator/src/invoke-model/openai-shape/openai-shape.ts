import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'

import type { StreamTranslator } from '../../context.ts'
import { expectArray, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { CHAT_ANSWER } from '../../shapes/chat-answer-shapes.ts'
import { readAnswerShape } from '../../shapes/malformed.ts'
import { parseModelId } from '../../model-facts/model-id.ts'
import { refuse } from '../body-fields.ts'
import type { ChatInvocation, InvokeScope } from '../invoke-request.ts'
import { toInvocationMetrics } from '../text-answer.ts'

/**
 * Chat completions, as many models take them: gpt-oss, Mistral's chat models, Jamba, Qwen, DeepSeek V3, and others. The body
 * goes to the backend as it is.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jamba.html
 */
export function readOpenAIShape(body: JsonObject, scope: InvokeScope): ChatInvocation {
  expectArray(body['messages'], 'messages')
  if (typeof body['n'] === 'number' && body['n'] > 1) refuse('n', 'is more than this route answers')
  const { stream: _stream, stream_options: _options, ...request } = body
  const isMistral = parseModelId(scope.modelId).provider === 'mistral'
  return {
    kind: 'chat',
    request: { ...withoutNulls(request), model: scope.modelId },
    toBody(completion) {
      readAnswerShape(completion, CHAT_ANSWER)
      return isMistral ? toMistralBody(completion) : completion
    },
    createChunks: () => createChunks(isMistral ? toMistralChunk : (chunk) => chunk),
  }
}

function createChunks(
  toChunk: (chunk: ChatCompletionChunk) => object,
): StreamTranslator<ChatCompletionChunk, object> {
  return {
    push(chunk) {
      const { usage } = readAnswerShape<ChatCompletionChunk>(chunk, CHAT_ANSWER)
      if (!usage) return [toChunk(chunk)]
      const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage
      return [{ ...toChunk(chunk), ...toInvocationMetrics({ inputTokens, outputTokens }) }]
    },
    end: () => [],
  }
}

/** Mistral's models say `stop_reason`. https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-chat-completion.html */
function toMistralBody(completion: ChatCompletion): object {
  return {
    ...completion,
    choices: (completion.choices ?? []).map((choice) => ({ ...choice, stop_reason: choice.finish_reason })),
  }
}

/** In their streams a delta is a `message`. */
function toMistralChunk(chunk: ChatCompletionChunk): object {
  return {
    ...chunk,
    choices: (chunk.choices ?? []).map(({ delta, ...choice }) => ({
      ...choice,
      message: delta,
      stop_reason: choice.finish_reason,
    })),
  }
}

function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => !isAbsent(value)))
}
