import { valueForSchema } from './json-schema.ts'
import { limited } from './limits.ts'
import { plainAnswer, reasoningFor } from './plain-answer.ts'
import type { Answer, Prompt } from './prompt.ts'
import { chooseToolCalls, namesIn } from './tool-calls.ts'

/**
 * The model simulator: answers any prompt, the same each time. Calls an offered tool where the prompt (or the tool
 * choice) asks for it, answers in JSON where a schema is given, reasons where it is told to.
 */
export function answer(prompt: Prompt): Answer {
  const reasoning = prompt.thinking ? reasoningFor(prompt) : undefined
  const toolCalls = chooseToolCalls(prompt)
  if (toolCalls.length > 0) {
    const text = prompt.toolChoice === 'auto' ? 'Let me look that up.' : undefined
    return { reasoning, text, toolCalls, stopReason: 'tool_use' }
  }
  const full = isSchema(prompt.outputSchema) ? jsonAnswer(prompt) : continuation(prompt)
  return { reasoning, toolCalls, ...limited(full, prompt.stopSequences, prompt.maxTokens) }
}

function jsonAnswer(prompt: Prompt): string {
  const source = { text: prompt.text, names: namesIn(prompt.text) }
  return JSON.stringify(valueForSchema(prompt.outputSchema, source))
}

/** The answer without the beginning that the caller has written already. */
function continuation(prompt: Prompt): string {
  const text = plainAnswer(prompt)
  if (prompt.prefill === '') return text
  return text.startsWith(prompt.prefill) ? text.slice(prompt.prefill.length) : ` ${text}`
}

const isSchema = (schema: unknown): schema is object => typeof schema === 'object' && schema !== null
