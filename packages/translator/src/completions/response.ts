import type { ChatCompletion } from 'openai/resources/chat/completions'
import type { Completion, CompletionChoice } from 'openai/resources/completions'

declare module 'openai/resources/completions' {
  interface CompletionChoice {
    /** The model's reasoning, joined; a piece of it on a stream. */
    reasoning_content?: string
    /** Converse's own stop reason, as in chat completions. */
    native_finish_reason?: string
  }
}

/**
 * Merged chat answers → one legacy completion.
 *
 * @param completion the answers to all prompts, choices in order
 * @param echoes what stands before each choice
 */
export function toTextCompletion(
  completion: ChatCompletion,
  echoes: readonly string[] | undefined,
): Completion {
  const { choices, object: _object, service_tier: _tier, usage, ...rest } = completion
  return {
    ...rest,
    object: 'text_completion',
    choices: choices.map((choice) => {
      const { content, reasoning_content: reasoning } = choice.message
      return {
        text: (echoes?.[choice.index] ?? '') + (content ?? ''),
        index: choice.index,
        logprobs: null,
        finish_reason: toTextFinishReason(choice.finish_reason),
        ...toNativeReason(choice),
        ...(reasoning ? { reasoning_content: reasoning } : {}),
      }
    }),
    ...(usage === undefined ? {} : { usage }),
  }
}

/** The finish reason of a text, which cannot be a tool call. */
export function toTextFinishReason(
  reason: ChatCompletion.Choice['finish_reason'],
): CompletionChoice['finish_reason'] {
  return reason === 'length' || reason === 'content_filter' ? reason : 'stop'
}

/** Bedrock's own stop reason, where the chat answer has it. */
export function toNativeReason({
  native_finish_reason: reason,
}: {
  readonly native_finish_reason?: string
}): Pick<CompletionChoice, 'native_finish_reason'> {
  return reason === undefined ? {} : { native_finish_reason: reason }
}
