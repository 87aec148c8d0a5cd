import { createChatCompletionStream } from '@patchbay/translator'

import { readConverseStream } from '../../backend/converse-stream.ts'
import { inStreamFailure } from '../../backend/failure.ts'
import { warningHeaders } from '../../backend/report-warnings.ts'
import { mergeStreams } from '../../backend/merge-choices.ts'
import { passedHeaders, unknownOperation } from '../../backend/service-error.ts'
import { toRequestFailure } from '../../backend/service-failure.ts'
import { serverSentEvents, type ChunkSource } from '../../server-sent-events.ts'
import { connectionError, readText, type HttpAnswer } from '../../transport/http-client.ts'
import { readOutput } from './answer-whole.ts'
import { callAll, type Exchange } from './exchange.ts'
import { replayOutput } from './replay-output.ts'

interface Opened {
  readonly source: ChunkSource
  readonly headers: Record<string, string>
}

/**
 * Calls ConverseStream and answers with server-sent events as soon as every call has its status: a refusal before
 * that is an answer with a status of its own.
 */
export async function answerChunks(exchange: Exchange): Promise<Response> {
  const opened = exchange.recall.wholeOnly
    ? await callAll(exchange, 'converse', (answer) => replay(answer, exchange))
    : await callAll(exchange, 'converse-stream', (answer) => open(answer, exchange))
  const headers = { ...opened[0]?.headers, ...warningHeaders(exchange.warnings) }
  const { client, signal } = exchange.request
  const body = serverSentEvents(mergeStreams(opened.map(({ source }) => source)), (error) =>
    inStreamFailure(error, signal, client, headers),
  )
  return new Response(body, {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  })
}

async function open(answer: HttpAnswer, { recall, context }: Exchange): Promise<Opened> {
  const type = answer.header('content-type') ?? ''
  if (type.includes('json')) throw await notAStream(answer)
  const source = readConverseStream(answer.body, createChatCompletionStream(recall, context))
  return { source, headers: passedHeaders(answer) }
}

/** For models that call tools, but not on a stream: the whole answer, streamed from here. */
async function replay(answer: HttpAnswer, { recall, context }: Exchange): Promise<Opened> {
  const { output, headers } = await readOutput(answer)
  return { source: replayOutput(output, createChatCompletionStream(recall, context)), headers }
}

async function notAStream(answer: HttpAnswer): Promise<Error> {
  try {
    const failure = unknownOperation(JSON.parse(await readText(answer.body)))
    return (
      failure ??
      toRequestFailure({ status: 502, type: '', message: 'Amazon Bedrock did not answer with a stream.' })
    )
  } catch (error) {
    return connectionError(error)
  }
}
