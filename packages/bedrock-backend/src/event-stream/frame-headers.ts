import { EventStreamError } from './event-stream-error.ts'

/** Bytes of a value of fixed size, by type: true, false, byte, short, integer, long, (bytes, string), timestamp, uuid. */
const FIXED_SIZE = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16] as const
const STRING = 7
const text = new TextDecoder()

/** The string headers of a frame by name. Headers of other types are stepped over: Bedrock sends none. */
export function readHeaders(bytes: Uint8Array): ReadonlyMap<string, string> {
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
