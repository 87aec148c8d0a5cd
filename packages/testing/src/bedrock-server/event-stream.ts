import { crc32 } from 'node:zlib'

/** One message of an AWS event stream. Header values are strings: Bedrock uses no other type. */
export interface EventStreamMessage {
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Uint8Array
}

const PRELUDE_BYTES = 12
const CHECKSUM_BYTES = 4
const STRING_HEADER = 7

/**
 * Encodes one message as a frame: total length, header length, checksum of these two, headers, payload, checksum.
 * Layout: https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html
 */
export function encodeEventStreamMessage(message: EventStreamMessage): Buffer {
  const headers = Buffer.concat(Object.entries(message.headers).map(encodeHeader))
  const frame = Buffer.alloc(PRELUDE_BYTES + headers.length + message.payload.length + CHECKSUM_BYTES)
  frame.writeUInt32BE(frame.length, 0)
  frame.writeUInt32BE(headers.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  headers.copy(frame, PRELUDE_BYTES)
  frame.set(message.payload, PRELUDE_BYTES + headers.length)
  const end = frame.length - CHECKSUM_BYTES
  frame.writeUInt32BE(crc32(frame.subarray(0, end)), end)
  return frame
}

/** An event such as `contentBlockDelta`, its payload as JSON. */
export function encodeEvent(type: string, payload: unknown): Buffer {
  return encodeEventStreamMessage({
    headers: { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    payload: Buffer.from(JSON.stringify(payload)),
  })
}

/** A failure of the service model, such as `throttlingException`. */
export function encodeException(type: string, message: string): Buffer {
  return encodeEventStreamMessage({
    headers: { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    payload: Buffer.from(JSON.stringify({ message })),
  })
}

/** A failure outside of the service model: its code and text are sent in headers, the payload is empty. */
export function encodeErrorFrame(code: string, message: string): Buffer {
  return encodeEventStreamMessage({
    headers: { ':error-code': code, ':error-message': message, ':message-type': 'error' },
    payload: new Uint8Array(),
  })
}

/**
 * Decodes the whole frames of a buffer, checksums verified.
 *
 * @throws Error when a checksum is wrong or the last frame is incomplete.
 */
export function decodeEventStream(bytes: Uint8Array): EventStreamMessage[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const messages: EventStreamMessage[] = []
  for (let offset = 0; offset < buffer.length;) {
    const frame = frameAt(buffer, offset)
    messages.push(decodeFrame(frame))
    offset += frame.length
  }
  return messages
}

function encodeHeader([name, value]: [string, string]): Buffer {
  const nameBytes = Buffer.from(name)
  const valueBytes = Buffer.from(value)
  const valueLength = Buffer.alloc(2)
  valueLength.writeUInt16BE(valueBytes.length)
  return Buffer.concat([
    Buffer.from([nameBytes.length]),
    nameBytes,
    Buffer.from([STRING_HEADER]),
    valueLength,
    valueBytes,
  ])
}

function frameAt(buffer: Buffer, offset: number): Buffer {
  if (buffer.length - offset < PRELUDE_BYTES) throw new Error('The event stream ends inside a prelude')
  const length = buffer.readUInt32BE(offset)
  if (buffer.length - offset < length) throw new Error('The event stream ends inside a frame')
  return buffer.subarray(offset, offset + length)
}

function decodeFrame(frame: Buffer): EventStreamMessage {
  const end = frame.length - CHECKSUM_BYTES
  if (crc32(frame.subarray(0, 8)) !== frame.readUInt32BE(8)) throw new Error('Prelude checksum mismatch')
  if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) throw new Error('Message checksum mismatch')
  const headersEnd = PRELUDE_BYTES + frame.readUInt32BE(4)
  return {
    headers: decodeHeaders(frame.subarray(PRELUDE_BYTES, headersEnd)),
    payload: frame.subarray(headersEnd, end),
  }
}

function decodeHeaders(bytes: Buffer): Record<string, string> {
  const headers: [string, string][] = []
  for (let offset = 0; offset < bytes.length;) {
    const nameEnd = offset + 1 + bytes.readUInt8(offset)
    const name = bytes.toString('utf8', offset + 1, nameEnd)
    if (bytes.readUInt8(nameEnd) !== STRING_HEADER) throw new Error(`Header ${name} is not a string`)
    const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1)
    headers.push([name, bytes.toString('utf8', nameEnd + 3, valueEnd)])
    offset = valueEnd
  }
  return Object.fromEntries(headers)
}
