type Bytes = Uint8Array<ArrayBuffer>

/** As much of a Node `Readable` as is needed: the body of node-fetch, which openai 4 brings, and of the AWS SDK's handlers. */
export interface NodeStream extends AsyncIterable<Uint8Array> {
  destroy?(): unknown
}

/** A body as a web stream, whatever it came from. Nothing is read before it is asked for; cancelling it frees the source at once. */
export function toWebStream(body: ReadableStream<Uint8Array> | NodeStream): ReadableStream<Bytes> {
  if ('getReader' in body) return body as ReadableStream<Bytes>
  const chunks = body[Symbol.asyncIterator]()
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(value as Bytes)
      },
      cancel() {
        // Not the iterator's own `return()` where there is another way: that waits for the chunk that is under way.
        if (typeof body.destroy === 'function') body.destroy()
        else chunks.return?.().catch(() => undefined)
      },
    },
    { highWaterMark: 0 },
  )
}
