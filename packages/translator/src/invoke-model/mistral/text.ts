import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import { INSTRUCTIONS } from '../prompt-turns.ts'
import { STOP_REASONS, type TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  max_tokens: 'maxTokens',
  stop: 'stopSequences',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'top_k',
}

const FORMAT: TextFormat = {
  toBody: ({ text, ending }) => ({ outputs: [{ text, stop_reason: STOP_REASONS[ending] }] }),
  toChunk: ({ text }) => (text === '' ? [] : [{ outputs: [{ text, stop_reason: null }] }]),
  toLastChunk: ({ ending }) => ({ outputs: [{ text: '', stop_reason: STOP_REASONS[ending] }] }),
}

/** Mistral's prompts: `<s>[INST] ... [/INST]`. */
export function readMistralPrompt(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const prompt = expectString(body['prompt'], 'prompt')
  const sampling = readSampling(body, FIELDS, scope)
  return toPromptInvocation({ prompt, templates: [INSTRUCTIONS], sampling, format: FORMAT }, scope)
}
