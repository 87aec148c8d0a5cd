import { MODELS } from './conversation.ts'

type Fields = { [field: string]: string | { [field: string]: string } }

/** What asks each model for a little reasoning on Converse: an application that speaks it knows that of its model. */
const REASONING: Readonly<Record<string, Fields>> = {
  [MODELS['Claude Opus 5.5']]: {
    thinking: { type: 'adaptive', display: 'summarized' },
    output_config: { effort: 'low' },
  },
  [MODELS['GLM 5.3']]: { reasoning_effort: 'low' },
  [MODELS['gpt-oss']]: { reasoning_effort: 'low' },
  [MODELS['Nova 2']]: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
  [MODELS['Llama 4']]: {},
}

/** The additional fields that ask a model for a little reasoning. */
export const reasoningFields = (model: string): Fields => REASONING[model] ?? { reasoning: { effort: 'low' } }

/**
 * Models whose tools ConverseStream refuses: a Bedrock client's requests go to the service as they are.
 * https://github.com/earendil-works/pi/issues/3739
 */
export const withoutStreamedTools = (model: string): boolean => model === MODELS['Llama 4']

/**
 * Models that refuse their own reasoning in the history. ChatBedrockConverse always sends it back, and a Bedrock client's requests go
 * to the service as they are.
 */
export const refusesReasoning = (model: string): boolean => model === MODELS['Nova 2']
