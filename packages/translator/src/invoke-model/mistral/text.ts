import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { INSTRUCTIONS, toConversation } from '../prompt-turns.ts'
import { textAnswers } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  max_tokens: 'maxTokens',
  stop: 'stopSequences',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'top_k',
}

const STOP_REASONS = { end: 'stop', length: 'length', filtered: 'stop' } as const

/** Mistral's prompts: `<s>[INST] ... [/INST]`. */
export function readMistralPrompt(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  return {
    kind: 'converse',
    input: {
      modelId: scope.modelId,
      ...toConversation(expectString(body['prompt'], 'prompt'), [INSTRUCTIONS]),
      ...readSampling(body, FIELDS, scope),
    },
    ...textAnswers({
      toBody: ({ text, ending }) => ({ outputs: [{ text, stop_reason: STOP_REASONS[ending] }] }),
      toChunk: ({ text }) => (text === '' ? [] : [{ outputs: [{ text, stop_reason: null }] }]),
      toLastChunk: ({ ending }) => ({ outputs: [{ text: '', stop_reason: STOP_REASONS[ending] }] }),
    }),
  }
}
