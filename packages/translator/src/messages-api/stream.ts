import type {
  ContentBlockDelta,
  ConverseStreamOutput,
  ToolUseBlockStart,
} from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator, TranslationContext } from '../context.ts'
import { TranslationError } from '../translation-error.ts'
import type { MessageBlockDelta, MessageEvent } from './message-types.ts'
import type { MessagesResponseContext } from './response-context.ts'
import { toTextBlock } from './response.ts'
import { toMessageEnding } from './stop-reason.ts'
import { createMessageState, open, pushPiece, type MessageState } from './stream-state.ts'
import { toToolUseBlock } from './tool-use.ts'
import { toMessageCounts, toMessageUsage } from './usage.ts'

/**
 * Converse → Anthropic: a streamed answer, event by event. Blocks get dense indices in the order of their first event. The
 * last events wait for `metadata`, which follows `messageStop` at once. `end()` throws a `TranslationError` (502,
 * `stream_truncated`) when no `messageStop` came.
 */
export function createMessageStream(
  responseContext: MessagesResponseContext,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, MessageEvent> {
  const state = createMessageState(responseContext, context)
  return {
    push: (event) => [...start(state), ...push(state, event)],
    end: () => end(state),
  }
}

/** The first event. Counts come with the last one: Bedrock tells them at the end. */
function start(state: MessageState): MessageEvent[] {
  if (state.started) return []
  state.started = true
  const { id, model } = state.context
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model: model.id,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: toMessageUsage(undefined),
  } as const
  return [{ type: 'message_start', message }]
}

function push(state: MessageState, event: ConverseStreamOutput): MessageEvent[] {
  if (event.contentBlockStart?.start?.toolUse !== undefined) {
    return startCall(
      state,
      event.contentBlockStart.start.toolUse,
      event.contentBlockStart.contentBlockIndex ?? 0,
    )
  }
  if (event.contentBlockDelta?.delta !== undefined) {
    return pushDelta(state, event.contentBlockDelta.delta, event.contentBlockDelta.contentBlockIndex ?? 0)
  }
  if (event.contentBlockStop !== undefined)
    return stopBlock(state, event.contentBlockStop.contentBlockIndex ?? 0)
  if (event.messageStop !== undefined) state.stop = event.messageStop
  if (event.metadata !== undefined) state.metadata = event.metadata
  return state.stop !== undefined && state.metadata !== undefined ? finish(state) : []
}

function startCall(state: MessageState, toolUse: ToolUseBlockStart, index: number): MessageEvent[] {
  const { responseContext } = state
  if (
    responseContext.structuredOutputTool !== undefined &&
    toolUse.name === responseContext.structuredOutputTool
  ) {
    state.open.set(index, { kind: state.standIn === undefined ? 'stand-in' : 'hidden' })
    state.standIn ??= ''
    return []
  }
  if (responseContext.suppressToolCalls || toolUse.type === 'server_tool_use') {
    state.open.set(index, { kind: 'hidden' })
    return []
  }
  state.calls += 1
  const { toolUseId, name } = toolUse
  const named = {
    ...(toolUseId === undefined ? {} : { toolUseId }),
    ...(name === undefined ? {} : { name }),
  }
  return open(state, index, toToolUseBlock(named, responseContext))
}

function pushDelta(state: MessageState, delta: ContentBlockDelta, index: number): MessageEvent[] {
  if (delta.text) return pushText(state, delta.text, index)
  if (delta.toolUse !== undefined) return pushInput(state, delta.toolUse.input ?? '', index)
  const reasoning = delta.reasoningContent
  if (reasoning === undefined || !state.responseContext.thinking) return []
  if (reasoning.redactedContent !== undefined) state.redacted.add(index, reasoning.redactedContent)
  const pieces: MessageBlockDelta[] = []
  if (reasoning.text) pieces.push({ type: 'thinking_delta', thinking: reasoning.text })
  if (reasoning.signature) pieces.push({ type: 'signature_delta', signature: reasoning.signature })
  const empty = { type: 'thinking', thinking: '', signature: '' } as const
  return pieces.flatMap((piece) => pushPiece(state, index, empty, piece))
}

function pushText(state: MessageState, text: string, index: number): MessageEvent[] {
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

function stopBlock(state: MessageState, index: number): MessageEvent[] {
  const data = state.redacted.take(index)
  const begun = data === undefined ? [] : open(state, index, { type: 'redacted_thinking', data })
  const block = state.open.get(index)
  state.open.delete(index)
  return block?.kind === 'shown' ? [...begun, { type: 'content_block_stop', index: block.index }] : begun
}

/** What was held back, and the ending; once. */
function finish(state: MessageState): MessageEvent[] {
  if (state.finished) return []
  state.finished = true
  const { stop, metadata, responseContext } = state
  const unfinished = [...state.redacted.indices(), ...state.open.keys()].flatMap((index) =>
    stopBlock(state, index),
  )
  const text = state.standIn === undefined ? state.held : state.standIn || '{}'
  return [
    ...unfinished,
    ...(text === '' ? [] : wholeText(state, text)),
    {
      type: 'message_delta',
      delta: toMessageEnding(stop?.stopReason, state.calls, responseContext),
      usage: toMessageCounts(metadata?.usage),
    },
    { type: 'message_stop' },
  ]
}

function wholeText(state: MessageState, text: string): MessageEvent[] {
  const index = state.blocks
  state.blocks += 1
  return [
    { type: 'content_block_start', index, content_block: toTextBlock('') },
    { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index },
  ]
}

function end(state: MessageState): MessageEvent[] {
  if (state.stop !== undefined) return finish(state)
  throw new TranslationError('The stream from Bedrock ended before the answer was complete.', {
    status: 502,
    type: 'server_error',
    code: 'stream_truncated',
  })
}
