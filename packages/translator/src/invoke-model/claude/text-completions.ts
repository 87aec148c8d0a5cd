import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import { HUMAN_ASSISTANT } from '../prompt-turns.ts'
import type { TextAnswer, TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-text-completion.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  anthropic_version: 'read',
  max_tokens_to_sample: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'top_k',
  stop_sequences: 'stopSequences',
}

/** Older Claude models stop before this by themselves, so that it is not sent. */
const HUMAN = '\n\nHuman:'

const STOP_REASONS = { end: 'stop_sequence', length: 'max_tokens', filtered: 'refusal' } as const

const FORMAT: TextFormat = {
  toBody: (answer) => ({ type: 'completion', completion: answer.text, ...toEnding(answer) }),
  toChunk: ({ text }) =>
    text === '' ? [] : [{ type: 'completion', completion: text, stop_reason: null, stop: null }],
  toLastChunk: (answer) => ({ type: 'completion', completion: '', ...toEnding(answer) }),
}

/** Claude's older form: a prompt in turns of `\n\nHuman:` and `\n\nAssistant:`. */
export function readClaudePrompt(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const { inferenceConfig, ...rest } = readSampling(body, FIELDS, scope)
  const stopSequences = inferenceConfig?.stopSequences?.filter((text) => text.trim() !== HUMAN.trim())
  const sampling = { ...rest, inferenceConfig: { ...inferenceConfig, stopSequences } }
  const prompt = expectString(body['prompt'], 'prompt')
  return toPromptInvocation({ prompt, templates: [HUMAN_ASSISTANT], sampling, format: FORMAT }, scope)
}

function toEnding({ ending }: TextAnswer): { stop_reason: string; stop: string | null } {
  return { stop_reason: STOP_REASONS[ending], stop: ending === 'end' ? HUMAN : null }
}
