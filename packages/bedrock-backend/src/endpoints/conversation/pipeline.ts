import type { RouteRequest, Warning } from '@patchbay/core'
import {
  encodeModelId,
  noteReasoning,
  notingReasoning,
  readConverseAnswer,
  stringifyConverseRequest,
  type ConverseRequest,
  type TranslationContext,
} from '@patchbay/translator'

import { createContext } from '../../backend/context.ts'
import { readConverseStream } from '../../backend/converse-stream.ts'
import { mapConcurrently } from '../../backend/map-concurrently.ts'
import { acceptWarnings, emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { readJson, requireStream } from '../../backend/service-answer.ts'
import { passedHeaders } from '../../backend/passed-headers.ts'
import type { Services } from '../../backend/services.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import { resolveModel, type ResolvedModel } from '../../bedrock/model.ts'
import type { ChunkSource } from '../../server-sent-events.ts'
import type { HttpAnswer } from '../../transport/http-client.ts'
import { eventAnswer } from './event-answer.ts'
import type { Answer, ConversationProtocol, ConversationRequest, ResponseContextBase } from './protocol.ts'

/** A request that was read, and the model that serves it. */
export interface Conversation extends ConversationRequest {
  readonly request: RouteRequest
  readonly services: Services
  readonly resolved: ResolvedModel
}

/** A conversation in the words of Converse, and what its answer has to be translated with. */
export interface TranslatedConversation<Context> extends Pick<
  Conversation,
  'request' | 'services' | 'choices'
> {
  readonly context: TranslationContext
  readonly responseContext: Context
  readonly input: ConverseRequest
  /** The model that counts tokens, where the id does not name it. */
  readonly foundationModel?: string | undefined
  /** Of the model's resolution and of the request's translation. */
  readonly warnings: readonly Warning[]
}

/** A value that becomes an answer, and the headers that go with it. */
interface WithHeaders {
  readonly headers: Record<string, string>
}

/** The first step: reads a request and finds its model. */
export async function readConversation<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  request: RouteRequest,
  services: Services,
): Promise<Conversation> {
  const asked = withinDepth(() => protocol.read(request))
  const { options, defaultModel } = services.settings
  const resolved = await resolveModel(asked.model, options, defaultModel, (arn) =>
    services.resolveProfile(arn, request),
  )
  return { ...asked, request, services, resolved }
}

/** Serves a conversation by Converse or ConverseStream. */
export async function serveByConverse<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  conversation: Conversation,
): Promise<Response> {
  const translated = await translate(protocol, conversation)
  if (conversation.stream) {
    const { source, headers } = await openStream(protocol, translated)
    return eventAnswer(protocol, source, conversation.request, headers)
  }
  const { body, headers } = await answerWhole(protocol, translated)
  return new Response(protocol.stringify?.(body) ?? JSON.stringify(body), {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/**
 * Fetches the remote files and translates the request. Its warnings have been handed on.
 *
 * @throws RequestFailure 400 for a file that cannot be had, and where the route is strict and there are warnings
 * @throws TranslationError 400 for what cannot be translated
 */
export async function translate<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  { request, services, choices, resolved, body }: Conversation,
): Promise<TranslatedConversation<Context>> {
  const { options } = services.settings
  const remote = protocol.listRemoteFiles(body)
  // What brings files is loaded only for requests that name a URL: few do.
  const remoteFiles = remote.length === 0 ? undefined : await import('../../remote-files/remote-files.ts')
  const files = await remoteFiles?.fetchFiles(remote, { request, options, body, field: protocol.promptField })
  const context = createContext(protocol.idPrefix, resolved.facts, options, files)
  const asked = resolved.thinking ? protocol.withThinking(body) : body
  const { value, responseContext, warnings: found } = withinDepth(() => protocol.toConverse(asked, context))
  remoteFiles?.refuseExcess(value, options.images ?? {}, protocol.promptField)
  const warnings = [...resolved.warnings, ...found]
  acceptWarnings(warnings, options)
  const { foundationModel } = resolved
  return { request, services, choices, context, responseContext, input: value, foundationModel, warnings }
}

/** Calls Converse and waits for the whole answer, all its choices. Its warnings have been handed on. */
export async function answerWhole<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  translated: TranslatedConversation<Context>,
): Promise<Answer<Chunk> & WithHeaders> {
  const { services, context, responseContext } = translated
  const outputs = await callAll(protocol.promptField, translated, 'converse', async (answer) => {
    const { json, text } = await readJson(answer)
    return {
      output: readConverseAnswer(json, text),
      headers: passedHeaders(answer, protocol.requestIdHeader),
    }
  })
  for (const { output } of outputs) noteReasoning(output.output?.message?.content, context)
  const { value, warnings } = await protocol.toAnswer(
    outputs.map(({ output }) => output),
    responseContext,
    context,
  )
  emitAll(warnings, services.settings.options)
  return {
    ...value,
    headers: { ...outputs[0]?.headers, ...warningHeaders([...translated.warnings, ...warnings]) },
  }
}

/**
 * Calls ConverseStream. Resolves as soon as every call has its status: a rejection before that is an answer with a
 * status of its own.
 */
export async function openStream<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  translated: TranslatedConversation<Context>,
): Promise<{ readonly source: ChunkSource<Chunk> } & WithHeaders> {
  const { services, context, responseContext, warnings } = translated
  if (responseContext.nonStreaming) {
    const { chunks, headers } = await answerWhole(protocol, translated)
    const waiting = [chunks()]
    return { source: { next: async () => waiting.shift(), cancel: () => {} }, headers }
  }
  const opened = await callAll(protocol.promptField, translated, 'converse-stream', async (answer) => {
    await requireStream(answer)
    const translator = notingReasoning(protocol.createStream(responseContext, context), context)
    const report = (late: readonly Warning[]) => emitAll(late, services.settings.options)
    return {
      source: readConverseStream(answer.body, translator, report, protocol.promptField),
      headers: passedHeaders(answer, protocol.requestIdHeader),
    }
  })
  const [first, ...others] = opened.map(({ source }) => source) as [
    ChunkSource<Chunk>,
    ...ChunkSource<Chunk>[],
  ]
  const headers = { ...opened[0]?.headers, ...warningHeaders(warnings) }
  const merged = others.length === 0 ? undefined : await protocol.mergeStreams?.([first, ...others])
  return { source: merged ?? first, headers }
}

/** Converse's two operations: the last segment of their path, and the type of their answers. */
const OPERATIONS = {
  converse: 'application/json',
  'converse-stream': 'application/vnd.amazon.eventstream',
} as const

/**
 * Makes the calls for all choices at the same time. When one fails the others are given up, and its failure is theirs.
 *
 * @param promptField the caller's field that holds the prompt
 * @param read turns a call's answer into what the caller wants of it
 */
async function callAll<Result>(
  promptField: string,
  { services, context, input, request, choices }: TranslatedConversation<unknown>,
  operation: keyof typeof OPERATIONS,
  read: (answer: HttpAnswer) => Promise<Result>,
): Promise<Result[]> {
  const { id } = context.model
  const call = {
    service: 'bedrock-runtime',
    method: 'POST',
    path: `/model/${encodeModelId(id)}/${operation}`,
    accept: OPERATIONS[operation],
    body: withinDepth(() => stringifyConverseRequest(input)),
    model: id,
    promptField,
  } as const
  if (choices === 1) return [await read(await services.call(call, request))]
  return mapConcurrently(
    Array.from({ length: choices }, () => call),
    choices,
    request.signal,
    async (each: typeof call, signal) => read(await services.call(each, { ...request, signal })),
  )
}
