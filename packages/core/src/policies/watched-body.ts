import type { ClientProtocol } from '../client-protocol.ts'
import { toAnthropicError } from '../errors/anthropic-error.ts'
import { typeOfStatus } from '../errors/error-response.ts'
import { isEventStream } from '../gateways/answer.ts'
import { toWebStream } from '../sse/web-stream.ts'
import type { TimeoutLimits } from './timeout-limits.ts'
import { RouteTimeout, type Watch } from './watch.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Reader = ReadableStreamDefaultReader<Bytes>
type Read = ReadableStreamReadResult<Bytes>

/**
 * A body with time limits. With `firstToken` its first bytes are awaited here, and a rejection says that they came too
 * late; later limits end the body.
 */
export async function watchedBody(
  response: Response,
  limits: TimeoutLimits,
  watch: Watch,
  protocol: ClientProtocol,
): Promise<ReadableStream<Bytes>> {
  if (response.body === null) throw new TypeError('There is no body to monitor.')
  const reader = toWebStream(response.body).getReader()
  const first = limits.firstToken === undefined ? undefined : await readFirst(reader, watch)
  return createBody(reader, first, limits, watch, isEventStream(response) ? protocol : undefined)
}

async function readFirst(reader: Reader, watch: Watch): Promise<Read> {
  try {
    const first = await watch.race(reader.read(), () => undefined)
    watch.stop('firstToken')
    return first
  } catch (error) {
    free(reader, error)
    throw error
  }
}

function createBody(
  reader: Reader,
  first: Read | undefined,
  limits: TimeoutLimits,
  watch: Watch,
  events: ClientProtocol | undefined,
): ReadableStream<Bytes> {
  let ready = first
  // An error event must not follow half an event.
  let isBetweenEvents = true
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const { done, value } = ready ?? (await readNext(reader, limits, watch))
          ready = undefined
          if (done) {
            watch.stopAll()
            controller.close()
            return
          }
          isBetweenEvents = endsEvent(value)
          controller.enqueue(value)
        } catch (error) {
          watch.stopAll()
          free(reader, error)
          if (!(error instanceof RouteTimeout) || events === undefined || !isBetweenEvents) throw error
          controller.enqueue(errorEvent(error, events))
          controller.close()
        }
      },
      cancel(reason) {
        watch.stopAll()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

async function readNext(reader: Reader, limits: TimeoutLimits, watch: Watch): Promise<Read> {
  watch.start('idle', limits.idle)
  const result = await watch.race(reader.read(), () => undefined)
  watch.stop('idle')
  return result
}

/** Two line ends: `\n\n` or `\r\n\r\n`. */
function endsEvent(bytes: Bytes): boolean {
  const [beforeLast, last] = bytes.filter((byte) => byte !== 13).slice(-2)
  return beforeLast === 10 && last === 10
}

/** Anthropic's SDK ignores events without a name. */
function errorEvent({ message, limit }: RouteTimeout, protocol: ClientProtocol): Bytes {
  const error = { message, type: typeOfStatus(504), code: 'route_timeout', param: null, limit }
  const text =
    protocol === 'anthropic'
      ? `event: error\ndata: ${JSON.stringify(toAnthropicError(504, { error }, null))}\n\n`
      : `data: ${JSON.stringify({ error })}\n\n`
  return new TextEncoder().encode(text)
}

function free(reader: Reader, reason: unknown): void {
  reader.cancel(reason).catch(() => undefined)
}
