import { readContent } from './answer-content.ts'

/**
 * The reasoning of an answer, or of a delta, under the names that backends use for it: the first that holds any.
 *
 * - `reasoning_content`: DeepSeek, and most servers of open models
 * - `reasoning`: OpenRouter, Ollama, vLLM (https://docs.vllm.ai/en/latest/features/reasoning_outputs.html)
 * - `thinking` parts of the content: Mistral
 *
 * @returns an empty text where there is none
 */
export function readReasoning(message: {
  readonly reasoning_content?: unknown
  readonly content?: unknown
}): string {
  const { reasoning_content: own, reasoning } = message as {
    reasoning_content?: unknown
    reasoning?: unknown
  }
  const text = [own, reasoning].find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text : readContent(message.content).reasoning
}
