import type {
  ContentBlockDelta,
  ConverseStreamMetadataEvent,
  ConverseStreamOutput,
  MessageStopEvent,
  ToolUseBlockStart,
} from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator, TranslationContext } from '../context.ts'
import { TranslationError } from '../translation-error.ts'
import type { MessageBlock, MessageBlockDelta, MessageEvent } from './message-types.ts'
import type { MessagesRecall } from './recall.ts'
import { createRedacted, type Redacted } from './redacted.ts'
import { toTextBlock } from './response.ts'
import { toMessageEnding } from './stop-reason.ts'
import { toToolUseBlock } from './tool-use.ts'
import { toMessageCounts, toMessageUsage } from './usage.ts'

/** A block under way: its index on Anthropic's side, or what keeps it from the caller. */
type OpenBlock = { readonly kind: 'shown'; readonly index: number } | { readonly kind: 'hidden' | 'stand-in' }

interface State {
  readonly recall: MessagesRecall
  readonly context: TranslationContext
  /** By `contentBlockIndex`. */
  readonly open: Map<number, OpenBlock>
  readonly redacted: Redacted
  /** Text that waits for the end, since a tool may stand in for it. */
  held: string
  /** The arguments of that tool, once it was called. */
  standIn: string | undefined
  blocks: number
  calls: number
  started: boolean
  finished: boolean
  stop: MessageStopEvent | undefined
  metadata: ConverseStreamMetadataEvent | undefined
}

/**
 * Converse → Anthropic: a streamed answer, event by event. Blocks get dense indices in the order of their first event. The
 * last events wait for `metadata`, which follows `messageStop` at once. `end()` throws a `TranslationError` (502,
 * `stream_truncated`) when no `messageStop` came.
 */
export function createMessageStream(
  recall: MessagesRecall,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, MessageEvent> {
  const state: State = {
    recall,
    context,
    open: new Map(),
    redacted: createRedacted(),
    held: '',
    standIn: undefined,
    blocks: 0,
    calls: 0,
    started: false,
    finished: false,
    stop: undefined,
    metadata: undefined,
  }
  return {
    push: (event) => [...start(state), ...push(state, event)],
    end: () => end(state),
  }
}

/** The first event. Counts come with the last one: Bedrock tells them at the end. */
function start(state: State): MessageEvent[] {
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

function push(state: State, event: ConverseStreamOutput): MessageEvent[] {
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

function startCall(state: State, toolUse: ToolUseBlockStart, index: number): MessageEvent[] {
  const { recall } = state
  if (recall.structuredOutputTool !== undefined && toolUse.name === recall.structuredOutputTool) {
    state.open.set(index, { kind: state.standIn === undefined ? 'stand-in' : 'hidden' })
    state.standIn ??= ''
    return []
  }
  if (recall.suppressToolCalls || toolUse.type === 'server_tool_use') {
    state.open.set(index, { kind: 'hidden' })
    return []
  }
  state.calls += 1
  const { toolUseId, name } = toolUse
  const named = {
    ...(toolUseId === undefined ? {} : { toolUseId }),
    ...(name === undefined ? {} : { name }),
  }
  return open(state, index, toToolUseBlock(named, recall))
}

function pushDelta(state: State, delta: ContentBlockDelta, index: number): MessageEvent[] {
  if (delta.text) return pushText(state, delta.text, index)
  if (delta.toolUse !== undefined) return pushInput(state, delta.toolUse.input ?? '', index)
  const reasoning = delta.reasoningContent
  if (reasoning === undefined || !state.recall.thinking) return []
  if (reasoning.redactedContent !== undefined) state.redacted.add(index, reasoning.redactedContent)
  const pieces: MessageBlockDelta[] = []
  if (reasoning.text) pieces.push({ type: 'thinking_delta', thinking: reasoning.text })
  if (reasoning.signature) pieces.push({ type: 'signature_delta', signature: reasoning.signature })
  const empty = { type: 'thinking', thinking: '', signature: '' } as const
  return pieces.flatMap((piece) => pushPiece(state, index, empty, piece))
}

function pushText(state: State, text: string, index: number): MessageEvent[] {
  if (state.recall.structuredOutputTool !== undefined) {
    state.held += text
    return []
  }
  return pushPiece(state, index, toTextBlock(''), { type: 'text_delta', text })
}

function pushInput(state: State, input: string, index: number): MessageEvent[] {
  const block = state.open.get(index)
  if (block?.kind === 'stand-in') state.standIn = (state.standIn ?? '') + input
  if (block?.kind !== 'shown' || input === '') return []
  const delta = { type: 'input_json_delta', partial_json: input } as const
  return [{ type: 'content_block_delta', index: block.index, delta }]
}

/** A piece of a block, which begins here where Bedrock has not said so. */
function pushPiece(
  state: State,
  index: number,
  empty: MessageBlock,
  delta: MessageBlockDelta,
): MessageEvent[] {
  const begun = state.open.has(index) ? [] : open(state, index, empty)
  const block = state.open.get(index)
  if (block?.kind !== 'shown') return begun
  return [...begun, { type: 'content_block_delta', index: block.index, delta }]
}

function open(state: State, index: number, block: MessageBlock): MessageEvent[] {
  const shown = { kind: 'shown', index: state.blocks } as const
  state.blocks += 1
  state.open.set(index, shown)
  return [{ type: 'content_block_start', index: shown.index, content_block: block }]
}

function stopBlock(state: State, index: number): MessageEvent[] {
  const data = state.redacted.take(index)
  const begun = data === undefined ? [] : open(state, index, { type: 'redacted_thinking', data })
  const block = state.open.get(index)
  state.open.delete(index)
  return block?.kind === 'shown' ? [...begun, { type: 'content_block_stop', index: block.index }] : begun
}

/** What was held back, and the ending; once. */
function finish(state: State): MessageEvent[] {
  if (state.finished) return []
  state.finished = true
  const { stop, metadata, recall } = state
  const unfinished = [...state.redacted.indices(), ...state.open.keys()].flatMap((index) =>
    stopBlock(state, index),
  )
  const text = state.standIn === undefined ? state.held : state.standIn || '{}'
  return [
    ...unfinished,
    ...(text === '' ? [] : wholeText(state, text)),
    {
      type: 'message_delta',
      delta: toMessageEnding(stop?.stopReason, state.calls, recall),
      usage: toMessageCounts(metadata?.usage),
    },
    { type: 'message_stop' },
  ]
}

function wholeText(state: State, text: string): MessageEvent[] {
  const index = state.blocks
  state.blocks += 1
  return [
    { type: 'content_block_start', index, content_block: toTextBlock('') },
    { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index },
  ]
}

function end(state: State): MessageEvent[] {
  if (state.stop !== undefined) return finish(state)
  throw new TranslationError('The stream from Bedrock ended before the answer was complete.', {
    status: 502,
    type: 'server_error',
    code: 'stream_truncated',
  })
}
