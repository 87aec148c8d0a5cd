import { createChatCompletionStream, toChatCompletionChunks } from '@patchbay/translator'

import { readConverseStream } from '../../backend/converse-stream.ts'
import { inStreamFailure } from '../../backend/failure.ts'
import { mergeStreams } from '../../backend/merge-choices.ts'
import { emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { passedHeaders, unknownOperation } from '../../backend/service-error.ts'
import { toRequestFailure } from '../../backend/service-failure.ts'
import { serverSentEvents, type ChunkSource } from '../../server-sent-events.ts'
import { connectionError, readText, type HttpAnswer } from '../../transport/http-client.ts'
import { complete } from './answer-whole.ts'
import { callAll, type PreparedRequest } from './prepared-request.ts'

/** The chunks of an answer that has begun, and the headers that go with it. */
export interface Opened {
  readonly source: ChunkSource
  readonly headers: Record<string, string>
}

/**
 * Calls ConverseStream and answers with server-sent events as soon as every call has its status: a rejection before
 * that is an answer with a status of its own.
 */
export async function answerChunks(prepared: PreparedRequest): Promise<Response> {
  const { source, headers } = await openChunks(prepared)
  const { client, signal } = prepared.request
  const body = serverSentEvents(source, (error) => inStreamFailure(error, signal, client, headers))
  return new Response(body, {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  })
}

/** Begins the answers of an prepared. Resolves once every call has its status. */
export function openChunks(prepared: PreparedRequest): Promise<Opened> {
  return prepared.responseContext.nonStreaming ? replay(prepared) : open(prepared)
}

async function open(prepared: PreparedRequest): Promise<Opened> {
  const { responseContext, context, warnings } = prepared
  const opened = await callAll(prepared, 'converse-stream', async (answer): Promise<Opened> => {
    if (answer.header('content-type')?.includes('json') === true) throw await notAStream(answer)
    const translator = createChatCompletionStream(responseContext, context)
    const source = readConverseStream(answer.body, translator, (late) =>
      emitAll(late, prepared.services.settings.options),
    )
    return { source, headers: passedHeaders(answer) }
  })
  return {
    source: mergeStreams(opened.map(({ source }) => source)),
    headers: { ...opened[0]?.headers, ...warningHeaders(warnings) },
  }
}

/** For models that call tools, but not on a stream: the whole answer, streamed from here. */
async function replay(prepared: PreparedRequest): Promise<Opened> {
  const { completion, headers } = await complete(prepared)
  const chunks = [toChatCompletionChunks(completion, prepared.responseContext)]
  return { source: { next: async () => chunks.shift(), cancel: () => {} }, headers }
}

/** What is wrong with an answer that is no event stream. */
export async function notAStream(answer: HttpAnswer): Promise<Error> {
  try {
    const failure = unknownOperation(JSON.parse(await readText(answer.body)))
    return (
      failure ?? toRequestFailure({ status: 502, message: 'Amazon Bedrock did not answer with a stream.' })
    )
  } catch (error) {
    return connectionError(error)
  }
}
