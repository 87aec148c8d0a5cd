type Bytes = Uint8Array<ArrayBuffer>

/** What the body of node-fetch is, which openai 4 brings: a Node stream. */
interface NodeStream extends AsyncIterable<Bytes> {
  destroy?(): unknown
}

/** A body as a web stream, whatever `fetch` it came from. Cancelling it frees the source at once. */
export function toWebStream(body: ReadableStream<Bytes> | NodeStream): ReadableStream<Bytes> {
  if ('getReader' in body) return body
  const chunks = body[Symbol.asyncIterator]()
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel() {
      // Not `chunks.return()`: that waits for the chunk that is under way.
      body.destroy?.()
    },
  })
}
