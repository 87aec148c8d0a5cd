import type { FrameTiming } from '../exchange/send-frames.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import type { ContentBlock, Usage } from './wire.ts'

/** A scripted answer: the parts of a Converse answer that matter to the test, defaults for the rest. */
export interface ConverseReply {
  /** Short for one text block. */
  readonly text?: string
  readonly content?: readonly ContentBlock[]
  /** Default: `tool_use` where the content calls a tool, else `end_turn`. */
  readonly stopReason?: string
  /** Default: counted from the texts, four characters a token. */
  readonly usage?: Partial<Usage> & Readonly<Record<string, unknown>>
  readonly metrics?: { readonly latencyMs: number }
  readonly trace?: object
  readonly additionalModelResponseFields?: unknown
  readonly performanceConfig?: { readonly latency: string }
  readonly serviceTier?: { readonly type: string }
  /** How the answer is sent when a stream was requested. */
  readonly stream?: StreamBehaviour
}

/** A scripted answer of InvokeModel: the JSON body, or the chunks of a stream. */
export interface InvokeModelReply {
  readonly body?: unknown
  /** JSON values, one per chunk. */
  readonly chunks?: readonly unknown[]
  readonly stream?: StreamBehaviour
}

/** A failure before anything of the answer was sent. */
export interface ErrorReply {
  readonly error: {
    /**
     * `ThrottlingException`, ... On the APIs of OpenAI's and Anthropic's shape such a failure comes from the service in front of them, in
     * AWS's form; any other type, with a `status`, is the API's own failure, in its envelope.
     */
    readonly type: string
    readonly message?: string
    /** Default: the status of the type. */
    readonly status?: number
    /** Seconds, sent as `retry-after`. */
    readonly retryAfter?: number
    readonly headers?: Readonly<Record<string, string>>
  }
}

/** Any HTTP answer, written as it stands. */
export interface RawReply {
  readonly raw: {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string | Uint8Array
  }
}

/** Closes the connection without an answer. */
export interface DisconnectReply {
  readonly disconnect: true
}

/** When the answer is sent. Works on every kind of reply. */
export interface Timing {
  /** Milliseconds before the answer begins. */
  readonly delayMs?: number
  /** The answer waits for this promise, such as a gate's `opened`. */
  readonly hold?: Promise<unknown>
}

/** How a stream is sent, and where it breaks. Events count from 0, and a number names the event it comes before. */
export interface StreamBehaviour extends FrameTiming {
  /** The exact events, instead of those made from the content, e.g. `{ messageStart: { role: 'assistant' } }`. */
  readonly events?: readonly Readonly<Record<string, unknown>>[]
  /** A modelled exception frame, after this many deltas or before event number `event`; ends the stream. */
  readonly exceptionAfter?: StreamBreak & { readonly type: string; readonly message?: string }
  /** An error frame outside of the service model; ends the stream. */
  readonly errorFrameAfter?: StreamBreak & { readonly code: string; readonly message?: string }
  /**
   * On APIs whose streams are server-sent events (Chat Completions, Responses, Messages): after this many events the stream reports
   * this failure in the API's own way, and ends.
   */
  readonly errorEventAfter?: { readonly events: number; readonly error: object }
  /**
   * The answer is cut short, and the response ends properly: neither `messageStop` nor `metadata` is sent, nor the last event of
   * other APIs.
   */
  readonly closeWithoutMessageStop?: boolean
  /** Before event number `event`, the stream waits for `until`. */
  readonly gates?: readonly { readonly event: number; readonly until: Promise<unknown> }[]
  /** Whether payloads have Bedrock's padding field `p`. Default `true`. */
  readonly padding?: boolean
  /** Characters of a text or JSON delta. Default 12. */
  readonly deltaSize?: number
}

/** Where a stream breaks: before event number `event`, or after this many `contentBlockDelta` events. */
export type StreamBreak =
  | { readonly event: number; readonly deltas?: never }
  | { readonly deltas: number; readonly event?: never }

/** One scripted answer. */
export type Reply = (ConverseReply | InvokeModelReply | ErrorReply | RawReply | DisconnectReply) & Timing

/** A reply, or a function that makes one from the request. `null` and `undefined` stand for the model simulator's answer. */
export type ReplyScript =
  | Reply
  | ((request: BedrockRequest) => Reply | null | undefined | Promise<Reply | null | undefined>)
