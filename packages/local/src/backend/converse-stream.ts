import type { Warning } from '@patchbay/core'
import { fromConverseJson, type StreamTranslator } from '@patchbay/translator'
import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import { createFrameDecoder, type Frame } from '../event-stream/frame-decoder.ts'
import { readMessage } from '../event-stream/messages.ts'
import type { ChunkSource } from '../server-sent-events.ts'
import type { HttpBody } from '../transport/http-client.ts'
import { RequestFailure } from '../request-failure.ts'
import { toRequestFailure } from './service-failure.ts'

/**
 * The event stream of one ConverseStream answer, as the chunks of a protocol.
 *
 * @param onWarnings gets what the answer's translation reported, once, when the stream has ended properly
 */
export function readConverseStream<Chunk>(
  body: HttpBody,
  translator: StreamTranslator<ConverseStreamOutput, Chunk>,
  onWarnings: (warnings: readonly Warning[]) => void = () => {},
): ChunkSource {
  const decoder = createFrameDecoder()
  /** Comes to light after the chunks before it have been handed out. */
  let failure: { readonly error: unknown } | undefined
  let ended = false

  const translate = (bytes: Uint8Array): Chunk[] => {
    const chunks: Chunk[] = []
    try {
      for (const frame of decoder.push(bytes)) chunks.push(...translator.push(eventOf(frame)))
    } catch (error) {
      failure = { error }
      body.cancel()
    }
    return chunks
  }

  return {
    async next() {
      if (failure !== undefined) throw failure.error
      if (ended) return undefined
      const bytes = await body.read().catch(interrupted)
      if (bytes !== undefined) return translate(bytes)
      ended = true
      decoder.end()
      const last = translator.end()
      onWarnings(translator.warnings?.() ?? [])
      return last
    },
    cancel: () => body.cancel(),
  }
}

function eventOf(frame: Frame): ConverseStreamOutput {
  const message = readMessage(frame)
  if (message.kind === 'failure') throw toRequestFailure(message)
  return fromConverseJson<ConverseStreamOutput>({ [message.type]: message.payload })
}

/** The status has been sent already: a connection that breaks now is an error of the stream. */
function interrupted(cause: unknown): never {
  const failure = new RequestFailure(
    'The connection to Amazon Bedrock broke before the answer was complete.',
    {
      status: 502,
      type: 'server_error',
      code: 'stream_interrupted',
    },
  )
  failure.cause = cause
  throw failure
}
