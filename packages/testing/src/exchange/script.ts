/** A reply, or a function that makes one from the request. */
type Scripted<Request, Reply> =
  | Reply
  | ((request: Request) => Reply | null | undefined | Promise<Reply | null | undefined>)

/** What a test has said the answers should be. */
export interface Script<Request, Reply extends object> {
  /** The reply for a request: the next one of the queue, else the standing one; `undefined`: the default answer. */
  readonly next: (request: Request) => Promise<Reply | undefined>
  readonly enqueue: (...scripts: readonly Scripted<Request, Reply>[]) => void
  readonly always: (script: Scripted<Request, Reply> | null) => void
  readonly pending: () => number
  readonly reset: () => void
}

/** Makes an empty script. */
export function createScript<Request, Reply extends object>(): Script<Request, Reply> {
  const queue: Scripted<Request, Reply>[] = []
  let standing: Scripted<Request, Reply> | null = null
  return {
    async next(request) {
      const script = queue.shift() ?? standing
      return (typeof script === 'function' ? await script(request) : script) ?? undefined
    },
    enqueue(...scripts) {
      queue.push(...scripts)
    },
    always(script) {
      standing = script
    },
    pending: () => queue.length,
    reset() {
      queue.length = 0
      standing = null
    },
  }
}
