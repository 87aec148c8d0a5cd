import type { FetchLike, Observation, Route } from '@patchbay/core'
import type { Arguments } from '../smithy.ts'

/** What serves one command in place of Bedrock. */
export interface Service {
  readonly route: Route
  /** The SDK's name of the command, e.g. `ConverseCommand`. */
  readonly command: string
  readonly input: Arguments['input']
  readonly signal: AbortSignal | undefined
  /** What hooks are told of the command, where there are any. */
  readonly observation?: Observation | undefined
  /** Sends by the transport of the application's client. */
  readonly fetch: FetchLike
  /** Told of every answer of the route, before its body is read. */
  readonly onResponse: (response: Response) => void
  /** Makes an error that comes in mid-stream one of the application's own SDK; always throws. */
  readonly raise: (error: unknown) => Promise<never>
}

/** Gives a command's output, `$metadata` among it. Rejects with a `BackendFailure`, with a network error, or when aborted. */
export type ServeCommand = (service: Service) => Promise<object>
