import type { ClientProtocol } from '../client-protocol.ts'
import { asConnectionFailure } from '../connection-failure.ts'
import { toAnthropicError } from '../errors/anthropic-error.ts'
import { typeOfStatus } from '../errors/error-response.ts'
import { isEventStream } from '../gateways/answer.ts'
import { toWebStream } from '../internal/web-stream.ts'
import { createProgressMeter, type ProgressMeter } from './body-progress.ts'
import type { TimeoutLimits } from './timeout-limits.ts'
import { RouteTimeout, type Watch } from './watch.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Reader = ReadableStreamDefaultReader<Bytes>
type Read = ReadableStreamReadResult<Bytes>

/** Where the bytes come from, and what is known of them. */
interface Source {
  readonly reader: Reader
  readonly watch: Watch
  readonly limits: TimeoutLimits
  readonly measure: ProgressMeter
}

/**
 * A body with time limits. With `firstToken` its first content is awaited here, and a rejection says that it came too late, or
 * is what the body ended with before that; later limits end the body. Heartbeats (comments, pings) are handed on and change nothing.
 */
export async function watchedBody(
  response: Response,
  limits: TimeoutLimits,
  watch: Watch,
  protocol: ClientProtocol,
): Promise<ReadableStream<Bytes>> {
  if (response.body === null) throw new TypeError('There is no body to monitor.')
  const reader = toWebStream(response.body).getReader()
  const source: Source = { reader, watch, limits, measure: await createProgressMeter(response) }
  const ready = limits.firstToken === undefined ? [] : await readToContent(source)
  return createBody(source, ready, isEventStream(response) ? protocol : undefined)
}

/** Everything up to the first content, or to an end without any. */
async function readToContent({ reader, watch, measure }: Source): Promise<Read[]> {
  const reads: Read[] = []
  try {
    for (;;) {
      const next = await watch.race(reader.read(), () => undefined)
      reads.push(next)
      if (next.done || measure(next.value) === 'content') break
    }
    watch.stop('firstToken')
    return reads
  } catch (error) {
    free(reader, error)
    throw watch.signal.aborted ? error : asConnectionFailure(error)
  }
}

function createBody(
  source: Source,
  ready: Read[],
  events: ClientProtocol | undefined,
): ReadableStream<Bytes> {
  const { reader, watch } = source
  // An error event must not follow half an event.
  let isBetweenEvents = true
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const handOn = (value: Bytes): void => {
          isBetweenEvents = endsEvent(value)
          controller.enqueue(value)
        }
        try {
          const { done, value } = ready.shift() ?? (await readNext(source, handOn))
          if (!done) return handOn(value)
          watch.stopAll()
          controller.close()
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

/** The next bytes that bring the reader further. Heartbeats on the way there are handed on at once, and time goes on. */
async function readNext(
  { reader, watch, limits, measure }: Source,
  handOn: (heartbeat: Bytes) => void,
): Promise<Read> {
  watch.start('idle', limits.idle)
  for (;;) {
    const next = await watch.race(reader.read(), () => undefined)
    if (next.done || limits.idle === undefined || measure(next.value) !== 'none') {
      watch.stop('idle')
      return next
    }
    handOn(next.value)
  }
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
