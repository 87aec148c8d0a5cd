import type { ConverseCommandInput, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { parseJSON, readEvents } from '@patchbay/core'
import {
  createConverseStream,
  findReportedFailure,
  type StreamTranslator,
  TranslationError,
} from '@patchbay/translator'
import { toChatRequest } from './converse.ts'
import { peekStream } from './peek-stream.ts'
import { toFailure, toMetadata } from './send-openai.ts'
import type { ServeCommand, Service } from './service.ts'
import { callStreamed } from './stream-options.ts'

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>

/** A chunk of a streamed chat completion. */
export type Chunk = Parameters<ReturnType<typeof createConverseStream>['push']>[0]

/** A streamed answer that has begun. */
export interface StreamedAnswer<Event> {
  readonly $metadata: object
  /** Leaving the loop early frees the answer; failing ends it with an exception of the caller's SDK. */
  readonly stream: AsyncIterable<Event>
}

/** Serves ConverseStream by one streamed chat completion. */
export const serveConverseStream: ServeCommand = (service) =>
  openConverseStream(service, service.input as unknown as ConverseCommandInput)

/** The output of a ConverseStream command with this input. */
export function openConverseStream(
  service: Service,
  input: ConverseCommandInput,
): Promise<StreamedAnswer<ConverseStreamOutput>> {
  const started = performance.now()
  const facts = {
    get latencyMs() {
      return Math.round(performance.now() - started)
    },
  }
  return openChatStream(service, toChatRequest(service, input), createConverseStream(facts))
}

/**
 * One streamed chat completion, chunk by chunk through `translator`.
 *
 * @throws BackendFailure for a failure of the backend, and for an answer that is no stream.
 */
export async function openChatStream<Event>(
  service: Service,
  request: object,
  translator: StreamTranslator<Chunk, Event>,
): Promise<StreamedAnswer<Event>> {
  return openEvents(service, await callStreamed(service, { ...request, stream: true }), translator)
}

/**
 * An answer of server-sent events, event by event through `translator`.
 *
 * @throws BackendFailure for a failure that it begins with, and for an answer that is no stream.
 */
export async function openEvents<Data extends object, Event>(
  service: Service,
  response: Response,
  translator: StreamTranslator<Data, Event>,
): Promise<StreamedAnswer<Event>> {
  const body = await peekStream(response.body)
  if (body.isDocument) throw toStreamFailure(service, await new Response(body.stream).text())
  const failure = await readFirstFailure(body.beginning)
  if (failure !== undefined) {
    body.stream.cancel().catch(() => undefined)
    throw toFailure(failure.status, failure.body)
  }
  return { $metadata: toMetadata(response), stream: readStream(body.stream, service, translator) }
}

/** The failure that a stream begins with: known before there is a stream, so that a policy can act on it. */
async function readFirstFailure(beginning: string): Promise<ReturnType<typeof findReportedFailure>> {
  if (!beginning.includes('error')) return undefined
  for await (const data of readEvents(new Blob([beginning]).stream()))
    return findReportedFailure(parseJSON(data))
  return undefined
}

async function* readStream<Data extends object, Event>(
  body: Bytes,
  { raise, signal }: Service,
  translator: StreamTranslator<Data, Event>,
): AsyncGenerator<Event, void> {
  try {
    for await (const data of readEvents(body)) {
      if (data === '[DONE]') break
      const chunk = parseChunk(data) as Data
      const failure = findReportedFailure(chunk)
      if (failure !== undefined) throw toFailure(failure.status, failure.body)
      yield* translator.push(chunk)
    }
    signal?.throwIfAborted()
    yield* translator.end()
  } catch (error) {
    await raise(TranslationError.is(error) ? toFailure(error.status, { error }) : error)
  }
}

/** What came in place of a stream: a failure that calls itself a success, or an answer that was not requested. */
function toStreamFailure({ route }: Service, text: string): Error {
  const failure = findReportedFailure(parseJSON(text))
  return failure === undefined
    ? toFailure(502, { error: { message: `The route "${route.name}" answered with no stream.` } })
    : toFailure(failure.status, failure.body)
}

function parseChunk(data: string): object {
  const chunk = parseJSON(data)
  if (typeof chunk === 'object' && chunk !== null) return chunk
  throw toFailure(502, { error: { message: 'The backend sent an event that is not JSON.' } })
}
