import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'

import { isUnusualStopReason } from '../../converse/stop-reason.ts'
import { toAnswerExtras } from '../../converse/answer-extras.ts'
import { readServiceTier } from '../../converse/service-tier.ts'
import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import type { StreamTranslator, TranslationContext } from '../../context.ts'
import { nameBlankCallOf } from '../../converse/blank-call-ids.ts'
import { createInputRestorer } from '../../converse/tool-input.ts'
import { truncatedStream } from '../../converse/truncated-stream.ts'
import {
  createAnswerState,
  endHeldText,
  pushBlockDelta,
  pushBlockStart,
  pushBlockStop,
} from './answer-blocks.ts'
import type { AnswerState } from './answer-blocks.ts'
import type { ResponseBody } from '../openai-types.ts'
import { endOutput } from './output.ts'
import type { ResponsesContext } from '../response-context.ts'
import { toResponseFrame } from './response-frame.ts'
import { toResponseEnding } from '../status.ts'
import { emit, takeEvents } from '../output-events.ts'
import { toResponseUsage } from '../usage.ts'

/**
 * Converse → Responses: a streamed answer, event by event. The last events wait for the `metadata` event, which
 * follows `messageStop` at once. `end()` throws a `TranslationError` (502, `stream_truncated`) when no `messageStop`
 * came.
 *
 * The transport raises exceptions of the stream; see `toStreamError`.
 *
 * @param responseContext - what the request's translation returned for this
 */
export function createResponseStream(
  responseContext: ResponsesContext,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, ResponseStreamEvent> {
  const state = createAnswerState(responseContext, context)
  const restore = createInputRestorer(responseContext)
  return {
    push: (event) => {
      for (const restored of restore(event)) pushEvent(state, restored)
      return takeEvents(state.output.sink)
    },
    end: () => {
      if (state.stop === undefined) throw truncatedStream()
      finish(state)
      return takeEvents(state.output.sink)
    },
    warnings: () => state.warnings.list(),
  }
}

/** One event of the answer. */
export function pushEvent(state: AnswerState, received: ConverseStreamOutput): void {
  const event = nameBlankCallOf(received, state.context.id)
  start(state)
  if (event.contentBlockDelta) {
    const { delta, contentBlockIndex = 0 } = event.contentBlockDelta
    if (delta) pushBlockDelta(state, delta, contentBlockIndex)
  } else if (event.contentBlockStart) pushBlockStart(state, event.contentBlockStart)
  else if (event.contentBlockStop) pushBlockStop(state, event.contentBlockStop.contentBlockIndex ?? 0)
  else if (event.messageStop) state.stop = event.messageStop
  else if (event.metadata) state.metadata = event.metadata
  if (state.stop !== undefined && state.metadata !== undefined) finish(state)
}

/** The first two events. They are sent even if the service omits `messageStart`. */
function start(state: AnswerState): void {
  if (state.started || state.output.sink.events === undefined) return
  state.started = true
  const response = toResponseFrame(state.responseContext.echo, state.context) as Response
  emit(state.output.sink, { type: 'response.created', response })
  emit(state.output.sink, { type: 'response.in_progress', response })
}

/** The end of all items, and the last event; once. */
export function finish(state: AnswerState): void {
  if (state.response !== undefined) return
  const { output, responseContext, context, stop, metadata } = state
  endHeldText(state)
  ANSWER_WARNINGS.stopReason(stop?.stopReason, 'status', state.warnings)
  const ending = toResponseEnding(stop?.stopReason)
  const items = endOutput(output, ending.status)
  const response: ResponseBody = {
    ...toResponseFrame(responseContext.echo, context),
    ...ending,
    output: items,
    usage: toResponseUsage(metadata?.usage),
    ...readServiceTier(metadata?.serviceTier),
    ...toNativeReason(stop?.stopReason, context),
    ...toAnswerExtras(
      { ...metadata, additionalModelResponseFields: stop?.additionalModelResponseFields },
      context,
    ),
  }
  state.response = response
  const type = ending.status === 'completed' ? 'response.completed' : 'response.incomplete'
  emit(output.sink, { type, response: response as Response })
}

function toNativeReason(
  stopReason: string | undefined,
  { options }: TranslationContext,
): { native_finish_reason?: string } {
  if (stopReason === undefined || (options.strictOpenAICompliance && !isUnusualStopReason(stopReason)))
    return {}
  return { native_finish_reason: stopReason }
}
