import { concatenateBytes, type Redactor } from '@patchbay/core'

import { frameLength, mapFrame, readFrameHeaders } from './event-frames.ts'

/** As much as the SDK's decoders and `releaseOnEarlyExit` need of a body. */
interface RedactedBody extends AsyncIterable<Uint8Array> {
  destroy(): void
  on(event: string, listener: (error: unknown) => void): void
}

/** The service's own bound is 16 MB a message. What says that it is longer is none, and is left to the SDK. */
const LONGEST_FRAME = 24 * 1024 * 1024

/**
 * An event stream of AWS whose exceptions and errors quote no secret. Events keep their bytes; a frame is handed on when it is
 * whole.
 *
 * @param body - as the request handler brought it
 */
export function redactExceptions(body: unknown, redactor: Redactor): unknown {
  if (typeof body !== 'object' || body === null) return body
  if (body instanceof Blob) return redactExceptions(body.stream(), redactor)
  if (body instanceof ReadableStream) return body.pipeThrough(createTransform(redactor))
  if (!(Symbol.asyncIterator in body)) return body
  return redactedIterable(body as AsyncIterable<Uint8Array> & Partial<RedactedBody>, redactor)
}

function createTransform(redactor: Redactor): TransformStream<Uint8Array, Uint8Array> {
  const frames = createFrameFilter(redactor)
  return new TransformStream({
    transform(bytes, controller) {
      for (const part of frames.push(bytes)) controller.enqueue(part)
    },
    flush(controller) {
      for (const part of frames.rest()) controller.enqueue(part)
    },
  })
}

function redactedIterable(
  source: AsyncIterable<Uint8Array> & Partial<RedactedBody>,
  redactor: Redactor,
): RedactedBody {
  const frames = createFrameFilter(redactor)
  return {
    async *[Symbol.asyncIterator]() {
      for await (const bytes of source) yield* frames.push(bytes)
      yield* frames.rest()
    },
    destroy: () => source.destroy?.(),
    on: (event, listener) => source.on?.(event, listener),
  }
}

/** Cuts bytes between frames. */
interface FrameFilter {
  push(bytes: Uint8Array): readonly Uint8Array[]
  /** What is left at the end: half a frame, which the SDK makes an error of. */
  rest(): readonly Uint8Array[]
}

function createFrameFilter(redactor: Redactor): FrameFilter {
  let held: Uint8Array[] = []
  let heldLength = 0
  /** The length of the frame that is held. */
  let wanted: number | undefined
  return {
    push(bytes) {
      held.push(bytes)
      heldLength += bytes.length
      if (heldLength < (wanted ?? 0)) return []
      const all = held.length === 1 ? bytes : concatenateBytes(held)
      const ready: Uint8Array[] = []
      let start = 0
      for (;;) {
        wanted = frameLength(all.subarray(start))
        if (wanted === undefined || (wanted <= LONGEST_FRAME && start + wanted > all.length)) break
        const end = wanted > LONGEST_FRAME ? all.length : start + wanted
        ready.push(redactFrame(all.subarray(start, end), redactor))
        start = end
      }
      held = start === all.length ? [] : [all.subarray(start)]
      heldLength = all.length - start
      return ready
    },
    rest: () => held.splice(0),
  }
}

function redactFrame(frame: Uint8Array, redactor: Redactor): Uint8Array {
  const headers = readFrameHeaders(frame)
  const type = headers?.find(({ name }) => name === ':message-type')?.text
  if (headers === undefined || type === 'event') return frame
  let isChanged = false
  const redacted = mapFrame(frame, headers, (text, part) => {
    const safe = part === 'payload' ? redactor.json(text) : redactor.text(text)
    isChanged ||= safe !== text
    return safe
  })
  return isChanged ? redacted : frame
}
