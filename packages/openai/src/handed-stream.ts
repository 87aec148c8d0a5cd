import type { TakeChunks } from '@patchbay/core'

/** A stream of `openai`, as far as it is read here. `iterator` is what `for await`, `tee()` and `toReadableStream()` call. */
export interface SdkStream {
  iterator: () => AsyncIterableIterator<unknown>
  readonly controller: AbortController
}

/** What `makeRequest` of openai 5 to 7 resolves with: all that the SDK makes a stream of. */
export interface Answered {
  readonly response: Response
  /** `__streamClass` is what the SDK makes a stream by, in place of its own class. */
  readonly options: object
  readonly controller: AbortController
}

/** Answers that are given without a request, by the options that ask for them. */
export type PreparedAnswers = WeakMap<object, Answered>

/** Makes the SDK's own stream of a body of server-sent events, for the same call. */
export type OpenStream = (body: ReadableStream<Uint8Array<ArrayBuffer>> | string) => SdkStream

/**
 * Lets a stream of the SDK take the chunks of its answer in place of server-sent events. What is no plain chunk, failures above
 * all, goes through the SDK's own reading of events, and so becomes what it always does.
 *
 * @param stopsAtOnce whether an abort ends the SDK's streams also for events that have come already
 */
export function takeChunksInto(
  stream: SdkStream,
  take: TakeChunks,
  open: OpenStream,
  stopsAtOnce: boolean,
): SdkStream {
  const { iterator, controller } = stream
  const ended = stopsAtOnce ? controller.signal : undefined
  let isConsumed = false
  // One generator for all of it: each one around another costs as much again for every chunk.
  async function* read(): AsyncGenerator {
    if (isConsumed) return yield* await openConsumed(open)
    isConsumed = true
    const chunks = take()
    if (chunks === undefined) return yield* Reflect.apply(iterator, stream, [])
    // Asking the signal for each chunk costs more.
    let isAborted = ended?.aborted === true
    const abort = (): void => {
      isAborted = true
      chunks.close()
    }
    ended?.addEventListener('abort', abort, { once: true })
    let isLeft = true
    try {
      for (;;) {
        const coming = chunks.next()
        let batch: readonly unknown[] | undefined
        try {
          batch = await coming
        } catch {
          batch = FAILED
        }
        if (batch === undefined) {
          isLeft = false
          return undefined
        }
        // What came together is made, and handed on, one after the other: nobody waits for what is behind it.
        for (; batch !== undefined; batch = chunks.ready()) {
          const plain = countPlain(batch)
          for (let index = 0; index < plain; index += 1) {
            if (isAborted) return undefined
            yield chunks.toObject(batch[index])
          }
          if (plain < batch.length) {
            isLeft = false
            const begun = batch === FAILED ? coming : Promise.resolve(batch.slice(plain))
            return yield* open(chunks.rest(begun)).iterator()
          }
        }
      }
    } finally {
      ended?.removeEventListener('abort', abort)
      // First: hooks are told at the abort of what has come by then.
      chunks.close()
      // As the SDK does where a reader leaves early.
      if (isLeft) controller.abort()
    }
  }
  stream.iterator = read
  return stream
}

/** Stands for chunks that did not come. */
const FAILED: readonly unknown[] = [undefined]

/** How many chunks there are before the first one that the SDK makes something else of, such as an error. */
function countPlain(batch: readonly unknown[]): number {
  let count = 0
  while (count < batch.length && isPlain(batch[count])) count += 1
  return count
}

function isPlain(chunk: unknown): boolean {
  if (typeof chunk !== 'object' || chunk === null) return false
  const { error, type } = chunk as { readonly error?: unknown; readonly type?: unknown }
  if (error) return false
  return typeof type !== 'string' || (type !== 'error' && !type.startsWith('thread.'))
}

/** Refuses to be read, as the SDK words it. */
async function openConsumed(open: OpenStream): Promise<AsyncIterableIterator<unknown>> {
  const stream = open('')
  for await (const _ of stream.iterator());
  return stream.iterator()
}
