import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import type { TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jurassic2.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  numResults: 'read',
  maxTokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  stopSequences: 'stopSequences',
}

const FINISH_REASONS = { end: 'endoftext', length: 'length', filtered: 'endoftext' } as const

/** AI21's older Jurassic models. They do not stream. */
export function readJurassic(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const results = body['numResults']
  if (typeof results === 'number' && results > 1) refuse('numResults')
  const prompt = expectString(body['prompt'], 'prompt')
  const format: TextFormat = {
    toBody: ({ text, ending }) => ({
      id: scope.id,
      prompt: { text: prompt, tokens: [] },
      completions: [{ data: { text, tokens: [] }, finishReason: { reason: FINISH_REASONS[ending] } }],
    }),
    toChunk: () => [],
    toLastChunk: () => ({}),
  }
  const sampling = readSampling(body, FIELDS, scope)
  const invocation = toPromptInvocation({ prompt, templates: [], sampling, format }, scope)
  return { ...invocation, createChunks: undefined }
}
