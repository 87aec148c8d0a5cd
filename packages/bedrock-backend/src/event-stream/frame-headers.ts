import { EventStreamError } from './event-stream-error.ts'

/** Bytes of a value of fixed size, by type: true, false, byte, short, integer, long, (bytes, string), timestamp, uuid. */
const FIXED_SIZE = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16] as const
const STRING = 7
const text = new TextDecoder()

/** Headers that are remembered, by their bytes: there are few kinds of events, and each has the same headers in every stream. */
const known: { readonly block: Uint8Array; readonly headers: ReadonlyMap<string, string> }[] = []
const MOST_REMEMBERED = 16
/** Longer ones than any that the service sends are not worth their memory. */
const LONGEST_REMEMBERED = 512
/** The one whose place the next one takes, once there are so many. */
let oldest = 0

/** The string headers of a frame by name, which stand from `start` to `end`. */
export function readHeaders(bytes: Uint8Array, start: number, end: number): ReadonlyMap<string, string> {
  for (const { block, headers } of known) if (isSame(block, bytes, start, end)) return headers
  // A copy; `slice` of a `Buffer` is none.
  const block = new Uint8Array(bytes.subarray(start, end))
  const headers = parseHeaders(block)
  if (block.length <= LONGEST_REMEMBERED) {
    known[oldest] = { block, headers }
    oldest = (oldest + 1) % MOST_REMEMBERED
  }
  return headers
}

function isSame(block: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (block.length !== end - start) return false
  for (let index = 0; index < block.length; index += 1)
    if (block[index] !== bytes[start + index]) return false
  return true
}

/** Headers of other types than strings are stepped over: Bedrock sends none. */
function parseHeaders(bytes: Uint8Array): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  let offset = 0
  while (offset < bytes.length) {
    const nameEnd = offset + 1 + (bytes[offset] as number)
    const type = bytes[nameEnd]
    if (type === undefined || type >= FIXED_SIZE.length) throw malformed()
    const fixed = FIXED_SIZE[type]
    const valueStart = nameEnd + 1 + (fixed === undefined ? 2 : 0)
    const valueEnd = valueStart + (fixed ?? lengthAt(bytes, nameEnd + 1))
    if (valueEnd > bytes.length) throw malformed()
    if (type === STRING) {
      headers.set(
        text.decode(bytes.subarray(offset + 1, nameEnd)),
        text.decode(bytes.subarray(valueStart, valueEnd)),
      )
    }
    offset = valueEnd
  }
  return headers
}

function lengthAt(bytes: Uint8Array, offset: number): number {
  const high = bytes[offset]
  const low = bytes[offset + 1]
  if (high === undefined || low === undefined) throw malformed()
  return high * 256 + low
}

function malformed(): EventStreamError {
  return new EventStreamError('The headers of a frame are malformed.')
}
