import type { ReadSampling } from './body-fields.ts'
import type { ConverseInvocation, InvokeScope } from './invoke-request.ts'
import { type PromptTemplate, toConversation } from './prompt-turns.ts'
import { textAnswers, type TextFormat } from './text-answer.ts'

/** A body that is a prompt in one text, and how its family writes the answer. */
export interface Prompt {
  readonly prompt: string
  /** The templates in which the family writes conversations; the first that fits counts. */
  readonly templates: readonly PromptTemplate[]
  readonly sampling: ReadSampling
  readonly format: TextFormat
}

/** A prompt as an invocation by Converse, answered in the family's format. */
export function toPromptInvocation(
  { prompt, templates, sampling, format }: Prompt,
  { modelId }: InvokeScope,
): ConverseInvocation {
  return {
    kind: 'converse',
    input: { modelId, ...toConversation(prompt, templates), ...sampling },
    ...textAnswers(format),
  }
}
