import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { InferenceIntent } from '../converse/inference.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStated, readStatedNumber } from '../converse/stated.ts'

/** Chat completions → hub: how the answer is to be sampled and limited. */
export function readInferenceIntent(request: RequestFields): InferenceIntent {
  return {
    maxTokens: ['max_completion_tokens', 'max_tokens'].flatMap(
      (name) => readStatedNumber(request, name) ?? [],
    ),
    temperature: readStatedNumber(request, 'temperature'),
    topP: readStatedNumber(request, 'top_p'),
    topK: readStatedNumber(request, 'top_k'),
    frequencyPenalty: readStatedNumber(request, 'frequency_penalty'),
    presencePenalty: readStatedNumber(request, 'presence_penalty'),
    seed: readStatedNumber(request, 'seed'),
    stopSequences: ['stop', 'stop_sequences'].flatMap((name) => readStated(request, name) ?? []),
  }
}

/** Converse → chat completions: an inference configuration as request fields. */
export function toSamplingParameters(
  config: InferenceConfiguration | undefined,
): Pick<ChatCompletionCreateParams, 'max_completion_tokens' | 'temperature' | 'top_p' | 'stop'> {
  const stop = config?.stopSequences ?? []
  return {
    ...(config?.maxTokens === undefined ? {} : { max_completion_tokens: config.maxTokens }),
    ...(config?.temperature === undefined ? {} : { temperature: config.temperature }),
    ...(config?.topP === undefined ? {} : { top_p: config.topP }),
    ...(stop.length === 0 ? {} : { stop: [...stop] }),
  }
}
