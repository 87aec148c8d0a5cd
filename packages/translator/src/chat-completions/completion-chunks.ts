import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'

import type { ContentBlockPart } from './openai-types.ts'
import type { ContentBlockDeltaPart } from './answer-types.ts'
import { toCompleteBlocks } from './complete-blocks.ts'
import type { ResponseContext } from './response-context.ts'

type Delta = ChatCompletionChunk.Choice.Delta

/**
 * A whole answer as the chunks of a stream, for models that have no tool calls on streams.
 *
 * @returns role, reasoning, content and tool calls in that order, the finish chunk, and the usage chunk when asked for
 */
export function toChatCompletionChunks(
  completion: ChatCompletion,
  responseContext: Pick<ResponseContext, 'includeUsage'>,
): ChatCompletionChunk[] {
  const { choices, usage, object: _whole, service_tier: tier, id, created, model, ...extras } = completion
  const frame = {
    id,
    object: 'chat.completion.chunk' as const,
    created,
    model,
    ...(tier === undefined ? {} : { service_tier: tier }),
  }
  const chunks = choices.flatMap((choice): ChatCompletionChunk[] => {
    const { index, message, logprobs: _logprobs, ...ending } = choice
    const deltas = toDeltas(message).map((delta): ChatCompletionChunk => ({
      ...frame,
      choices: [{ index, delta, logprobs: null, finish_reason: null }],
    }))
    return [
      ...deltas,
      { ...frame, ...extras, choices: [{ index, delta: toLastDelta(message), logprobs: null, ...ending }] },
    ]
  })
  if (responseContext.includeUsage && usage !== undefined) chunks.push({ ...frame, choices: [], usage })
  return chunks
}

function toDeltas(message: ChatCompletion.Choice['message']): Delta[] {
  const deltas: Delta[] = [{ role: 'assistant', content: null, refusal: null }]
  if (message.reasoning_content) deltas.push({ reasoning_content: message.reasoning_content })
  if (message.content_blocks) deltas.push({ content_blocks: message.content_blocks.map(toDeltaPart) })
  if (message.content) deltas.push({ content: message.content })
  if (message.citations) deltas.push({ citations: message.citations })
  if (message.function_call) deltas.push({ function_call: message.function_call })
  for (const [index, call] of (message.tool_calls ?? []).entries()) {
    if (call.type === 'function') deltas.push({ tool_calls: [{ index, ...call }] })
  }
  return deltas
}

function toDeltaPart(block: ContentBlockPart, index: number): ContentBlockDeltaPart {
  const { type: _type, ...delta } = block
  return { index, delta }
}

/** As on the finish chunk of any stream: see `complete-blocks.ts`. */
function toLastDelta({ annotations, content_blocks: blocks }: ChatCompletion.Choice['message']): Delta {
  return {
    ...(annotations === undefined || annotations.length === 0 ? {} : { annotations }),
    ...(blocks === undefined
      ? {}
      : { content_blocks: toCompleteBlocks({ blocks: new Map(blocks.entries()) }) }),
  }
}
