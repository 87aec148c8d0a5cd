import { type HandedChunks, offerChunks } from '../handed-chunks.ts'
import { parseJSON } from '../internal/parse-json.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Offers the events of a streamed answer as objects: what a client does with each event costs a multiple of what it costs to read it
 * here. Events are read from the answer's own body, and only plain ones: JSON in one line. With the first one that is anything else
 * the rest goes to the client as it came.
 */
export function offerEvents(answer: Response): Response {
  return offerChunks(answer, () => {
    const { body, bodyUsed } = answer
    return body === null || bodyUsed || body.locked ? undefined : new HandedEvents(body)
  })
}

/** Stands for an event that the client has to read by itself. */
const UNREAD: readonly unknown[] = [undefined]

/** How long the end of a body is waited for after its last event, in ms. */
const LONGEST_END = 25

class HandedEvents implements HandedChunks {
  readonly #reader: ReadableStreamDefaultReader<Bytes>
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  /** What has come last, as it came and as text, and in this where the event begins that was given last, and the one after it. */
  #bytes: Bytes | undefined
  #text = ''
  #last = 0
  #following = 0
  #isDone = false

  constructor(body: ReadableStream<Bytes>) {
    this.#reader = body.getReader()
  }

  async next(): Promise<readonly unknown[] | undefined> {
    for (;;) {
      const ready = this.ready()
      if (ready !== undefined) return ready
      if (this.#isDone) return this.#finish()
      const { done, value } = await this.#reader.read()
      this.#bytes = value
      this.#text = ''
      this.#last = this.#following = 0
      if (done) return undefined
      this.#text = this.#decoder.decode(value).replaceAll('\r\n', '\n')
    }
  }

  ready(): readonly unknown[] | undefined {
    while (this.#following < this.#text.length && !this.#isDone) {
      this.#last = this.#following
      const end = this.#text.indexOf('\n\n', this.#last)
      if (end === -1) return UNREAD
      this.#following = end + 2
      const event = this.#text.slice(this.#last, end)
      // A comment, or nothing.
      if (event === '' || (event.startsWith(':') && !event.includes('\n'))) continue
      const data = dataOf(event)
      if (data === undefined) return UNREAD
      if (data !== '[DONE]') return [parseJSON(data)]
      this.#isDone = true
    }
    return undefined
  }

  /** Reads on to the end of the body, with which its connection is kept. Servers send it right after the last event, if at all. */
  async #finish(): Promise<undefined> {
    const timer = setTimeout(() => this.#cancel(), LONGEST_END)
    try {
      while (!(await this.#reader.read()).done);
    } catch {
      // All that there was to be read has been.
    } finally {
      clearTimeout(timer)
    }
  }

  toObject(chunk: unknown): unknown {
    return chunk
  }

  rest(begun: Promise<readonly unknown[] | undefined>): ReadableStream<Bytes> {
    return new ReadableStream<Bytes>(
      {
        start: async (controller) => {
          // Where it has failed the rest fails in the same way.
          await begun
          const text = this.#text.slice(this.#last)
          // What begins a stream may be cut within a character: a byte order mark.
          const bytes = this.#last === 0 ? this.#bytes : new TextEncoder().encode(text)
          if (text !== '' && bytes !== undefined) controller.enqueue(bytes)
        },
        pull: async (controller) => {
          const { done, value } = await this.#reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        },
        cancel: (reason) => this.#reader.cancel(reason),
      },
      { highWaterMark: 0 },
    )
  }

  close(): void {
    this.#cancel()
    this.#reader.releaseLock()
  }

  #cancel(): void {
    this.#reader.cancel().catch(() => undefined)
  }
}

/** The data of an event that has nothing but data in one line, and a name that means nothing to clients; `undefined` of any other. */
function dataOf(event: string): string | undefined {
  const lines = event.split('\n')
  const [line, ...others] = lines[0]?.startsWith('event:') ? lines.slice(1) : lines
  if (line === undefined || others.length > 0 || !line.startsWith('data:')) return undefined
  if (lines.length > 1 && /^event: ?(?:error|thread\.)/.test(event)) return undefined
  return line.startsWith('data: ') ? line.slice('data: '.length) : line.slice('data:'.length)
}
