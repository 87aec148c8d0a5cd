export { createFrameDecoder, type Frame, type FrameDecoder } from './frame-decoder.ts'
export { type EventStreamMessage, readMessage } from './messages.ts'
