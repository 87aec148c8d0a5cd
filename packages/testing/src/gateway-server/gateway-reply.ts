import type { RecordedRequest } from '../exchange/recorded-request.ts'
import type { FrameTiming } from '../exchange/send-frames.ts'

/** How a stream of server-sent events travels. Events count from 0. */
export interface EventStreamTiming extends FrameTiming {
  /** Before event number `event`, the stream waits for `until`. */
  readonly gates?: readonly { readonly event: number; readonly until: Promise<unknown> }[]
  /** After this many events the stream reports an error in its protocol's way (`data: {"error": ...}`) and ends. */
  readonly errorAfter?: {
    readonly events: number
    readonly error: unknown
    /** The exact event, instead of one made of `error`. */
    readonly event?: unknown
  }
  /** Leaves `data: [DONE]` out. */
  readonly withoutDone?: boolean
  /** Leaves the last event out: the answer ends before it is complete. */
  readonly withoutLast?: boolean
}

/** A failure that a gateway reports. */
export interface GatewayError {
  readonly status: number
  readonly message?: string
  /** Default: `api_error`; for Anthropic's and Bedrock's envelopes what fits the status. */
  readonly type?: string
  /** OpenAI's envelope only. */
  readonly code?: string | null
  /** OpenAI's envelope only. */
  readonly param?: string | null
  /** Seconds, sent as `retry-after`. */
  readonly retryAfter?: number
}

/** One scripted answer. The default backend fills in what is missing. */
export interface GatewayReply {
  /** Default 200, or the error's. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The assistant's text, sent in the protocol of the request. */
  readonly text?: string
  /** The exact JSON body. */
  readonly json?: unknown
  /** The exact body, whatever it is. Set its content type in `headers`. */
  readonly body?: string | Uint8Array
  /**
   * The exact events of a stream: JSON values, or texts sent as they stand after `data: `. On Bedrock's paths the
   * events of its stream, such as `{ messageStart: { role: 'assistant' } }`.
   */
  readonly events?: readonly unknown[]
  readonly stream?: EventStreamTiming
  /** A failure, in the envelope of the request's protocol: OpenAI's, Anthropic's or Bedrock's. */
  readonly error?: GatewayError
  /** Closes the connection without an answer. */
  readonly disconnect?: boolean
  /** Milliseconds before the answer begins. */
  readonly delayMs?: number
  /** The answer waits for this promise, such as a gate's `opened`. */
  readonly hold?: Promise<unknown>
}

/** A reply, or a function that makes one from the request. `null` and `undefined` stand for the default backend's answer. */
export type GatewayReplyScript =
  | GatewayReply
  | ((request: RecordedRequest) => GatewayReply | null | undefined | Promise<GatewayReply | null | undefined>)
