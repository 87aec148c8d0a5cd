import type { FrameTiming, Step } from './send-frames.ts'

/** Header names and values of an answer. */
export type AnswerHeaders = Readonly<Record<string, string>>

/** An answer that is sent in one go. */
export interface WholeAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: Uint8Array
}

/** An answer that is sent frame by frame. */
export interface StreamedAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly frames: readonly Step[]
  readonly timing: FrameTiming
}

/** What a request is answered, whatever delivers it: a socket, or a handler inside of the process. */
export type Answer = WholeAnswer | StreamedAnswer | 'disconnect'

/** Answers a request whose body is complete. A rejection is a mistake of the test or of the server itself. */
export type Handle<Request> = (request: Request) => Promise<Answer>

/** A whole answer, its length counted. */
export function wholeAnswer(status: number, body: string | Uint8Array, headers: AnswerHeaders): WholeAnswer {
  const bytes = Buffer.from(body)
  return { status, headers: { 'content-length': `${bytes.length}`, ...headers }, body: bytes }
}

/** What a handler that failed is answered with: a 500 that says why. */
export function failureAnswer(error: unknown): WholeAnswer {
  const message = error instanceof Error ? error.message : String(error)
  return wholeAnswer(500, JSON.stringify({ message: `The test server failed: ${message}` }), {
    'content-type': 'application/json',
  })
}
