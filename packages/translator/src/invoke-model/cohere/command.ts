import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import type { TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  stream: 'read',
  num_generations: 'read',
  max_tokens: 'maxTokens',
  temperature: 'temperature',
  p: 'topP',
  k: 'top_k',
  stop_sequences: 'stopSequences',
}

/** Cohere's names of the reasons for which an answer ends. */
export const COHERE_FINISH_REASONS = {
  end: 'COMPLETE',
  length: 'MAX_TOKENS',
  filtered: 'ERROR_TOXIC',
} as const

/** Cohere's older Command models. */
export function readCommand(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const generations = body['num_generations']
  if (typeof generations === 'number' && generations > 1) refuse('num_generations')
  const prompt = expectString(body['prompt'], 'prompt')
  const format: TextFormat = {
    toBody: ({ text, ending }) => ({
      id: scope.id,
      prompt,
      generations: [{ id: scope.id, text, finish_reason: COHERE_FINISH_REASONS[ending] }],
    }),
    toChunk: ({ text }) => (text === '' ? [] : [{ text, is_finished: false }]),
    toLastChunk: ({ ending }) => ({ is_finished: true, finish_reason: COHERE_FINISH_REASONS[ending] }),
  }
  const sampling = readSampling(body, FIELDS, scope)
  return toPromptInvocation({ prompt, templates: [], sampling, format }, scope)
}
