import { offerChunks, type RouteRequest } from '@patchbay/core'

import { eventBody, type ChunkSource, type FailureInStream } from '../../server-sent-events.ts'
import { chunkOffer } from './chunk-offer.ts'
import type { ConversationProtocol } from './protocol.ts'

/** How a protocol writes events and failures of a stream. */
type EventProtocol<Chunk> = Pick<ConversationProtocol<never, Chunk>, 'eventFormat' | 'toFailureEvent'>

/**
 * An answer of server-sent events, which also offers its chunks where the protocol says how. Its status is sent now: failures
 * from here on are events, or errors of the body.
 */
export function eventAnswer<Chunk>(
  { eventFormat, toFailureEvent }: EventProtocol<Chunk>,
  source: ChunkSource<Chunk>,
  { client, signal, observation }: Pick<RouteRequest, 'client' | 'signal' | 'observation'>,
  headers: Readonly<Record<string, string>>,
): Response {
  const onFailure = async (error: unknown): Promise<FailureInStream> => {
    const { inStreamFailure } = await import('../../backend/failure.ts')
    const failure = inStreamFailure(error, signal, client, headers)
    if ('error' in failure || toFailureEvent === undefined) return failure
    return { event: toFailureEvent(failure.event, headers) }
  }
  const init = {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  }
  const told = observation?.pulled(source, signal) ?? source
  const bodyOf = (from: ChunkSource<Chunk>) => eventBody(from, eventFormat, onFailure)
  if (eventFormat.toObject === undefined) return new Response(bodyOf(told), init)
  const { body, take } = chunkOffer(told, eventFormat, bodyOf)
  return offerChunks(new Response(body, init), take)
}
