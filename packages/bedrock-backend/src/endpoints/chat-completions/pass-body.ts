import type { RouteRequest } from '@patchbay/core'

import { inStreamFailure } from '../../backend/failure.ts'
import { interruptedStream } from '../../request-failure.ts'
import { dataEvent } from '../../server-sent-events.ts'
import type { HttpBody } from '../../transport/http-client.ts'

/**
 * A stream of server-sent events, its bytes untouched. They are pulled only when the reader wants some; leaving closes the
 * upstream. The clients leave at `[DONE]`: it is handed on with the upstream's end, so that the connection is kept.
 */
export function passBody(
  body: HttpBody,
  { client, signal }: Pick<RouteRequest, 'client' | 'signal'>,
  headers: Readonly<Record<string, string>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const bytes = await body.read()
          if (bytes === undefined) return controller.close()
          const isLast = isEnd(bytes)
          const rest = isLast ? await readRest(body) : []
          for (const piece of [bytes, ...rest]) controller.enqueue(new Uint8Array(piece))
          if (isLast) controller.close()
        } catch (error) {
          const failure = inStreamFailure(interruptedStream(error), signal, client, headers)
          if ('error' in failure) return controller.error(failure.error)
          controller.enqueue(encoder.encode(dataEvent(failure.event)))
          controller.close()
        }
      },
      cancel() {
        body.cancel()
      },
    },
    { highWaterMark: 0 },
  )
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A line of its own: within JSON, line breaks are escaped. */
function isEnd(bytes: Uint8Array): boolean {
  return /(?:^|\n)data: \[DONE\]/.test(decoder.decode(bytes.subarray(-64)))
}

async function readRest(body: HttpBody): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) pieces.push(piece)
  return pieces
}
