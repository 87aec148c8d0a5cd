import { concatenateBytes } from '../internal/concatenate-bytes.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Cuts the bytes of a stream of server-sent events between events, and changes none of them. */
export interface EventSplitter {
  /** As many bytes as are whole events, and comments between them. What comes after these is kept until its event is whole. */
  push(chunk: Bytes): readonly Bytes[]
  /** What is left at the end of the stream. */
  rest(): readonly Bytes[]
  /** The single events of bytes that are whole events. */
  split(bytes: Bytes): readonly Bytes[]
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const COLON = 58

/** A splitter of one stream. */
export function createEventSplitter(): EventSplitter {
  const held: Bytes[] = []
  return {
    push(chunk) {
      // A blank line may be cut in two.
      const before = lastBytes(held)
      const joined = before.length === 0 ? chunk : concatenateBytes([before, chunk])
      const end = Math.max(endOfEvents(joined) - before.length, 0)
      const whole = end === 0 && held.length > 0 ? 0 : endOfComments(chunk, end)
      const ready = whole === 0 ? [] : [...held.splice(0), chunk.subarray(0, whole)]
      if (whole < chunk.length) held.push(chunk.subarray(whole))
      return ready
    },
    rest: () => held.splice(0),
    split,
  }
}

function split(bytes: Bytes): readonly Bytes[] {
  const events: Bytes[] = []
  let start = 0
  for (let index = 0; index < bytes.length; index += 1) {
    if (!endsEvent(bytes, index)) continue
    events.push(bytes.subarray(start, index + 1))
    start = index + 1
  }
  return start < bytes.length ? [...events, bytes.subarray(start)] : events
}

/** As many bytes as a blank line may have before its last one. */
function lastBytes(held: readonly Bytes[]): Bytes {
  return concatenateBytes(held.slice(-3).map((part) => part.subarray(-3))).slice(-3)
}

function endOfEvents(bytes: Bytes): number {
  let end = bytes.length
  while (end > 0 && !endsEvent(bytes, end - 1)) end -= 1
  return end
}

/** Whether a blank line ends with this byte: `\n\n`, `\r\n\r\n` or `\r\r`. */
function endsEvent(bytes: Bytes, index: number): boolean {
  const byte = bytes[index]
  if (byte === CARRIAGE_RETURN) return bytes[index - 1] === CARRIAGE_RETURN
  if (byte !== LINE_FEED) return false
  const previous = bytes[index - 1]
  return previous === LINE_FEED || (previous === CARRIAGE_RETURN && bytes[index - 2] === LINE_FEED)
}

/** Heartbeats wait for nothing: many have no blank line after them. */
function endOfComments(bytes: Bytes, start: number): number {
  let end = start
  while (bytes[end] === COLON) {
    const next = bytes.indexOf(LINE_FEED, end)
    if (next === -1) break
    end = next + 1
  }
  return end
}
