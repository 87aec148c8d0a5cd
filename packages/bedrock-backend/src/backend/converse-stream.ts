import type { HttpBody, Warning } from '@patchbay/core'
import { readConverseEvent, type StreamTranslator } from '@patchbay/translator'
import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { ChunkSource } from '../server-sent-events.ts'
import { readFrames, type FrameTranslator } from './read-frames.ts'

/**
 * Reads the event stream of one ConverseStream answer as the chunks of a protocol.
 *
 * @param onWarnings called once, when the stream has ended properly, with the warnings of the answer's translation
 * @param promptField the caller's field that holds the prompt, for failures that name it
 */
export function readConverseStream<Chunk>(
  body: HttpBody,
  translator: StreamTranslator<ConverseStreamOutput, Chunk>,
  onWarnings: (warnings: readonly Warning[]) => void = () => {},
  promptField?: string,
): ChunkSource<Chunk> {
  const frames: FrameTranslator<Chunk> = {
    push: (type, payload) => translator.push(readConverseEvent(type, payload)),
    end() {
      const last = translator.end()
      onWarnings(translator.warnings?.() ?? [])
      return last
    },
  }
  return readFrames(body, frames, promptField)
}
