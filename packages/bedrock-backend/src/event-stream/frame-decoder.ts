import { crc32 } from '#event-stream/native-crc32'

import { crc32ByTable } from './crc32.ts'
import { EventStreamError } from './event-stream-error.ts'
import { readHeaders } from './frame-headers.ts'

/** One frame: its string headers by name, and its payload, which stands between two places of `bytes`. Valid until the next `push`. */
export interface Frame {
  readonly headers: ReadonlyMap<string, string>
  readonly bytes: Uint8Array
  readonly payloadStart: number
  readonly payloadEnd: number
}

/** Takes the bytes of an event stream as the network cuts them. */
export interface FrameDecoder {
  /** Adds bytes. Take all frames before the next push. */
  push(bytes: Uint8Array): void
  /**
   * The next frame that is complete; `undefined` where more bytes are needed. Throws an `EventStreamError` at the first
   * frame that cannot be right.
   */
  next(): Frame | undefined
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
  /** The frames that were not taken stand from `offset` to `end`. */
  let bytes: Uint8Array = new Uint8Array(0)
  let offset = 0
  let end = 0
  /** Whether `bytes` is a copy, with room for more. */
  let owned = false
  return {
    push(added) {
      if (offset === end) {
        bytes = added
        offset = 0
        end = added.length
        owned = false
        return
      }
      // A copy of the rest: it leaves the frames that were handed out untouched.
      if (!owned || offset > 0 || bytes.length < end + added.length) {
        const larger = new Uint8Array(Math.max((end - offset) * 2, end - offset + added.length))
        larger.set(bytes.subarray(offset, end))
        bytes = larger
        end -= offset
        offset = 0
        owned = true
      }
      bytes.set(added, end)
      end += added.length
    },
    next() {
      if (end - offset < PRELUDE) return undefined
      const length = checkedLength(bytes, offset)
      if (end - offset < length) return undefined
      const start = offset
      offset += length
      return decodeFrame(bytes, start, length)
    },
    end() {
      if (offset < end) throw new EventStreamError('The event stream ended in the middle of a frame.')
    },
  }
}

/** The frame's whole length, once its prelude is known to be sound. */
function checkedLength(bytes: Uint8Array, start: number): number {
  // For eight bytes a call of the native function costs more than it saves.
  if (crc32ByTable(bytes, 0, start, start + 8) !== unsignedAt(bytes, start + 8)) {
    throw new EventStreamError('The checksum of a frame’s prelude is wrong.')
  }
  const length = unsignedAt(bytes, start)
  const headersLength = unsignedAt(bytes, start + 4)
  if (length > MAX_FRAME || headersLength > MAX_HEADERS || length < PRELUDE + headersLength + CHECKSUM) {
    throw new EventStreamError(
      `A frame of ${length} bytes with ${headersLength} bytes of headers is impossible.`,
    )
  }
  return length
}

function decodeFrame(bytes: Uint8Array, start: number, length: number): Frame {
  const payloadEnd = start + length - CHECKSUM
  if (crc32(bytes.subarray(start, payloadEnd)) !== unsignedAt(bytes, payloadEnd)) {
    throw new EventStreamError('The checksum of a frame is wrong.')
  }
  const payloadStart = start + PRELUDE + unsignedAt(bytes, start + 4)
  return { headers: readHeaders(bytes, start + PRELUDE, payloadStart), bytes, payloadStart, payloadEnd }
}

/** Four bytes as an unsigned number. A `DataView` for each frame costs more than it saves. */
function unsignedAt(bytes: Uint8Array, offset: number): number {
  const high = bytes[offset] as number
  const low =
    ((bytes[offset + 1] as number) << 16) |
    ((bytes[offset + 2] as number) << 8) |
    (bytes[offset + 3] as number)
  return high * 0x1000000 + low
}
