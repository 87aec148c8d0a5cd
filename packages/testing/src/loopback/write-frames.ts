import type { ServerResponse } from 'node:http'
import { setImmediate, setTimeout } from 'node:timers/promises'

/** Something to send, and what to wait for first. */
export interface Step {
  readonly frame: Buffer
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

/** Sends frames one by one and ends the response. Stops silently when the client disconnects. */
export async function writeFrames(
  response: ServerResponse,
  steps: readonly Step[],
  timing: FrameTiming,
): Promise<void> {
  const closed = new Promise<void>((resolve) => response.once('close', () => resolve()))
  const output = limitedOutput(response, timing)
  for (const [index, step] of steps.entries()) {
    if (index > 0 && timing.delayMs !== undefined) await Promise.race([setTimeout(timing.delayMs), closed])
    for (const wait of step.waits) await Promise.race([wait, closed])
    const next = steps[index + 1]
    const flush = next === undefined || next.waits.length > 0 || timing.delayMs !== undefined
    if (response.destroyed || !(await output(step.frame, flush, closed))) return
  }
  if (timing.holdOpen) await Promise.race([timing.holdOpen, closed])
  if (!response.destroyed) response.end()
}

/**
 * A writer that cuts and truncates as asked. Pieces of `chunkSize` may hold the end of one frame and the beginning
 * of the next; what is left over goes out with a flush. It tells whether the stream goes on.
 */
function limitedOutput(
  response: ServerResponse,
  { truncateAfterBytes, endAfterBytes, chunkSize }: FrameTiming,
): (frame: Buffer, flush: boolean, closed: Promise<void>) => Promise<boolean> {
  const limit = truncateAfterBytes ?? endAfterBytes ?? Infinity
  let taken = 0
  let pending = Buffer.alloc(0)
  return async (frame, flush, closed) => {
    const bytes = frame.subarray(0, Math.max(0, limit - taken))
    taken += bytes.length
    pending = Buffer.concat([pending, bytes])
    const atLimit = taken >= limit
    const size = chunkSize ?? (pending.length || 1)
    const everything = flush || atLimit
    const ready = everything ? pending.length : pending.length - (pending.length % size)
    for (let offset = 0; offset < ready && !response.destroyed; offset += size) {
      await writePiece(response, pending.subarray(offset, Math.min(offset + size, ready)), closed)
    }
    pending = pending.subarray(ready)
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
