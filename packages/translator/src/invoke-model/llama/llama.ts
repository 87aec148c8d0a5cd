import { expectString, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import { INSTRUCTIONS, LLAMA_HEADERS } from '../prompt-turns.ts'
import { STOP_REASONS, type TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  images: 'read',
  max_gen_len: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
}

const FORMAT: TextFormat = {
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
  toLastChunk: (answer) => FORMAT.toBody({ ...answer, text: '' }),
}

/** Llama: a prompt with or without Llama's own marks. */
export function readLlama(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  // Only Llama's own tokens say where in the prompt an image belongs.
  if (!isAbsent(body['images']))
    refuse('images', 'can only be placed by Llama’s own tokens; send them by Converse')
  const prompt = expectString(body['prompt'], 'prompt')
  const sampling = readSampling(body, FIELDS, scope)
  return toPromptInvocation(
    { prompt, templates: [LLAMA_HEADERS, INSTRUCTIONS], sampling, format: FORMAT },
    scope,
  )
}
