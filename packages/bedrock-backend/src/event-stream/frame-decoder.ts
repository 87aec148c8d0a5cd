import { crc32 } from '#event-stream/native-crc32'

import { EventStreamError } from './event-stream-error.ts'
import { readHeaders } from './frame-headers.ts'

/** One frame: its string headers by name, and its payload. Valid until the next `push`. */
export interface Frame {
  readonly headers: ReadonlyMap<string, string>
  readonly payload: Uint8Array
}

/** Takes the bytes of an event stream as the network cuts them. */
export interface FrameDecoder {
  /**
   * The frames that `bytes` completes, in order. Iterate to the end before the next push. Throws an
   * `EventStreamError` at the first frame that cannot be right, after the sound ones before it.
   */
  push(bytes: Uint8Array): Iterable<Frame>
  /** Throws an `EventStreamError` when the stream stopped in mid-frame. */
  end(): void
}

/** u32 total length, u32 headers length, u32 CRC-32 of these eight bytes. */
const PRELUDE = 12
const CHECKSUM = 4
/** The service's own bounds are 16 MB a message, 128 KB of headers; ours are larger, and keep garbage from filling memory. */
const MAX_FRAME = 24 * 1024 * 1024
const MAX_HEADERS = 128 * 1024

/**
 * An incremental decoder of `application/vnd.amazon.eventstream`, both checksums verified.
 * https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html
 */
export function createFrameDecoder(): FrameDecoder {
  /** Bytes of a frame that is not complete yet: the first `used` of `store`. */
  let store: Uint8Array = new Uint8Array(0)
  let used = 0
  return {
    *push(bytes) {
      let rest = bytes
      const begun = used > 0
      if (begun) {
        store = withRoom(store, used, bytes.length)
        store.set(bytes, used)
        used += bytes.length
        rest = store.subarray(0, used)
      }
      while (rest.length >= PRELUDE) {
        const length = checkedLength(rest)
        if (rest.length < length) break
        const frame = decodeFrame(rest.subarray(0, length))
        rest = rest.subarray(length)
        yield frame
      }
      // A view of exactly the rest: the next push copies it, and so leaves the frames handed out untouched.
      if (!begun || rest.length < used) store = rest
      used = rest.length
    },
    end() {
      if (used > 0) throw new EventStreamError('The event stream ended in the middle of a frame.')
    },
  }
}

/** `store`, or a copy at least twice its size where `more` bytes would not fit: a long frame is copied a few times only. */
function withRoom(store: Uint8Array, used: number, more: number): Uint8Array {
  if (store.length >= used + more) return store
  const larger = new Uint8Array(Math.max(used * 2, used + more))
  larger.set(store.subarray(0, used))
  return larger
}

/** The frame's whole length, once its prelude is known to be sound. */
function checkedLength(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  if (crc32(bytes.subarray(0, 8)) !== view.getUint32(8)) {
    throw new EventStreamError('The checksum of a frame’s prelude is wrong.')
  }
  const length = view.getUint32(0)
  const headersLength = view.getUint32(4)
  if (length > MAX_FRAME || headersLength > MAX_HEADERS || length < PRELUDE + headersLength + CHECKSUM) {
    throw new EventStreamError(
      `A frame of ${length} bytes with ${headersLength} bytes of headers is impossible.`,
    )
  }
  return length
}

function decodeFrame(bytes: Uint8Array): Frame {
  const view = viewOf(bytes)
  const end = bytes.length - CHECKSUM
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end)) {
    throw new EventStreamError('The checksum of a frame is wrong.')
  }
  const headersEnd = PRELUDE + view.getUint32(4)
  return {
    headers: readHeaders(bytes.subarray(PRELUDE, headersEnd)),
    payload: bytes.subarray(headersEnd, end),
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
