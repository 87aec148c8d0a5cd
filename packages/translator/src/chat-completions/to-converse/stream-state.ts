import type { ConverseStreamMetadataEvent, MessageStopEvent } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import { WarningCollector, type TranslationContext } from '../../context.ts'
import type { ContentBlockDeltaPart } from '../answer-types.ts'
import { addPiece, createCompleteParts, type CompleteParts } from '../complete-blocks.ts'
import type { ResponseContext } from '../response-context.ts'
import { toThinkTags, type ThinkTags } from '../think-tags.ts'

/** What one chunk adds to the message. */
export type Delta = ChatCompletionChunk.Choice.Delta

/** A block that is being streamed and needs more than its text handed on. */
export type OpenBlock =
  | { readonly kind: 'call'; readonly index: number; empty: boolean }
  | { readonly kind: 'structured'; empty: boolean }
  | { readonly kind: 'hidden' }

/** The state of one streamed answer. */
export interface StreamState {
  readonly responseContext: ResponseContext
  readonly context: TranslationContext
  readonly warnings: WarningCollector
  /** Also give `content_blocks`. */
  readonly relaxed: boolean
  readonly tags: ThinkTags | undefined
  /** Tool uses by `contentBlockIndex`, while they are open. */
  readonly open: Map<number, OpenBlock>
  /** Redacted reasoning by `contentBlockIndex`: base64 cannot be cut anywhere. */
  readonly redacted: Map<number, Uint8Array[]>
  /** Text that is held back until it is clear whether a tool stands in for it. */
  readonly held: string[]
  /** What the finish chunk repeats as a whole. */
  readonly complete: CompleteParts
  /** How much content there is, held back or not, in UTF-16 code units. */
  length: number
  started: boolean
  finished: boolean
  /** Index of the reasoning block whose tag is open, or -1. */
  tagged: number
  calls: number
  /** Calls that no block has followed yet, as parts of `content_blocks`: only where one does, their place is said. */
  readonly placed: ContentBlockDeltaPart[]
  structured: boolean
  stop: MessageStopEvent | undefined
  metadata: ConverseStreamMetadataEvent | undefined
}

/** The state before the first event. */
export function createStreamState(
  responseContext: ResponseContext,
  context: TranslationContext,
): StreamState {
  return {
    responseContext,
    context,
    warnings: new WarningCollector(),
    relaxed: !context.options.strictOpenAICompliance,
    tags:
      responseContext.thinkTags && responseContext.structuredOutputTool === undefined
        ? toThinkTags(context.model.capabilities.reasoningTag)
        : undefined,
    open: new Map(),
    redacted: new Map(),
    held: [],
    complete: createCompleteParts(),
    length: 0,
    started: false,
    finished: false,
    tagged: -1,
    calls: 0,
    placed: [],
    structured: false,
    stop: undefined,
    metadata: undefined,
  }
}

/** Adds a chunk; before the first one comes the chunk that names the role. */
export function emit(state: StreamState, chunks: ChatCompletionChunk[], delta: Delta): void {
  if (!state.started) start(state, chunks)
  if (delta.content) state.length += delta.content.length
  chunks.push(toChunk(state.context, [{ index: 0, delta, logprobs: null, finish_reason: null }]))
}

/** Adds a piece of `content_blocks`, for callers that want them. */
export function emitBlock(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  part: ContentBlockDeltaPart,
): void {
  if (!state.relaxed) return
  emit(state, chunks, { content_blocks: placeParts(state, part) })
}

/** A piece of `content_blocks`, noted for the finish chunk, after the calls that stand before it. */
export function placeParts(state: StreamState, part: ContentBlockDeltaPart): ContentBlockDeltaPart[] {
  const earlier = state.placed.filter(({ index }) => index < part.index)
  for (const call of earlier) state.placed.splice(state.placed.indexOf(call), 1)
  const parts = [...earlier, part]
  for (const each of parts) addPiece(state.complete, each)
  return parts
}

/** The first chunk: it names the role. It is sent even if the service omits `messageStart`. */
export function start(state: StreamState, chunks: ChatCompletionChunk[]): void {
  if (state.started) return
  state.started = true
  emit(state, chunks, { role: 'assistant', content: null, refusal: null })
}

/** Ends reasoning between tags, if there is any. */
export function closeTag(state: StreamState, chunks: ChatCompletionChunk[]): void {
  if (state.tagged === -1 || state.tags === undefined) return
  state.tagged = -1
  emit(state, chunks, { content: state.tags.close })
}

/** A chunk with the fields that all chunks of an answer share. */
export function toChunk(
  context: TranslationContext,
  choices: ChatCompletionChunk.Choice[],
): ChatCompletionChunk {
  return {
    id: context.id,
    object: 'chat.completion.chunk',
    created: context.created,
    model: context.model.id,
    choices,
  }
}
