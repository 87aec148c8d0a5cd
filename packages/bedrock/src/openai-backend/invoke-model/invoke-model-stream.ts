import type { StreamTranslator } from '@patchbay/translator'
import { openConverseStream, openStream, type StreamedAnswer } from '../converse-stream.ts'
import { loadOpenAIApi } from '../load-openai-api.ts'
import type { ServeCommand, Service } from '../service.ts'
import { rejection } from '../backend-failure.ts'
import { warn } from '../tell-hooks.ts'
import { readInvocationCommand, toBackendRequest } from './invocation.ts'

/** Serves InvokeModelWithResponseStream: the family's own chunks, each as bytes. */
export const serveInvokeModelStream: ServeCommand = async (service) => {
  const { stream, $metadata } = await openChunks(service)
  return { body: encoded(stream), contentType: 'application/json', $metadata }
}

async function openChunks(service: Service): Promise<StreamedAnswer<object>> {
  const api = await loadOpenAIApi(service)
  const invocation = api.adaptInvocation(service, await readInvocationCommand(service))
  if (invocation.kind === 'chat') {
    const chunks = invocation.createChunks() as StreamTranslator<object, object>
    return openStream(service, api, toBackendRequest(service, invocation), chunks)
  }
  if (invocation.kind === 'embeddings' || invocation.createChunks === undefined) {
    throw rejection('The model does not support streaming: use InvokeModel. Nothing was sent.')
  }
  const translator = invocation.createChunks()
  const { stream, $metadata } = await openConverseStream(service, api, invocation.input)
  return { stream: translated(service, stream, translator), $metadata }
}

async function* translated<Event, Chunk>(
  service: Service,
  events: AsyncIterable<Event>,
  translator: StreamTranslator<Event, Chunk>,
): AsyncGenerator<Chunk, void> {
  for await (const event of events) yield* translator.push(event)
  yield* translator.end()
  for (const warning of translator.warnings?.() ?? []) warn(service, warning)
}

async function* encoded(chunks: AsyncIterable<object>): AsyncGenerator<object, void> {
  const encoder = new TextEncoder()
  for await (const chunk of chunks) yield { chunk: { bytes: encoder.encode(JSON.stringify(chunk)) } }
}
