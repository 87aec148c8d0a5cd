import type { RecordedRequest } from '../loopback/recorded-request.ts'
import type { FrameTiming } from '../loopback/write-frames.ts'

/** How a stream of server-sent events travels. Events count from 0. */
export interface EventStreamTiming extends FrameTiming {
  /** Before event number `event`, the stream waits for `until`. */
  readonly gates?: readonly { readonly event: number; readonly until: Promise<unknown> }[]
  /** After so many events the stream says `data: {"error": ...}` and ends. */
  readonly errorAfter?: { readonly events: number; readonly error: unknown }
  /** Leaves `data: [DONE]` out. */
  readonly withoutDone?: boolean
}

/** One scripted answer. What it does not say, the default backend fills in. */
export interface GatewayReply {
  /** Default 200, or the error's. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The assistant's words, in the protocol that was asked for. */
  readonly text?: string
  /** The exact JSON body. */
  readonly json?: unknown
  /** The exact body, whatever it is. Its content type belongs into `headers`. */
  readonly body?: string | Uint8Array
  /** The exact events of a stream: JSON values, or texts sent as they stand after `data: `. */
  readonly events?: readonly unknown[]
  readonly stream?: EventStreamTiming
  /** OpenAI's error envelope. */
  readonly error?: {
    readonly status: number
    readonly message?: string
    readonly type?: string
    readonly code?: string | null
    readonly param?: string | null
    /** Seconds, sent as `retry-after`. */
    readonly retryAfter?: number
  }
  /** Cuts the connection without an answer. */
  readonly disconnect?: boolean
  /** Milliseconds before the answer begins. */
  readonly delayMs?: number
  /** The answer waits for this promise, such as a gate's `opened`. */
  readonly hold?: Promise<unknown>
}

/** A reply, or a function that makes one from the request. `undefined` stands for the default backend's answer. */
export type GatewayReplyScript =
  | GatewayReply
  | ((request: RecordedRequest) => GatewayReply | undefined | Promise<GatewayReply | undefined>)
