import type { HandedChunks, TakeChunks } from '@patchbay/core'

import type { ChunkSource, EventFormat } from '../../server-sent-events.ts'

type Body = ReadableStream<Uint8Array<ArrayBuffer>>

/**
 * A body of server-sent events whose chunks can be taken in its place, as long as nothing of it was read.
 *
 * @param format says what a reader makes of the event of a chunk
 * @param bodyOf makes the body of a source
 */
export function chunkOffer<Chunk>(
  source: ChunkSource<Chunk>,
  format: EventFormat<Chunk>,
  bodyOf: (source: ChunkSource<Chunk>) => Body,
): { readonly body: Body; readonly take: TakeChunks } {
  let isUsed = false
  let isTaken = false
  const body = bodyOf({
    next() {
      isUsed = true
      return source.next()
    },
    ready: () => source.ready?.(),
    cancel() {
      isUsed = true
      if (!isTaken) source.cancel()
    },
  })
  const take: TakeChunks = () => {
    // A clone has locked it, too.
    if (isUsed || body.locked) return undefined
    isTaken = true
    const reader = body.getReader()
    void reader.cancel()
    return handOver(source, format, bodyOf, () => reader.releaseLock())
  }
  return { body, take }
}

function handOver<Chunk>(
  source: ChunkSource<Chunk>,
  format: EventFormat<Chunk>,
  bodyOf: (source: ChunkSource<Chunk>) => Body,
  release: () => void,
): HandedChunks {
  return {
    next: () => source.next(),
    ready: () => source.ready?.(),
    toObject: (chunk) => format.toObject?.(chunk as Chunk),
    rest(begun) {
      let first = begun as Promise<readonly Chunk[] | undefined> | undefined
      return bodyOf({
        next() {
          const next = first ?? source.next()
          first = undefined
          return next
        },
        ready: () => source.ready?.(),
        cancel: () => source.cancel(),
      })
    },
    close() {
      release()
      source.cancel()
    },
  }
}
