import { readEvents } from '@patchbay/core'
import { createConverseStream, TranslationError } from '@patchbay/translator'
import { callChat, failureOf, metadataOf } from './openai-call.ts'
import { chatRequestOf } from './converse.ts'
import type { ServeCommand, Service } from './serve-command.ts'

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>
type Chunk = Parameters<ReturnType<typeof createConverseStream>['push']>[0]

/** Serves ConverseStream by one streamed chat completion. */
export const serveConverseStream: ServeCommand = async (service) => {
  const started = performance.now()
  const request = { ...chatRequestOf(service), stream: true, stream_options: { include_usage: true } }
  const response = await callChat(service, request)
  const type = response.headers.get('content-type') ?? ''
  if (response.body === null || !/^text\/event-stream\b/i.test(type)) {
    await response.body?.cancel()
    throw failureOf(502, { error: { message: `The route "${service.route.name}" answered with no stream.` } })
  }
  return { $metadata: metadataOf(response), stream: eventsOf(response.body, service, started) }
}

/** Event by event; leaving the loop early frees the answer, failing ends it with an exception of the caller's SDK. */
async function* eventsOf(
  body: Bytes,
  { raise, signal }: Service,
  started: number,
): AsyncGenerator<object, void> {
  const facts = {
    get latencyMs() {
      return Math.round(performance.now() - started)
    },
  }
  const translator = createConverseStream(facts)
  try {
    for await (const data of readEvents(body)) {
      if (data === '[DONE]') break
      const chunk = JSON.parse(data) as Chunk & { readonly error?: unknown }
      if (chunk.error !== undefined) throw streamFailure(chunk)
      yield* translator.push(chunk)
    }
    signal?.throwIfAborted()
    yield* translator.end()
  } catch (error) {
    await raise(TranslationError.is(error) ? streamFailure({ error }) : error)
  }
}

/** A failure in mid-stream says its status in its body, where it says it. */
function streamFailure(body: { readonly error?: unknown }): Error {
  const { error } = body
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return failureOf(typeof status === 'number' ? status : 500, body)
}
