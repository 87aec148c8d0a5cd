import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { InferenceIntent } from '../converse/inference.ts'
import { readSharedInference } from '../converse/read-inference.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStatedNumber } from '../converse/stated.ts'

const INFERENCE_NAMES = { limits: ['max_completion_tokens', 'max_tokens'], stops: ['stop', 'stop_sequences'] }

/** Chat completions → hub: how the answer is to be sampled and limited. */
export function readInferenceIntent(request: RequestFields): InferenceIntent {
  return {
    ...readSharedInference(request, INFERENCE_NAMES),
    frequencyPenalty: readStatedNumber(request, 'frequency_penalty'),
    presencePenalty: readStatedNumber(request, 'presence_penalty'),
    seed: readStatedNumber(request, 'seed'),
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
