import { emitWarning } from '@patchbay/core'
import type { Invocation, StreamTranslator } from '@patchbay/translator'
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
  return { stream: translated(stream, translator), $metadata }
}

async function* translated<Event, Chunk>(
  events: AsyncIterable<Event>,
  translator: StreamTranslator<Event, Chunk>,
): AsyncGenerator<Chunk, void> {
  for await (const event of events) yield* translator.push(event)
  yield* translator.end()
  for (const warning of translator.warnings?.() ?? []) emitWarning(warning, undefined)
}

async function* encoded(chunks: AsyncIterable<object>): AsyncGenerator<object, void> {
  const encoder = new TextEncoder()
  for await (const chunk of chunks) yield { chunk: { bytes: encoder.encode(JSON.stringify(chunk)) } }
}
