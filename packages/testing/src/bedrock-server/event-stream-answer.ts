import type { AnswerHeaders, StreamedAnswer } from '../exchange/answer.ts'
import type { Step } from '../exchange/send-frames.ts'
import { encodeErrorFrame, encodeEvent, encodeException } from './event-stream.ts'
import type { StreamBehaviour, StreamBreak } from './reply.ts'
import type { StreamEvent } from './stream-events.ts'

const PADDING = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Events as frames of an event stream, sent the way the behaviour says. */
export function eventStreamAnswer(
  requestId: string,
  events: readonly StreamEvent[],
  behaviour: StreamBehaviour = {},
  headers: AnswerHeaders = {},
): StreamedAnswer {
  return {
    status: 200,
    headers: {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': requestId,
      ...headers,
    },
    frames: toSteps(events, behaviour),
    timing: behaviour,
  }
}

function toSteps(events: readonly StreamEvent[], behaviour: StreamBehaviour): Step[] {
  const sent = behaviour.closeWithoutMessageStop
    ? events.filter((event) => !('messageStop' in event || 'metadata' in event))
    : events
  const failure = failureFrame(behaviour)
  const end = failure ? breakIndex(sent, failure.at) : sent.length
  const waitsBefore = (index: number) =>
    (behaviour.gates ?? []).filter((gate) => gate.event === index).map((gate) => gate.until)
  const steps = sent.slice(0, end).map((event, index) => ({
    frame: frameOf(event, index, behaviour.padding ?? true),
    waits: waitsBefore(index),
  }))
  return failure ? [...steps, { frame: failure.frame, waits: waitsBefore(end) }] : steps
}

function failureFrame(behaviour: StreamBehaviour): { frame: Buffer; at: StreamBreak } | undefined {
  const { exceptionAfter: exception, errorFrameAfter: error } = behaviour
  if (exception) {
    const message = exception.message ?? 'The stream was interrupted.'
    return { frame: encodeException(exception.type, message), at: exception }
  }
  return error && { frame: encodeErrorFrame(error.code, error.message ?? 'The stream broke.'), at: error }
}

function breakIndex(events: readonly StreamEvent[], at: StreamBreak): number {
  if (at.event !== undefined) return Math.min(at.event, events.length)
  const deltas = events.flatMap((event, index) =>
    'contentBlockDelta' in event || 'chunk' in event ? [index] : [],
  )
  if (at.deltas === 0) return deltas[0] ?? events.length
  const last = deltas[at.deltas - 1]
  return last === undefined ? events.length : last + 1
}

/** The service pads its payloads, so that their lengths reveal nothing. */
function frameOf(event: StreamEvent, index: number, padding: boolean): Buffer {
  const [type = '', payload] = Object.entries(event)[0] ?? []
  const p = padding ? { p: PADDING.slice(0, 1 + ((index * 7) % PADDING.length)) } : {}
  return encodeEvent(type, { ...(payload as object), ...p })
}
