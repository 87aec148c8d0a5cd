import type { EventStreamTiming } from '../../gateway-server/gateway-reply.ts'
import type { ConverseReply, InvokeModelReply, Reply, StreamBehaviour } from '../reply.ts'

/** What a script can say of an answer of these APIs. */
export interface ScriptedAnswer {
  readonly text: string | undefined
  /** The exact body of a whole answer. */
  readonly body: unknown
  /** The exact events of a stream. */
  readonly chunks: readonly unknown[] | undefined
  readonly stream: StreamBehaviour | undefined
}

/** Reads a scripted reply; `undefined` says nothing. */
export function readScript(reply: Reply | undefined): ScriptedAnswer {
  const { text, body, chunks, stream } = (reply ?? {}) as ConverseReply & InvokeModelReply
  return { text, body, chunks, stream }
}

/**
 * How a stream of server-sent events travels.
 *
 * @param toError - puts `errorEventAfter.error` the way the API reports failures in mid-stream
 */
export function toEventTiming(
  stream: StreamBehaviour | undefined,
  toError: (error: object) => object,
): EventStreamTiming {
  const { errorEventAfter: failure, closeWithoutMessageStop, ...timing } = stream ?? {}
  return {
    ...timing,
    ...(closeWithoutMessageStop === true && { withoutDone: true, withoutLast: true }),
    ...(failure && {
      errorAfter: { events: failure.events, error: failure.error, event: toError(failure.error) },
    }),
  }
}
