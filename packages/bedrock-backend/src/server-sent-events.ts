/** A pulled stream of chunks, several at a time. */
export interface ChunkSource<Chunk = unknown> {
  /** The next chunks, `undefined` at the end. Rejects when the stream fails; then nothing more comes. */
  next(): Promise<readonly Chunk[] | undefined>
  /**
   * The chunks that follow, made of what has come already: one event of the upstream's after the other, so that the first can be used
   * before the second is read. `undefined` where there is nothing to do but to wait for `next`. Absent where `next` gives all.
   */
  ready?(): readonly Chunk[] | undefined
  /** Discards the rest and closes the connection that it comes from. */
  cancel(): void
}

/** What a failure in mid-stream becomes: an event, or an error of the body itself. */
export type FailureInStream = { readonly event: unknown } | { readonly error: unknown }

/** How a protocol writes its events. */
export interface EventFormat<Chunk> {
  /** One event, its blank line included. */
  readonly text: (chunk: Chunk) => string
  /** The event that says why a stream failed. */
  readonly failure: (event: unknown) => string
  /** What follows the last event; empty where nothing does. */
  readonly end: string
  /** What a reader makes of an event, as an object of its own; absent where clients get no chunks but the text. */
  toObject?(chunk: Chunk): unknown
}

/**
 * A body of server-sent events.
 *
 * Chunks are pulled only when the reader wants some. What ends the stream is sent after the source's own end, so that
 * its connection is free again by the time the reader leaves; a failed stream has no such end.
 */
export function eventBody<Chunk>(
  source: ChunkSource<Chunk>,
  format: EventFormat<Chunk>,
  onFailure: (error: unknown) => Promise<FailureInStream>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const chunks = await nextNonEmpty(source)
          const text = chunks === undefined ? format.end : textOf(chunks, source, format)
          if (text !== '') controller.enqueue(encoder.encode(text))
          if (chunks === undefined) controller.close()
        } catch (error) {
          const failure = await onFailure(error)
          if ('error' in failure) return controller.error(failure.error)
          controller.enqueue(encoder.encode(format.failure(failure.event)))
          controller.close()
        }
      },
      cancel() {
        source.cancel()
      },
    },
    // Nothing is read before it is needed.
    { highWaterMark: 0 },
  )
}

const encoder = new TextEncoder()

/** The events of `chunks` and of all that have come with them. */
function textOf<Chunk>(
  chunks: readonly Chunk[],
  source: ChunkSource<Chunk>,
  format: EventFormat<Chunk>,
): string {
  let text = ''
  for (let each: readonly Chunk[] | undefined = chunks; each !== undefined; each = source.ready?.())
    for (const chunk of each) text += format.text(chunk)
  return text
}

/** As OpenAI's API writes events: without names, and `data: [DONE]` after the last one. */
export const OPENAI_EVENTS: EventFormat<unknown> = {
  text: dataEvent,
  failure: dataEvent,
  end: 'data: [DONE]\n\n',
}

/** An event without a name: one `data:` line, since JSON has no line breaks of its own, and a blank line. */
export function dataEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

/** An event with its name. `data` is JSON without line breaks. */
export function namedEvent(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`
}

async function nextNonEmpty<Chunk>(source: ChunkSource<Chunk>): Promise<readonly Chunk[] | undefined> {
  let chunks = await source.next()
  while (chunks?.length === 0) chunks = await source.next()
  return chunks
}
