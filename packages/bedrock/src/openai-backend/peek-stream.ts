type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>

/** A body whose beginning is known. */
interface PeekedBody {
  /** It begins as JSON or a page does, and no stream of server-sent events. */
  readonly isDocument: boolean
  /** The bytes that came until then, as text. */
  readonly beginning: string
  /** All of it. */
  readonly stream: Bytes
}

/**
 * Waits for the beginning of a body. That tells what it is, while the content type does not: many servers send server-sent events
 * as `text/plain` or without any type, and some send a failure as JSON in place of the stream that they have announced.
 */
export async function peekStream(body: Bytes | null): Promise<PeekedBody> {
  const reader = (body ?? new Blob([]).stream()).getReader()
  const read: Uint8Array<ArrayBuffer>[] = []
  let first: string | undefined
  let beginning = ''
  while (first === undefined) {
    const { done, value } = await reader.read()
    if (done) break
    read.push(value)
    beginning = new TextDecoder().decode(value)
    first = /\S/.exec(beginning)?.[0]
  }
  const stream: Bytes = new ReadableStream(
    {
      async pull(controller) {
        const next = read.shift() ?? (await reader.read()).value
        if (next === undefined) controller.close()
        else controller.enqueue(next)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { isDocument: first === undefined || '{[<'.includes(first), beginning, stream }
}
