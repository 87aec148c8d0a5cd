import type { Prompt } from './prompts.ts'
import type { Upstream } from './shape.ts'

/**
 * One way to talk to the upstream, the default export of a file in `contestants/`. Called with the base URL of the upstream (without
 * a path) and with what to ask: makes a client and its request, neither of which is measured, and returns what is.
 */
export type Contestant = (baseURL: string, prompt: Prompt, upstream: Upstream) => Calls

/** What a contestant can do. */
export interface Calls {
  /** One plain call; resolves with how much arrived: characters of text, or embeddings. */
  call(): Promise<number>
  /** One streamed call; `onDelta` is called for every delta of text. Resolves after the stream's end. */
  stream?(onDelta: () => void): Promise<void>
  /** Starts a stream and reads its first delta alone; the stream stays open as long as the process does. */
  hold?(): Promise<unknown>
}
