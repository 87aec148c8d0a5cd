import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { Completion, CompletionChoice } from 'openai/resources/completions'

import { toNativeReason, toTextFinishReason } from './response.ts'

/** A chunk of a legacy completion. `openai` types it as a whole one, whose finish reason is never `null`. */
export type TextCompletionChunk = Omit<Completion, 'choices'> & {
  choices: (Omit<CompletionChoice, 'finish_reason'> & {
    finish_reason: CompletionChoice['finish_reason'] | null
  })[]
}

type ChunkChoice = TextCompletionChunk['choices'][number]

/**
 * Merged chunks of chat answers → chunks of a legacy completion. Chunks without text are left out.
 *
 * @param echoes what stands before each choice: it comes with the choice's first chunk
 */
export function createTextCompletionStream(
  echoes: readonly string[] | undefined,
): (chunk: ChatCompletionChunk) => TextCompletionChunk[] {
  const begun = new Set<number>()
  const takeEcho = (index: number): string => {
    if (begun.has(index)) return ''
    begun.add(index)
    return echoes?.[index] ?? ''
  }
  return (chunk) => {
    const { choices, object: _object, service_tier: _tier, usage, ...rest } = chunk
    const texts = choices.flatMap((choice) => toChoice(choice, takeEcho(choice.index)))
    if (texts.length === 0 && choices.length > 0) return []
    const frame = { ...rest, object: 'text_completion' as const, choices: texts }
    return [usage === undefined || usage === null ? frame : { ...frame, usage }]
  }
}

function toChoice(choice: ChatCompletionChunk.Choice, echo: string): ChunkChoice[] {
  const { delta, finish_reason: reason, index } = choice
  const text = echo + (delta.content ?? '')
  const reasoning = delta.reasoning_content
  if (text === '' && !reasoning && reason === null) return []
  return [
    {
      text,
      index,
      logprobs: null,
      finish_reason: reason === null ? null : toTextFinishReason(reason),
      ...toNativeReason(choice),
      ...(reasoning ? { reasoning_content: reasoning } : {}),
    },
  ]
}
