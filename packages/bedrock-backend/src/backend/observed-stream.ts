import { endWhenForgotten, type Observation } from '@patchbay/core'
import type { StreamTranslator } from '@patchbay/translator'

import { RequestFailure } from '../request-failure.ts'
import type { ChunkSource } from '../server-sent-events.ts'

/** A translator that tells hooks of the events it is given, and where content is captured of what it makes of them. */
export function observedTranslator<Event, Chunk>(
  translator: StreamTranslator<Event, Chunk>,
  observation: Observation,
): StreamTranslator<Event, Chunk> {
  const capture = (chunks: Chunk[]): Chunk[] => {
    if (observation.capturesContent) for (const chunk of chunks) observation.content(chunk, 'event')
    return chunks
  }
  return {
    push(event) {
      observation.event(event)
      return capture(translator.push(event))
    },
    end: () => capture(translator.end()),
    warnings: () => translator.warnings?.() ?? [],
  }
}

/** A source that tells hooks how it ends: `ok` at its end, `error` where it fails, `aborted` where its reader leaves or never comes. */
export function observedSource<Chunk>(
  source: ChunkSource<Chunk>,
  observation: Observation,
  signal: AbortSignal | undefined,
): ChunkSource<Chunk> {
  observation.takeOver('stream')
  const observed: ChunkSource<Chunk> = {
    async next() {
      try {
        const chunks = await source.next()
        if (chunks === undefined) observation.end('ok')
        return chunks
      } catch (error) {
        endWithError(observation, error, signal)
        throw error
      }
    },
    cancel() {
      observation.end('aborted', signal?.reason)
      source.cancel()
    },
  }
  endWhenForgotten(observed, observation)
  return observed
}

/** Tells hooks that a stream has failed, or was aborted. */
export function endWithError(
  observation: Observation,
  error: unknown,
  signal: AbortSignal | undefined,
): void {
  if (signal?.aborted === true) observation.end('aborted', signal.reason)
  else
    observation.end(
      'error',
      error instanceof RequestFailure ? { ...error.details, message: error.message } : error,
    )
}
