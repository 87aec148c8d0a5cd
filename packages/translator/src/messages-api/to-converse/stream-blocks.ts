import type {
  ContentBlockDelta,
  ContentBlockStart,
  ReasoningContentBlockDelta,
  ToolUseBlockStart,
} from '@aws-sdk/client-bedrock-runtime'

import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import type { MessageBlockDelta, MessageEvent } from '../message-types.ts'
import { toTextBlock } from '../text.ts'
import { isHiddenCall, toToolUseBlock } from '../tool-use.ts'
import { openBlock, pushPiece, type MessageState } from './stream-state.ts'

/** The start of a block. Only tool uses have one that says anything. */
export function pushBlockStart(state: MessageState, start: ContentBlockStart, index: number): MessageEvent[] {
  if (start.toolUse !== undefined) return startCall(state, start.toolUse, index)
  if (!('text' in start)) ANSWER_WARNINGS.unknownBlock(start, 'content', state.warnings)
  return []
}

function startCall(state: MessageState, toolUse: ToolUseBlockStart, index: number): MessageEvent[] {
  const { structuredOutputTool } = state.responseContext
  if (structuredOutputTool !== undefined && toolUse.name === structuredOutputTool) {
    state.open.set(index, { kind: state.standIn === undefined ? 'stand-in' : 'hidden' })
    state.standIn ??= ''
    return []
  }
  if (isHiddenCall(toolUse, state.responseContext, state.warnings)) {
    state.open.set(index, { kind: 'hidden' })
    return []
  }
  state.calls += 1
  return openBlock(state, index, toToolUseBlock(toolUse, state.responseContext))
}

/** A piece of a block. */
export function pushBlockDelta(state: MessageState, delta: ContentBlockDelta, index: number): MessageEvent[] {
  if (delta.text !== undefined) return pushText(state, delta.text, index)
  if (delta.toolUse !== undefined) return pushInput(state, delta.toolUse.input ?? '', index)
  if (delta.reasoningContent !== undefined) return pushReasoning(state, delta.reasoningContent, index)
  // Bedrock's citations have no counterpart among those of Claude: the text that they belong to comes by itself.
  if (delta.citation === undefined) ANSWER_WARNINGS.unknownBlock(delta, 'content', state.warnings)
  return []
}

function pushReasoning(
  state: MessageState,
  reasoning: ReasoningContentBlockDelta,
  index: number,
): MessageEvent[] {
  if (!state.responseContext.thinking) return []
  if (reasoning.redactedContent !== undefined) state.redacted.add(index, reasoning.redactedContent)
  const pieces: MessageBlockDelta[] = []
  if (reasoning.text) pieces.push({ type: 'thinking_delta', thinking: reasoning.text })
  if (reasoning.signature) pieces.push({ type: 'signature_delta', signature: reasoning.signature })
  const empty = { type: 'thinking', thinking: '', signature: '' } as const
  return pieces.flatMap((piece) => pushPiece(state, index, empty, piece))
}

function pushText(state: MessageState, text: string, index: number): MessageEvent[] {
  if (text === '') return []
  if (state.responseContext.structuredOutputTool !== undefined) {
    state.held += text
    return []
  }
  return pushPiece(state, index, toTextBlock(''), { type: 'text_delta', text })
}

function pushInput(state: MessageState, input: string, index: number): MessageEvent[] {
  const block = state.open.get(index)
  if (block?.kind === 'stand-in') state.standIn = (state.standIn ?? '') + input
  if (block?.kind !== 'shown' || input === '') return []
  const delta = { type: 'input_json_delta', partial_json: input } as const
  return [{ type: 'content_block_delta', index: block.index, delta }]
}

/** The end of a block: redacted reasoning, which is sent whole, and the stop of what the caller sees. */
export function pushBlockStop(state: MessageState, index: number): MessageEvent[] {
  const data = state.redacted.take(index)
  const begun = data === undefined ? [] : openBlock(state, index, { type: 'redacted_thinking', data })
  const block = state.open.get(index)
  state.open.delete(index)
  return block?.kind === 'shown' ? [...begun, { type: 'content_block_stop', index: block.index }] : begun
}

/** Ends every block that the service left open. */
export function stopOpenBlocks(state: MessageState): MessageEvent[] {
  return [...state.redacted.indices(), ...state.open.keys()].flatMap((index) => pushBlockStop(state, index))
}

/** The text that waited for the end, or the arguments of the tool that stands in for it, as a block of its own. */
export function pushHeldText(state: MessageState): MessageEvent[] {
  const text = state.standIn === undefined ? state.held : state.standIn || '{}'
  if (text === '') return []
  const index = state.blocks
  state.blocks += 1
  return [
    { type: 'content_block_start', index, content_block: toTextBlock('') },
    { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index },
  ]
}
