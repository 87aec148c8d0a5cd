import { asConnectionFailure } from '../connection-failure.ts'
import { type NodeStream, toWebStream } from './web-stream.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A body whose beginning is known. */
export interface PeekedBody {
  /** Its first characters without white space before them: at least as many as were asked for, unless the body has fewer. */
  readonly beginning: string
  /** Whether there is no more than that. */
  readonly isOver: boolean
  /** All of it. */
  readonly body: ReadableStream<Bytes>
}

/** Waits for the first characters of a body. Rejects with the body's own error, which counts as a connection that failed. */
export async function peekBody(
  source: ReadableStream<Uint8Array> | NodeStream,
  characters: number,
): Promise<PeekedBody> {
  const reader = toWebStream(source).getReader()
  const decoder = new TextDecoder()
  const read: Bytes[] = []
  let beginning = ''
  let isOver = false
  while (!isOver && beginning.length < characters) {
    const { done, value } = await readSafely(reader)
    isOver = done
    if (value !== undefined) read.push(value)
    beginning = (beginning + decoder.decode(value, { stream: !done })).trimStart()
  }
  return { beginning, isOver, body: continued(reader, read) }
}

async function readSafely(
  reader: ReadableStreamDefaultReader<Bytes>,
): Promise<ReadableStreamReadResult<Bytes>> {
  try {
    return await reader.read()
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

function continued(reader: ReadableStreamDefaultReader<Bytes>, read: Bytes[]): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>(
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
}
