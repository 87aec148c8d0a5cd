import type { ConverseCommandInput, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { readEvents } from '@patchbay/core'
import { createConverseStream, type StreamTranslator, TranslationError } from '@patchbay/translator'
import { toChatRequest } from './converse.ts'
import { callChat, toFailure, toMetadata } from './send-openai.ts'
import type { ServeCommand, Service } from './service.ts'

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
  const streamed = { ...request, stream: true, stream_options: { include_usage: true } }
  const response = await callChat(service, streamed)
  const type = response.headers.get('content-type') ?? ''
  if (response.body === null || !/^text\/event-stream\b/i.test(type)) {
    await response.body?.cancel()
    throw toFailure(502, { error: { message: `The route "${service.route.name}" answered with no stream.` } })
  }
  return { $metadata: toMetadata(response), stream: readStream(response.body, service, translator) }
}

async function* readStream<Event>(
  body: Bytes,
  { raise, signal }: Service,
  translator: StreamTranslator<Chunk, Event>,
): AsyncGenerator<Event, void> {
  try {
    for await (const data of readEvents(body)) {
      if (data === '[DONE]') break
      const chunk = JSON.parse(data) as Chunk & { readonly error?: unknown }
      if (chunk.error !== undefined && chunk.error !== null) throw streamFailure(chunk)
      yield* translator.push(chunk)
    }
    signal?.throwIfAborted()
    yield* translator.end()
  } catch (error) {
    await raise(TranslationError.is(error) ? streamFailure({ error }) : error)
  }
}

/** The statuses of OpenAI's error types and codes, for failures that do not say theirs. */
const STATUSES: Readonly<Record<string, number>> = {
  authentication_error: 401,
  invalid_api_key: 401,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  timeout_error: 408,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  tokens: 429,
  requests: 429,
  invalid_request_error: 400,
  context_length_exceeded: 400,
  overloaded_error: 503,
}

/** A failure in mid-stream says its status in its body: as `status`, as a number in `code`, or by its type. */
function streamFailure(body: { readonly error?: unknown }): Error {
  return toFailure(statusIn(body.error), body)
}

function statusIn(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500
  const { status, code, type } = error as Readonly<Record<string, unknown>>
  const named = [status, code].find(
    (value): value is number => typeof value === 'number' && value >= 400 && value < 600,
  )
  if (named !== undefined) return named
  const known = [code, type].find(
    (name): name is string => typeof name === 'string' && Object.hasOwn(STATUSES, name),
  )
  return known === undefined ? 500 : (STATUSES[known] ?? 500)
}
