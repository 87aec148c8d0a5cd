import { setTimeout } from 'node:timers/promises'

/** Something to send, and what to wait for first. */
export interface Step {
  readonly frame: Uint8Array
  readonly waits: readonly Promise<unknown>[]
}

/** How a stream is sent, whatever its frames are. */
export interface FrameTiming {
  /** The connection breaks after so many bytes. */
  readonly truncateAfterBytes?: number
  /** The response ends properly after so many bytes, in mid-frame. */
  readonly endAfterBytes?: number
  /** Milliseconds between events. */
  readonly delayMs?: number
  /** The response stays open after the last event, until then. */
  readonly holdOpen?: Promise<unknown>
  /** The stream is cut into pieces of so many bytes, whatever the frames, each written on its own. */
  readonly chunkSize?: number
}

/** Where the bytes of a stream go. */
export interface FrameSink {
  /** Resolves when the caller has left, or has got everything. Never rejects. */
  readonly closed: Promise<unknown>
  readonly isClosed: () => boolean
  /** Sends one piece; resolves when the next one may follow. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** Ends the answer properly. */
  readonly end: () => void
  /** Breaks the connection. */
  readonly destroy: () => void
}

/** Sends frames one by one and ends the response. Stops silently when the client disconnects. */
export async function sendFrames(
  sink: FrameSink,
  steps: readonly Step[],
  timing: FrameTiming,
): Promise<void> {
  const output = limitedOutput(sink, timing)
  for (const [index, step] of steps.entries()) {
    if (index > 0 && timing.delayMs !== undefined)
      await Promise.race([setTimeout(timing.delayMs), sink.closed])
    for (const wait of step.waits) await Promise.race([wait, sink.closed])
    const next = steps[index + 1]
    const flush = next === undefined || next.waits.length > 0 || timing.delayMs !== undefined
    if (sink.isClosed() || !(await output(step.frame, flush))) return
  }
  if (timing.holdOpen) await Promise.race([timing.holdOpen, sink.closed])
  if (!sink.isClosed()) sink.end()
}

/**
 * A writer that cuts and truncates as asked. Pieces of `chunkSize` may hold the end of one frame and the beginning
 * of the next; what is left over goes out with a flush. It tells whether the stream goes on.
 */
function limitedOutput(
  sink: FrameSink,
  { truncateAfterBytes, endAfterBytes, chunkSize }: FrameTiming,
): (frame: Uint8Array, flush: boolean) => Promise<boolean> {
  const limit = truncateAfterBytes ?? endAfterBytes ?? Infinity
  let taken = 0
  let pending = Buffer.alloc(0)
  return async (frame, flush) => {
    const bytes = frame.subarray(0, Math.max(0, limit - taken))
    taken += bytes.length
    pending = Buffer.concat([pending, bytes])
    const atLimit = taken >= limit
    const size = chunkSize ?? (pending.length || 1)
    const everything = flush || atLimit
    const ready = everything ? pending.length : pending.length - (pending.length % size)
    for (let offset = 0; offset < ready && !sink.isClosed(); offset += size) {
      await sink.write(pending.subarray(offset, Math.min(offset + size, ready)))
    }
    pending = pending.subarray(ready)
    if (!atLimit) return true
    if (truncateAfterBytes === undefined) sink.end()
    else sink.destroy()
    return false
  }
}
