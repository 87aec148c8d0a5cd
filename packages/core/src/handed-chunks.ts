/**
 * The chunks of a streamed answer as objects, taken in place of its server-sent events. A client that can take them does without
 * writing and reading these; what it then sees is the same.
 */
export interface HandedChunks {
  /**
   * The next chunks, `undefined` at the end, which is the upstream's own. Rejects when the stream fails: what becomes of that
   * is in `rest`. Nothing is read ahead. Wait for one before asking for the next.
   */
  next(): Promise<readonly unknown[] | undefined>
  /** Those that follow, made of what has come already; `undefined` where there is nothing to do but to wait for `next`. */
  ready(): readonly unknown[] | undefined
  /** What a reader makes of the event of one chunk: an object that shares nothing with any other. */
  toObject(chunk: unknown): unknown
  /**
   * The rest as the body of server-sent events.
   *
   * @param begun what `next` gave last, of which nothing was used, or its failure
   */
  rest(begun: Promise<readonly unknown[] | undefined>): ReadableStream<Uint8Array<ArrayBuffer>>
  /** Discards what was not read, and closes the connection that it comes from. */
  close(): void
}

/**
 * Takes the chunks of an answer. Its body reads as used from then on; until then it is whole, and nothing of it is made.
 *
 * @returns `undefined` where the body has been read, is being read, or was cloned, or the chunks were taken before
 */
export type TakeChunks = () => HandedChunks | undefined

const offers = new WeakMap<Response, TakeChunks>()
let areWithheld = false

/** Offers the chunks of an answer. The answer itself has them, and no other that is made of it. */
export function offerChunks(answer: Response, take: TakeChunks): Response {
  offers.set(answer, take)
  return answer
}

/** What an answer offers; `undefined` where its body is all there is. */
export function offeredChunks(answer: Response): TakeChunks | undefined {
  return areWithheld ? undefined : offers.get(answer)
}

/** Nothing is offered from now on. For tests that hold what readers of events see against what takers of chunks see. */
export function withholdChunks(): void {
  areWithheld = true
}
