import type { BedrockError } from '@patchbay/translator'

import { createFrameDecoder } from '../event-stream/frame-decoder.ts'
import { readMessage } from '../event-stream/messages.ts'
import { RequestFailure } from '../request-failure.ts'
import type { ChunkSource } from '../server-sent-events.ts'
import type { HttpBody } from '../transport/http-client.ts'

/** Turns the events of Bedrock's stream into items. */
export interface FrameTranslator<Item> {
  /** The items of one event. */
  push(type: string, payload: unknown): readonly Item[]
  /** The items that were held back. Throws when the stream ended too early. */
  end(): readonly Item[]
}

/** Reads the event stream of one answer of Bedrock. */
export function readFrames<Item>(body: HttpBody, translator: FrameTranslator<Item>): ChunkSource<Item> {
  const decoder = createFrameDecoder()
  /** Reported after the items before it have been handed out. */
  let failure: { readonly error: unknown } | { readonly reported: BedrockError } | undefined
  let ended = false

  const translate = (bytes: Uint8Array): Item[] => {
    const items: Item[] = []
    try {
      for (const frame of decoder.push(bytes)) {
        const message = readMessage(frame)
        if (message.kind === 'failure') {
          failure = { reported: message }
          body.cancel()
          break
        }
        items.push(...translator.push(message.type, message.payload))
      }
    } catch (error) {
      failure = { error }
      body.cancel()
    }
    return items
  }

  return {
    async next() {
      if (failure !== undefined) throw 'error' in failure ? failure.error : await toFailure(failure.reported)
      if (ended) return undefined
      const bytes = await body.read().catch(interrupted)
      if (bytes !== undefined) return translate(bytes)
      ended = true
      decoder.end()
      return translator.end()
    },
    cancel: () => body.cancel(),
  }
}

/** Most streams end well: what reads failures is loaded with the first one. */
async function toFailure(reported: BedrockError): Promise<RequestFailure> {
  const { toRequestFailure } = await import('./service-error.ts')
  return toRequestFailure(reported)
}

/** The status has been sent already: a connection that breaks now is an error of the stream. */
function interrupted(cause: unknown): never {
  const failure = new RequestFailure(
    'The connection to Amazon Bedrock broke before the answer was complete.',
    { status: 502, type: 'server_error', code: 'stream_interrupted' },
  )
  failure.cause = cause
  throw failure
}
