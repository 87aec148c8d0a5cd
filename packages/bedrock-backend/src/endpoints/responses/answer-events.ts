import { createResponseStream } from '@patchbay/translator'

import { readConverseStream } from '../../backend/converse-stream.ts'
import { inStreamFailure } from '../../backend/failure.ts'
import { emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { passedHeaders } from '../../backend/service-error.ts'
import { serverSentEvents, type ChunkSource } from '../../server-sent-events.ts'
import type { HttpAnswer } from '../../transport/http-client.ts'
import { notAStream } from '../chat-completions/answer-chunks.ts'
import { callAll } from '../chat-completions/prepared-request.ts'
import { complete } from './answer-response.ts'
import type { PreparedResponse } from './prepared-response.ts'

interface Opened {
  readonly source: ChunkSource
  readonly headers: Record<string, string>
}

/**
 * Calls ConverseStream and answers with server-sent events as soon as the call has its status: a rejection before that
 * is an answer with a status of its own.
 */
export async function answerEvents(prepared: PreparedResponse): Promise<Response> {
  const { source, headers } = await (prepared.responseContext.nonStreaming
    ? replay(prepared)
    : open(prepared))
  const { client, signal } = prepared.request
  const body = serverSentEvents(source, (error) => inStreamFailure(error, signal, client, headers))
  return new Response(body, {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  })
}

async function open(prepared: PreparedResponse): Promise<Opened> {
  const { responseContext, context, services, warnings } = prepared
  const [opened] = await callAll(prepared, 'converse-stream', async (answer: HttpAnswer): Promise<Opened> => {
    if (answer.header('content-type')?.includes('json') === true) throw await notAStream(answer)
    const source = readConverseStream(answer.body, createResponseStream(responseContext, context), (late) =>
      emitAll(late, services.settings.options),
    )
    return { source, headers: { ...passedHeaders(answer), ...warningHeaders(warnings) } }
  })
  return opened as Opened
}

/** For models that call tools, but not on a stream: the whole answer, streamed from here. */
async function replay(prepared: PreparedResponse): Promise<Opened> {
  const { whole, headers } = await complete(prepared)
  const events = [whole.events]
  return { source: { next: async () => events.shift(), cancel: () => {} }, headers }
}
