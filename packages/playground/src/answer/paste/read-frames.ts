import {
  createFrameDecoder,
  type EventStreamMessage,
  readMessage,
} from '@patchbay/bedrock-backend/event-stream'

/** The messages of an event stream, and what is wrong with what comes behind them. */
export interface ReadFrames {
  readonly messages: readonly EventStreamMessage[]
  readonly broken?: string
}

/** Decodes the bytes of `application/vnd.amazon.eventstream`, as far as they are right. */
export function readFrames(bytes: Uint8Array): ReadFrames {
  const decoder = createFrameDecoder()
  const messages: EventStreamMessage[] = []
  try {
    decoder.push(bytes)
    for (let frame = decoder.next(); frame !== undefined; frame = decoder.next())
      messages.push(readMessage(frame))
    decoder.end()
    return { messages }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { messages, broken: error.message }
  }
}
