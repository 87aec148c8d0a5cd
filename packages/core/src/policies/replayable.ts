import { concatenateBytes } from '../internal/concatenate-bytes.ts'
import type { RouteRequest } from '../route-request.ts'

/** A request that can be sent more than once: a body that is a stream is read into memory first. */
export async function replayable(request: RouteRequest): Promise<RouteRequest> {
  const body: unknown = request.body
  // Not every runtime can iterate web streams, but all can read them as a body.
  if (body instanceof ReadableStream)
    return { ...request, body: new Uint8Array(await new Response(body).arrayBuffer()) }
  return isNodeStream(body) ? { ...request, body: await readBytes(body) } : request
}

/** openai 4 sends forms by these. */
function isNodeStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return (
    typeof body === 'object' &&
    body !== null &&
    Symbol.asyncIterator in body &&
    !(body instanceof Blob) &&
    !(body instanceof Uint8Array)
  )
}

async function readBytes(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
  return concatenateBytes(chunks)
}
