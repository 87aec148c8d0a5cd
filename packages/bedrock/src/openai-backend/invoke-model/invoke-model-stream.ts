import type { Invocation } from '@patchbay/translator'
import { openChatStream, openConverseStream, type StreamedAnswer } from '../converse-stream.ts'
import type { ServeCommand, Service } from '../service.ts'
import { rejection } from '../backend-failure.ts'
import { readInvocationCommand, toBackendRequest } from './invocation.ts'

/** Serves InvokeModelWithResponseStream: the family's own chunks, each as bytes. */
export const serveInvokeModelStream: ServeCommand = async (service) => {
  const { stream, $metadata } = await openChunks(service, await readInvocationCommand(service))
  return { body: encoded(stream), contentType: 'application/json', $metadata }
}

async function openChunks(service: Service, invocation: Invocation): Promise<StreamedAnswer<object>> {
  if (invocation.kind === 'chat')
    return openChatStream(service, toBackendRequest(service, invocation), invocation.createChunks())
  if (invocation.kind === 'embeddings' || invocation.createChunks === undefined) {
    throw rejection('The model does not support streaming: use InvokeModel. Nothing was sent.')
  }
  const translator = invocation.createChunks()
  const { stream, $metadata } = await openConverseStream(service, invocation.input)
  return { stream: translated(stream, (event) => translator.push(event)), $metadata }
}

async function* translated<Event, Chunk>(
  events: AsyncIterable<Event>,
  push: (event: Event) => readonly Chunk[],
): AsyncGenerator<Chunk, void> {
  for await (const event of events) yield* push(event)
}

async function* encoded(chunks: AsyncIterable<object>): AsyncGenerator<object, void> {
  const encoder = new TextEncoder()
  for await (const chunk of chunks) yield { chunk: { bytes: encoder.encode(JSON.stringify(chunk)) } }
}
