import { setImmediate } from 'node:timers/promises'

import type { Answer, StreamedAnswer } from '../exchange/answer.ts'
import { sendFrames, type FrameSink } from '../exchange/send-frames.ts'
import type { ReceivedRequest } from './received-request.ts'

/** An answer as a response of the Fetch API. A broken connection is a network error. */
export function toResponse(answer: Answer, received: ReceivedRequest, signal: AbortSignal): Response {
  if (answer === 'disconnect') {
    received.finish({ aborted: false })
    return Response.error()
  }
  const { status, headers } = answer
  if ('frames' in answer) {
    // As a server's stream is framed. Without it msw lets a broken body look like one that has ended.
    const framed = { 'transfer-encoding': 'chunked', ...headers }
    return new Response(streamOf(answer, received, signal), { status, headers: framed })
  }
  received.finish({ aborted: false })
  // Statuses without a body (204, 304) take none, not even an empty one.
  return new Response(answer.body.length > 0 ? new Uint8Array(answer.body) : null, { status, headers })
}

function streamOf(
  { frames, timing }: StreamedAnswer,
  received: ReceivedRequest,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let isClosed = false
  const close = (aborted: boolean, how: () => void) => {
    if (isClosed) return
    isClosed = true
    received.finish({ aborted })
    how()
  }
  return new ReadableStream({
    start(controller) {
      const fail = (reason: unknown) => controller.error(reason)
      const sink: FrameSink = {
        closed: received.request.closed,
        isClosed: () => isClosed,
        /** Lets a piece be read before the next one. */
        async write(bytes) {
          controller.enqueue(new Uint8Array(bytes))
          await setImmediate()
        },
        end: () => close(false, () => controller.close()),
        destroy: () => close(false, () => fail(new TypeError('terminated'))),
      }
      signal.addEventListener('abort', () => close(true, () => fail(signal.reason)), { once: true })
      sendFrames(sink, frames, timing).catch((error: unknown) => close(false, () => fail(error)))
    },
    cancel: () => close(true, () => undefined),
  })
}
