import type { Observation } from '@patchbay/core'
import type { StreamTranslator } from '@patchbay/translator'

/** Makes translators tell hooks of the events that they are given, and where content is captured of what they make of these. */
export function observing(
  observation: Observation,
): <Event, Chunk>(translator: StreamTranslator<Event, Chunk>) => StreamTranslator<Event, Chunk> {
  const capture = <Chunk>(chunks: Chunk[]): Chunk[] => {
    if (observation.capturesContent) for (const chunk of chunks) observation.content(chunk, 'event')
    return chunks
  }
  return (translator) => ({
    push(event) {
      observation.event(event)
      return capture(translator.push(event))
    },
    end: () => capture(translator.end()),
    warnings: () => translator.warnings?.() ?? [],
  })
}
