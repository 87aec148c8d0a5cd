import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import type { StreamTranslator, TranslationContext } from '../../context.ts'
import { nameBlankCallOf } from '../../converse/blank-call-ids.ts'
import { createInputRestorer } from '../../converse/tool-input.ts'
import { truncatedStream } from '../../converse/truncated-stream.ts'
import { toAnswerExtras } from '../../converse/answer-extras.ts'
import { toEnding } from '../finish-reason.ts'
import { readServiceTier } from '../../converse/service-tier.ts'
import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { toCompleteAnnotations, toCompleteBlocks } from '../complete-blocks.ts'
import type { ResponseContext } from '../response-context.ts'
import { closeBlock, pushBlockStart, pushDelta } from './stream-blocks.ts'
import { closeTag, createStreamState, emit, start, toChunk, type StreamState } from './stream-state.ts'
import { toCompletionUsage } from '../usage.ts'

/**
 * Converse → OpenAI: a streamed answer, event by event. The last chunks wait for the `metadata` event, which follows
 * `messageStop` at once. `end()` throws a `TranslationError` (502, `stream_truncated`) when no `messageStop` came.
 *
 * The transport raises exceptions of the stream; see `toStreamError` in `errors.ts`.
 *
 * @param responseContext - what the request's translation returned for this
 */
export function createChatCompletionStream(
  responseContext: ResponseContext,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, ChatCompletionChunk> {
  const state = createStreamState(responseContext, context)
  const restore = createInputRestorer(responseContext)
  return {
    push(event) {
      const chunks: ChatCompletionChunk[] = []
      for (const restored of restore(nameBlankCallOf(event, context.id))) push(state, chunks, restored)
      return chunks
    },
    end: () => end(state),
    warnings: () => state.warnings.list(),
  }
}

function push(state: StreamState, chunks: ChatCompletionChunk[], event: ConverseStreamOutput): void {
  if (event.contentBlockDelta) {
    const { delta, contentBlockIndex = 0 } = event.contentBlockDelta
    if (delta) pushDelta(state, chunks, delta, contentBlockIndex)
  } else if (event.contentBlockStart) pushBlockStart(state, chunks, event.contentBlockStart)
  else if (event.contentBlockStop) {
    closeBlock(state, chunks, event.contentBlockStop.contentBlockIndex ?? 0)
  } else if (event.messageStart) start(state, chunks)
  else if (event.messageStop) state.stop = event.messageStop
  else if (event.metadata) state.metadata = event.metadata
  if (state.stop !== undefined && state.metadata !== undefined) finish(state, chunks)
}

function end(state: StreamState): ChatCompletionChunk[] {
  if (state.stop === undefined) throw truncatedStream()
  const chunks: ChatCompletionChunk[] = []
  finish(state, chunks)
  return chunks
}

/** The finish chunk and, when asked for, the usage chunk; once. */
function finish(state: StreamState, chunks: ChatCompletionChunk[]): void {
  if (state.finished) return
  state.finished = true
  const { stop, metadata, context, responseContext } = state
  start(state, chunks)
  for (const index of [...state.redacted.keys(), ...state.open.keys()]) closeBlock(state, chunks, index)
  closeTag(state, chunks)
  if (!state.structured && state.held.length > 0) emit(state, chunks, { content: state.held.join('') })
  const extras = {
    ...readServiceTier(metadata?.serviceTier),
    ...toAnswerExtras(
      { ...metadata, additionalModelResponseFields: stop?.additionalModelResponseFields },
      context,
    ),
  }
  ANSWER_WARNINGS.stopReason(stop?.stopReason, 'finish_reason', state.warnings)
  const delta = toLastDelta(state)
  const ending = toEnding(stop?.stopReason, state.calls, responseContext, context)
  chunks.push({ ...toChunk(context, [{ index: 0, delta, logprobs: null, ...ending }]), ...extras })
  if (!responseContext.includeUsage || metadata === undefined) return
  const { service_tier } = extras
  chunks.push({
    ...toChunk(context, []),
    usage: toCompletionUsage(metadata.usage),
    ...(service_tier === undefined ? {} : { service_tier }),
  })
}

/** What the finish chunk repeats for readers that keep the last value of every field; empty for a plain answer. */
function toLastDelta({ complete, relaxed, structured }: StreamState): ChatCompletionChunk.Choice.Delta {
  const annotations = structured ? [] : toCompleteAnnotations(complete)
  const content_blocks = relaxed ? toCompleteBlocks(complete) : []
  return {
    ...(annotations.length > 0 ? { annotations } : {}),
    ...(content_blocks.length > 0 ? { content_blocks } : {}),
  }
}
