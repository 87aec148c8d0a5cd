import type { IncomingMessage } from 'node:http'

import type { HttpBody } from './http-client.ts'

/** Who waits for bytes, or for the end. */
interface Reader {
  readonly resolve: (bytes?: Uint8Array) => void
  readonly reject: (error: unknown) => void
}

/** Reads in paused mode: while nothing reads, Node stops reading the socket, and the sender has to wait. */
export class MessageBody implements HttpBody {
  readonly #message: IncomingMessage
  readonly #onEnd: () => void
  #reader: Reader | undefined
  #onFinish: (() => void) | undefined
  #failure: unknown
  #isFinished = false
  #isPaused = false

  /** @param onEnd is called once, when nothing more can come */
  constructor(message: IncomingMessage, onEnd: () => void) {
    this.#message = message
    this.#onEnd = onEnd
    message.on('end', () => this.#finish())
    message.on('error', (error) => this.#finish(brokenBody(error)))
    message.on('close', () => this.#finish(message.complete ? undefined : brokenBody(undefined)))
  }

  read(): Promise<Uint8Array | undefined> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const bytes = this.#message.read() as Buffer | null
    if (bytes !== null) return Promise.resolve(bytes)
    if (this.#isFinished) return Promise.resolve(undefined)
    this.#listen()
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject }
    })
  }

  /** All that comes from here on. It is not paused: a whole answer is in the way of nothing. */
  rest(): Promise<readonly Uint8Array[]> {
    const parts: Uint8Array[] = []
    this.#message.on('data', (bytes: Buffer) => parts.push(bytes))
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        if (this.#failure === undefined) resolve(parts)
        else reject(this.#failure)
      }
      if (this.#isFinished) settle()
      else this.#onFinish = settle
    })
  }

  cancel(): void {
    if (!this.#isFinished) this.#message.destroy()
  }

  /** Ends the body with an error, such as an abort's reason. The connection is the caller's to close. */
  fail(error: unknown): void {
    this.#finish(error)
  }

  #finish(error?: unknown): void {
    if (this.#isFinished) return
    this.#isFinished = true
    this.#failure = error
    this.#onEnd()
    this.#onFinish?.()
    const reader = this.#reader
    this.#reader = undefined
    if (error === undefined) reader?.resolve()
    else reader?.reject(error)
  }

  #listen(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    this.#message.on('readable', () => {
      const bytes = this.#reader === undefined ? null : (this.#message.read() as Buffer | null)
      if (bytes === null) return
      const reader = this.#reader
      this.#reader = undefined
      reader?.resolve(bytes)
    })
  }
}

/** As `fetch` words it when the body ends before its time. */
function brokenBody(cause: unknown): TypeError {
  return new TypeError('terminated', { cause: cause ?? new Error('other side closed') })
}
