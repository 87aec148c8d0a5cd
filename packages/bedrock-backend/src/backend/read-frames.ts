import type { HttpBody } from '@patchbay/core'
import type { BedrockError } from '@patchbay/translator'

import { createFrameDecoder } from '../event-stream/frame-decoder.ts'
import { readMessage } from '../event-stream/messages.ts'
import { interruptedStream, type RequestFailure } from '../request-failure.ts'
import type { ChunkSource } from '../server-sent-events.ts'

/** Turns the events of Bedrock's stream into items. */
export interface FrameTranslator<Item> {
  /** The items of one event. */
  push(type: string, payload: unknown): readonly Item[]
  /** The items that were held back. Throws when the stream ended too early. */
  end(): readonly Item[]
}

/**
 * Reads the event stream of one answer of Bedrock.
 *
 * @param promptField the caller's field that holds the prompt, for failures that name it
 */
export function readFrames<Item>(
  body: HttpBody,
  translator: FrameTranslator<Item>,
  promptField?: string,
): ChunkSource<Item> {
  const decoder = createFrameDecoder()
  /** Reported after the items before it have been handed out. */
  let failure: { readonly error: unknown } | { readonly reported: BedrockError } | undefined
  let ended = false

  /** The items of the next event that has any, as long as there are frames. A failure is reported by the next `next`. */
  const ready = (): readonly Item[] | undefined => {
    if (failure !== undefined) return undefined
    try {
      for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) {
        const message = readMessage(frame)
        if (message.kind === 'failure') {
          failure = { reported: message }
          break
        }
        const items = translator.push(message.type, message.payload)
        if (items.length > 0) return items
      }
    } catch (error) {
      failure = { error }
    }
    if (failure !== undefined) body.cancel()
    return undefined
  }

  return {
    ready,
    async next() {
      for (;;) {
        const items = ready()
        if (items !== undefined) return items
        if (failure !== undefined)
          throw 'error' in failure ? failure.error : await toFailure(failure.reported, promptField)
        if (ended) return undefined
        let bytes: Uint8Array | undefined
        try {
          bytes = await body.read()
        } catch (error) {
          throw interruptedStream(error)
        }
        if (bytes !== undefined) {
          decoder.push(bytes)
          continue
        }
        ended = true
        decoder.end()
        return translator.end()
      }
    },
    cancel: () => body.cancel(),
  }
}

/** Most streams end well: what reads failures is loaded with the first one. */
async function toFailure(reported: BedrockError, promptField: string | undefined): Promise<RequestFailure> {
  const { toRequestFailure } = await import('./service-error.ts')
  return toRequestFailure(reported, promptField)
}
