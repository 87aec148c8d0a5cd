import type { ConverseCommandInput, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { parseJSON, readEvents } from '@patchbay/core'
import { findReportedFailure, type StreamTranslator, TranslationError } from '@patchbay/translator'
import { takeOverHere } from '../hooks/taken-here.ts'
import { loadOpenAIApi } from './load-openai-api.ts'
import type { OpenAIApi } from './openai-api.ts'
import { peekStream } from './peek-stream.ts'
import { toFailure, toMetadata } from './send-openai.ts'
import type { ServeCommand, Service } from './service.ts'
import { tellEvent, warn } from './tell-hooks.ts'

type FindFailure = OpenAIApi['findFailure']
type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>

/** A streamed answer that has begun. */
export interface StreamedAnswer<Event> {
  readonly $metadata: object
  /** Leaving the loop early frees the answer; failing ends it with an exception of the caller's SDK. */
  readonly stream: AsyncIterable<Event>
}

/** Serves ConverseStream by one streamed answer of the API that the route wants. */
export const serveConverseStream: ServeCommand = async (service) =>
  openConverseStream(service, await loadOpenAIApi(service), service.input as unknown as ConverseCommandInput)

/** The output of a ConverseStream command with this input. */
export function openConverseStream(
  service: Service,
  api: OpenAIApi,
  input: ConverseCommandInput,
): Promise<StreamedAnswer<ConverseStreamOutput>> {
  const started = performance.now()
  const facts = {
    get latencyMs() {
      return Math.round(performance.now() - started)
    },
  }
  return openStream(service, api, api.toRequest(service, input), api.createStream(service, facts))
}

/**
 * One streamed answer, event by event through `translator`.
 *
 * @throws BackendFailure for a failure of the backend, and for an answer that is no stream.
 */
export async function openStream<Event>(
  service: Service,
  api: OpenAIApi,
  request: object,
  translator: StreamTranslator<object, Event>,
): Promise<StreamedAnswer<Event>> {
  const response = await api.sendStreamed(service, request)
  return openEvents(service, response, translator, api.findFailure)
}

/**
 * An answer of server-sent events, event by event through `translator`.
 *
 * @param findFailure reads the failure that an answer, or one event of it, reports
 * @throws BackendFailure for a failure that it begins with, and for an answer that is no stream.
 */
export async function openEvents<Data extends object, Event>(
  service: Service,
  response: Response,
  translator: StreamTranslator<Data, Event>,
  findFailure: FindFailure = findReportedFailure,
): Promise<StreamedAnswer<Event>> {
  const body = await peekStream(response.body)
  if (body.isDocument) throw toStreamFailure(service, findFailure, await new Response(body.stream).text())
  const failure = await readFirstFailure(findFailure, body.beginning)
  if (failure !== undefined) {
    body.stream.cancel().catch(() => undefined)
    throw toFailure(failure.status, failure.body)
  }
  return {
    $metadata: toMetadata(response),
    stream: readStream(body.stream, service, translator, findFailure),
  }
}

/** The failure that a stream begins with: known before there is a stream, so that a policy can act on it. */
async function readFirstFailure(
  findFailure: FindFailure,
  beginning: string,
): Promise<ReturnType<FindFailure>> {
  if (!beginning.includes('error')) return undefined
  for await (const data of readEvents(new Blob([beginning]).stream())) return findFailure(parseJSON(data))
  return undefined
}

async function* readStream<Data extends object, Event>(
  body: Bytes,
  { raise, signal, observation }: Service,
  translator: StreamTranslator<Data, Event>,
  findFailure: FindFailure,
): AsyncGenerator<Event, void> {
  const told = observation?.takenOver === undefined ? observation : undefined
  if (told !== undefined) takeOverHere(told, 'stream')
  try {
    for await (const data of readEvents(body)) {
      if (data === '[DONE]') break
      const chunk = parseChunk(data) as Data
      if (told !== undefined) tellEvent(told, chunk)
      const failure = findFailure(chunk)
      if (failure !== undefined) throw toFailure(failure.status, failure.body)
      yield* translator.push(chunk)
    }
    signal?.throwIfAborted()
    yield* translator.end()
    for (const warning of translator.warnings?.() ?? []) warn({ observation }, warning)
  } catch (error) {
    await raise(TranslationError.is(error) ? toFailure(error.status, { error }) : error)
  }
}

/** What came in place of a stream: a failure that calls itself a success, or an answer that was not requested. */
function toStreamFailure({ route }: Service, findFailure: FindFailure, text: string): Error {
  const failure = findFailure(parseJSON(text))
  return failure === undefined
    ? toFailure(502, { error: { message: `The route "${route.name}" answered with no stream.` } })
    : toFailure(failure.status, failure.body)
}

function parseChunk(data: string): object {
  const chunk = parseJSON(data)
  if (typeof chunk === 'object' && chunk !== null) return chunk
  throw toFailure(502, { error: { message: 'The backend sent an event that is not JSON.' } })
}
