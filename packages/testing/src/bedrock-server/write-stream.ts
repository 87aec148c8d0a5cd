import type { ServerResponse } from 'node:http'
import { setImmediate, setTimeout } from 'node:timers/promises'

import { encodeErrorFrame, encodeEvent, encodeException } from './event-stream.ts'
import type { StreamBehaviour, StreamBreak } from './reply.ts'
import type { StreamEvent } from './stream-events.ts'

const PADDING = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Something to send, or to wait for before the next frame. */
interface Step {
  readonly frame: Buffer
  readonly waits: readonly Promise<unknown>[]
}

/** Sends events as frames of an event stream, the way the behaviour says. The head has been written. */
export async function writeEventStream(
  response: ServerResponse,
  events: readonly StreamEvent[],
  behaviour: StreamBehaviour = {},
): Promise<void> {
  const closed = new Promise<void>((resolve) => response.once('close', () => resolve()))
  const output = limitedOutput(response, behaviour)
  const steps = toSteps(events, behaviour)
  for (const [index, step] of steps.entries()) {
    if (index > 0 && behaviour.delayMs !== undefined)
      await Promise.race([setTimeout(behaviour.delayMs), closed])
    for (const wait of step.waits) await Promise.race([wait, closed])
    const next = steps[index + 1]
    const flush = next === undefined || next.waits.length > 0 || behaviour.delayMs !== undefined
    if (response.destroyed || !(await output(step.frame, flush, closed))) return
  }
  if (behaviour.holdOpen) await Promise.race([behaviour.holdOpen, closed])
  if (!response.destroyed) response.end()
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

/** The service pads its payloads, so that their lengths tell nothing. */
function frameOf(event: StreamEvent, index: number, padding: boolean): Buffer {
  const [type = '', payload] = Object.entries(event)[0] ?? []
  const p = padding ? { p: PADDING.slice(0, 1 + ((index * 7) % PADDING.length)) } : {}
  return encodeEvent(type, { ...(payload as object), ...p })
}

/**
 * A writer that cuts and truncates as asked. Pieces of `chunkSize` may hold the end of one frame and the beginning
 * of the next; what is left over goes out with a flush. It tells whether the stream goes on.
 */
function limitedOutput(
  response: ServerResponse,
  { truncateAfterBytes, endAfterBytes, chunkSize }: StreamBehaviour,
): (frame: Buffer, flush: boolean, closed: Promise<void>) => Promise<boolean> {
  const limit = truncateAfterBytes ?? endAfterBytes ?? Infinity
  let taken = 0
  let pending = Buffer.alloc(0)
  return async (frame, flush, closed) => {
    const bytes = frame.subarray(0, Math.max(0, limit - taken))
    taken += bytes.length
    pending = Buffer.concat([pending, bytes])
    const atLimit = taken >= limit
    const size = chunkSize ?? pending.length
    while (pending.length > 0 && (pending.length >= size || flush || atLimit) && !response.destroyed) {
      await writePiece(response, pending.subarray(0, size), closed)
      pending = pending.subarray(size)
    }
    if (!atLimit) return true
    if (truncateAfterBytes === undefined) response.end()
    else response.destroy()
    return false
  }
}

/** Writes one piece and lets it leave before the next one. */
async function writePiece(response: ServerResponse, bytes: Buffer, closed: Promise<void>): Promise<void> {
  if (!response.write(bytes)) {
    await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed])
  }
  await setImmediate()
}
