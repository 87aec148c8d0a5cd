import { expectString, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { INSTRUCTIONS, LLAMA_HEADERS, toConversation } from '../prompt-turns.ts'
import { textAnswers } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  images: 'read',
  max_gen_len: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
}

const STOP_REASONS = { end: 'stop', length: 'length', filtered: 'stop' } as const

/** Llama: a prompt with or without Llama's own marks. */
export function readLlama(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  // Where the pictures belong in the prompt is a matter of tokens that no other model knows.
  if (!isAbsent(body['images']))
    refuse('images', 'can only be placed by Llama’s own tokens; send them by Converse')
  return {
    kind: 'converse',
    input: {
      modelId: scope.modelId,
      ...toConversation(expectString(body['prompt'], 'prompt'), [LLAMA_HEADERS, INSTRUCTIONS]),
      ...readSampling(body, FIELDS, scope),
    },
    ...textAnswers({
      toBody: ({ text, inputTokens, outputTokens, ending }) => ({
        generation: text,
        prompt_token_count: inputTokens,
        generation_token_count: outputTokens,
        stop_reason: STOP_REASONS[ending],
      }),
      toChunk: ({ text }) =>
        text === ''
          ? []
          : [{ generation: text, prompt_token_count: null, generation_token_count: null, stop_reason: null }],
      toLastChunk: ({ inputTokens, outputTokens, ending }) => ({
        generation: '',
        prompt_token_count: inputTokens,
        generation_token_count: outputTokens,
        stop_reason: STOP_REASONS[ending],
      }),
    }),
  }
}
