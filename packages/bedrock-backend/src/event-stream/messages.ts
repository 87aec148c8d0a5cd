import { readText } from '#event-stream/native-text'

import { EventStreamError } from './event-stream-error.ts'
import type { Frame } from './frame-decoder.ts'

/** What a frame says: an event, or a failure that the service modelled (`exception`) or did not (`error`). */
export type EventStreamMessage =
  | { readonly kind: 'event'; readonly type: string; readonly payload: unknown }
  | { readonly kind: 'failure'; readonly type: string; readonly message: string }

/** Reads a frame's `:message-type`. Payloads are JSON; what is no JSON throws an `EventStreamError`. */
export function readMessage(frame: Frame): EventStreamMessage {
  const kind = frame.headers.get(':message-type')
  if (kind === 'event') {
    return { kind: 'event', type: frame.headers.get(':event-type') ?? '', payload: payloadOf(frame) }
  }
  if (kind === 'exception') {
    return {
      kind: 'failure',
      type: frame.headers.get(':exception-type') ?? 'unknown',
      message: messageOf(frame),
    }
  }
  if (kind === 'error') {
    const type = frame.headers.get(':error-code') ?? 'unknown'
    return { kind: 'failure', type, message: frame.headers.get(':error-message') ?? type }
  }
  throw new EventStreamError(`A frame has the message type ${JSON.stringify(kind)}.`)
}

function payloadOf({ bytes, payloadStart, payloadEnd }: Frame): unknown {
  if (payloadStart === payloadEnd) return {}
  try {
    return JSON.parse(readText(bytes, payloadStart, payloadEnd))
  } catch {
    throw new EventStreamError('The payload of an event is not JSON.')
  }
}

/** An exception's own text, its payload when it has none. */
function messageOf({ bytes, payloadStart, payloadEnd }: Frame): string {
  const raw = readText(bytes, payloadStart, payloadEnd)
  try {
    const parsed = JSON.parse(raw) as { message?: unknown; Message?: unknown } | null
    const message = parsed?.message ?? parsed?.Message
    return typeof message === 'string' ? message : raw
  } catch {
    return raw
  }
}
