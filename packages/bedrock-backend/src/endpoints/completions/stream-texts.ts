import { createTextCompletionStream } from '@patchbay/translator'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import { inStreamFailure } from '../../backend/failure.ts'
import { mergeStreams } from '../../backend/merge-choices.ts'
import { DO_NOT_RETRY, RequestFailure } from '../../request-failure.ts'
import { serverSentEvents, type ChunkSource } from '../../server-sent-events.ts'
import { openChunks } from '../chat-completions/answer-chunks.ts'
import { forEachChoice, type PreparedCompletion } from './prepared-completion.ts'

/** Every choice of a stream holds a connection. */
const MOST_STREAMS = 128

/** Calls ConverseStream for every choice and answers with their chunks as they come. */
export async function streamTexts(prepared: PreparedCompletion): Promise<Response> {
  const { request, texts } = prepared
  if (texts.requests.length * texts.choicesPerPrompt > MOST_STREAMS) throw tooMany()
  const opened = await forEachChoice(prepared, openChunks)
  const headers = { ...opened[0]?.headers }
  const source = asTexts(mergeStreams(opened.map((one) => one.source)), texts.echoes)
  const body = serverSentEvents(source, (error) =>
    inStreamFailure(error, request.signal, request.client, headers),
  )
  return new Response(body, {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  })
}

function asTexts(source: ChunkSource, echoes: readonly string[] | undefined): ChunkSource {
  const toChunks = createTextCompletionStream(echoes)
  return {
    async next() {
      const chunks = await source.next()
      return (chunks as readonly ChatCompletionChunk[] | undefined)?.flatMap(toChunks)
    },
    cancel: () => source.cancel(),
  }
}

function tooMany(): RequestFailure {
  return new RequestFailure(
    `prompt and n ask for too many streams at once: ${MOST_STREAMS} choices is the most. Ask for them without stream, or in several requests.`,
    { status: 400, param: 'prompt' },
    DO_NOT_RETRY,
  )
}
