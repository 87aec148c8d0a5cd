import { decodeBase64 } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'
import type { NamedEvent } from './named-events.ts'
import type { FrameTranslator } from '../../backend/read-frames.ts'

/**
 * The chunks of InvokeModelWithResponseStream, whose bytes are Anthropic's own events already: their text goes on as it is,
 * under the name that its `type` says.
 */
export function claudeEvents(): FrameTranslator<NamedEvent> {
  let stopped = false
  return {
    push(type, payload) {
      const data = type === 'chunk' ? chunkText(payload) : undefined
      if (data === undefined) return []
      const name = typeOf(data)
      if (name === 'message_stop' || name === 'error') stopped = true
      return [{ name, data } satisfies NamedEvent]
    },
    end() {
      if (stopped) return []
      throw new RequestFailure('The stream from Bedrock ended before the answer was complete.', {
        status: 502,
        type: 'server_error',
        code: 'stream_truncated',
      })
    },
  }
}

const text = new TextDecoder()

function chunkText(payload: unknown): string | undefined {
  const bytes =
    typeof payload === 'object' && payload !== null && 'bytes' in payload ? payload.bytes : undefined
  const decoded = typeof bytes === 'string' ? decodeBase64(bytes) : undefined
  return decoded === undefined ? undefined : text.decode(decoded)
}

function typeOf(json: string): string {
  try {
    const { type } = JSON.parse(json) as { type?: unknown }
    if (typeof type === 'string') return type
  } catch {
    // Said below.
  }
  throw new RequestFailure('A chunk of the stream from Bedrock is no event of the Messages API.', {
    status: 502,
    type: 'server_error',
    code: 'malformed_event_stream',
  })
}
