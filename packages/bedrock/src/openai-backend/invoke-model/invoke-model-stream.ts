import type { Invocation } from '@patchbay/translator'
import { chatStreamOf, converseStreamBy, type StreamedAnswer } from '../converse-stream.ts'
import type { ServeCommand, Service } from '../serve-command.ts'
import { rejection } from '../served-failure.ts'
import { invocationOf, requestOf } from './invocation.ts'

/** Serves InvokeModelWithResponseStream: the family's own chunks, each as bytes. */
export const serveInvokeModelStream: ServeCommand = async (service) => {
  const { stream, $metadata } = await chunksOf(service, await invocationOf(service))
  return { body: encoded(stream), contentType: 'application/json', $metadata }
}

async function chunksOf(service: Service, invocation: Invocation): Promise<StreamedAnswer<object>> {
  if (invocation.kind === 'chat')
    return chatStreamOf(service, requestOf(service, invocation), invocation.createChunks())
  if (invocation.kind === 'embeddings' || invocation.createChunks === undefined) {
    throw rejection('The model does not support streaming: use InvokeModel. Nothing was sent.')
  }
  const translator = invocation.createChunks()
  const { stream, $metadata } = await converseStreamBy(service, invocation.input)
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
