/** u32 total length, u32 length of the headers, u32 CRC-32 of these eight bytes. */
const PRELUDE = 12
const CHECKSUM = 4
const STRING = 7
/** Bytes of a value of fixed size, by type: true, false, byte, short, integer, long, (bytes, string), timestamp, uuid. */
const FIXED_SIZE = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16] as const

/** The whole length of the frame that bytes begin with; `undefined` where that is not known yet. */
export function frameLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < PRELUDE) return undefined
  return Math.max(viewOf(bytes).getUint32(0), PRELUDE + CHECKSUM)
}

/** A header of a frame: its bytes, and its text where it is one. */
interface FrameHeader {
  readonly bytes: Uint8Array
  readonly name: string
  readonly text: string | undefined
}

/** The headers of a whole frame; `undefined` where they do not add up. */
export function readFrameHeaders(frame: Uint8Array): readonly FrameHeader[] | undefined {
  const end = PRELUDE + viewOf(frame).getUint32(4)
  if (end > frame.length - CHECKSUM) return undefined
  const headers: FrameHeader[] = []
  let start = PRELUDE
  while (start < end) {
    const nameEnd = start + 1 + (frame[start] as number)
    const type = frame[nameEnd] ?? FIXED_SIZE.length
    if (type >= FIXED_SIZE.length) return undefined
    const fixed = FIXED_SIZE[type]
    const valueStart = nameEnd + 1 + (fixed === undefined ? 2 : 0)
    if (valueStart > end) return undefined
    const valueEnd = valueStart + (fixed ?? viewOf(frame).getUint16(nameEnd + 1))
    if (valueEnd > end) return undefined
    headers.push({
      bytes: frame.subarray(start, valueEnd),
      name: decode(frame.subarray(start + 1, nameEnd)),
      text: type === STRING ? decode(frame.subarray(valueStart, valueEnd)) : undefined,
    })
    start = valueEnd
  }
  return headers
}

/** A whole frame with every text in it changed: those of its headers, and its payload. The checksums are made anew. */
export function mapFrame(
  frame: Uint8Array,
  headers: readonly FrameHeader[],
  change: (text: string, part: 'header' | 'payload') => string,
): Uint8Array {
  const payload = decode(frame.subarray(PRELUDE + viewOf(frame).getUint32(4), frame.length - CHECKSUM))
  const parts = headers.map(({ bytes, name, text }) => {
    const changed = text === undefined || name.startsWith(':message-type') ? text : change(text, 'header')
    return changed === text || changed === undefined ? bytes : encodeHeader(name, changed)
  })
  return encodeFrame(parts, new TextEncoder().encode(change(payload, 'payload')))
}

function encodeHeader(name: string, text: string): Uint8Array {
  const value = new TextEncoder().encode(text).subarray(0, 0x7fff)
  const encodedName = new TextEncoder().encode(name)
  const length = [value.length >> 8, value.length & 0xff]
  return Uint8Array.from([encodedName.length, ...encodedName, STRING, ...length, ...value])
}

function encodeFrame(headers: readonly Uint8Array[], payload: Uint8Array): Uint8Array {
  const headersLength = headers.reduce((length, part) => length + part.length, 0)
  const frame = new Uint8Array(PRELUDE + headersLength + payload.length + CHECKSUM)
  const view = viewOf(frame)
  view.setUint32(0, frame.length)
  view.setUint32(4, headersLength)
  view.setUint32(8, crc32(frame.subarray(0, 8)))
  let offset = PRELUDE
  for (const part of [...headers, payload]) {
    frame.set(part, offset)
    offset += part.length
  }
  view.setUint32(offset, crc32(frame.subarray(0, offset)))
  return frame
}

/** Few frames are made anew: those that quote a secret. https://www.rfc-editor.org/rfc/rfc1952#section-8 */
function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
