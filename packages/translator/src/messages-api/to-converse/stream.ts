import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator, TranslationContext } from '../../context.ts'
import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { nameBlankCallOf } from '../../converse/blank-call-ids.ts'
import { createInputRestorer } from '../../converse/tool-input.ts'
import { truncatedStream } from '../../converse/truncated-stream.ts'
import { toMessageFrame } from '../message-frame.ts'
import type { MessageEvent } from '../message-types.ts'
import type { MessagesResponseContext } from '../response-context.ts'
import { NOT_ENDED, toMessageEnding } from '../stop-reason.ts'
import { toMessageCounts, toMessageUsage } from '../usage.ts'
import {
  pushBlockDelta,
  pushBlockStart,
  pushBlockStop,
  pushHeldText,
  stopOpenBlocks,
} from './stream-blocks.ts'
import { createMessageState, type MessageState } from './stream-state.ts'

/**
 * Converse → Anthropic: a streamed answer, event by event. Blocks get dense indices in the order of their first event. The
 * last events wait for `metadata`, which follows `messageStop` at once. `end()` throws a `TranslationError` (502,
 * `stream_truncated`) when no `messageStop` came.
 *
 * @param responseContext - what the request's translation left for this
 */
export function createMessageStream(
  responseContext: MessagesResponseContext,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, MessageEvent> {
  const state = createMessageState(responseContext, context)
  const restore = createInputRestorer(responseContext)
  return {
    push: (event) => [
      ...start(state),
      ...restore(nameBlankCallOf(event, context.id)).flatMap((restored) => push(state, restored)),
    ],
    end: () => {
      if (state.stop === undefined) throw truncatedStream()
      return finish(state)
    },
    warnings: () => state.warnings.list(),
  }
}

/** The first event, with an estimate of the input: Bedrock counts at the end, and the last event tells what it counted. */
function start(state: MessageState): MessageEvent[] {
  if (state.started) return []
  state.started = true
  const usage = toMessageUsage({ inputTokens: state.responseContext.inputTokens ?? 0 })
  const message = { ...toMessageFrame(state.context), content: [], ...NOT_ENDED, usage }
  return [{ type: 'message_start', message }]
}

function push(state: MessageState, event: ConverseStreamOutput): MessageEvent[] {
  if (event.contentBlockStart?.start !== undefined) {
    return pushBlockStart(
      state,
      event.contentBlockStart.start,
      event.contentBlockStart.contentBlockIndex ?? 0,
    )
  }
  if (event.contentBlockDelta?.delta !== undefined) {
    return pushBlockDelta(
      state,
      event.contentBlockDelta.delta,
      event.contentBlockDelta.contentBlockIndex ?? 0,
    )
  }
  if (event.contentBlockStop !== undefined)
    return pushBlockStop(state, event.contentBlockStop.contentBlockIndex ?? 0)
  if (event.messageStop !== undefined) state.stop = event.messageStop
  if (event.metadata !== undefined) state.metadata = event.metadata
  return state.stop !== undefined && state.metadata !== undefined ? finish(state) : []
}

/** What was held back, and the ending; once. */
function finish(state: MessageState): MessageEvent[] {
  if (state.finished) return []
  state.finished = true
  const { stop, metadata, responseContext } = state
  ANSWER_WARNINGS.stopReason(stop?.stopReason, 'stop_reason', state.warnings)
  return [
    ...stopOpenBlocks(state),
    ...pushHeldText(state),
    {
      type: 'message_delta',
      delta: toMessageEnding(stop?.stopReason, state.calls, responseContext),
      usage: toMessageCounts(metadata?.usage),
    },
    { type: 'message_stop' },
  ]
}
