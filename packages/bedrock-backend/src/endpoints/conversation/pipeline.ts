import { textResponse, type HttpAnswer, type RouteRequest, type Warning, whenThere } from '@patchbay/core'
import {
  noteReasoning,
  notingReasoning,
  type ConverseRequest,
  type TranslationContext,
  type Way,
} from '@patchbay/translator'

import { createContext } from '../../backend/context.ts'
import { acceptWarnings, emitAll, warningHeaders, withoutRepeated } from '../../backend/report-warnings.ts'
import { requireStream } from '../../backend/service-answer.ts'
import { passedHeaders } from '../../backend/passed-headers.ts'
import type { Services } from '../../backend/services.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import { resolveModel, type ResolvedModel } from '../../bedrock/model.ts'
import type { ChunkSource } from '../../server-sent-events.ts'
import { parseLongBody } from '../read-body.ts'
import { eventAnswer } from './event-answer.ts'
import { chooseUpstream } from './choose-upstream.ts'
import { longTextsOf } from './long-texts.ts'
import type { Upstream } from './upstream.ts'
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
  /** The API that gets it. */
  readonly upstream: Upstream
  /** The model that counts tokens, where the id does not name it. */
  readonly foundationModel?: string | undefined
  /** Of the model's resolution and of the request's translation. */
  readonly warnings: readonly Warning[]
}

/** A value that becomes an answer, and the headers that go with it. */
interface WithHeaders {
  readonly headers: Record<string, string>
}

/** The first step: reads a request and finds its model, of which nearly always nobody has to be asked. */
export function readConversation<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  request: RouteRequest,
  services: Services,
): Conversation | Promise<Conversation> {
  return whenThere(parseLongBody(request), () => {
    const asked = withinDepth(() => protocol.read(request))
    const { options, defaultModel } = services.settings
    const resolving = resolveModel(asked.model, options, defaultModel, (arn) =>
      services.resolveProfile(arn, request),
    )
    return whenThere(resolving, (resolved) => ({ ...asked, request, services, resolved }))
  })
}

/** Serves a conversation in the words of Converse: by Converse, or by the API of its way that these are translated to. */
export async function serveByHub<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  conversation: Conversation & { readonly way?: Way },
): Promise<Response> {
  const translating = translate(protocol, conversation)
  const translated = translating instanceof Promise ? await translating : translating
  if (conversation.stream) {
    const { source, headers } = await openStream(protocol, translated)
    return eventAnswer(protocol, source, conversation.request, headers)
  }
  const { body, headers } = await answerWhole(protocol, translated)
  return textResponse(protocol.stringify?.(body) ?? JSON.stringify(body), {
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/**
 * Fetches the remote files, which few requests name, and translates the request. Its warnings have been handed on.
 *
 * @throws RequestFailure 400 for a file that cannot be had, and where the route is strict and there are warnings
 * @throws TranslationError 400 for what cannot be translated
 */
export function translate<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  conversation: Conversation & { readonly way?: Way },
): TranslatedConversation<Context> | Promise<TranslatedConversation<Context>> {
  const remote = protocol.listRemoteFiles(conversation.body)
  return remote.length === 0
    ? translateWith(protocol, conversation)
    : translateWithRemote(remote, protocol, conversation)
}

/** What brings files is loaded with the first request that names a URL. */
async function translateWithRemote<Context extends ResponseContextBase, Chunk>(
  remote: readonly string[],
  protocol: ConversationProtocol<Context, Chunk>,
  conversation: Conversation & { readonly way?: Way },
): Promise<TranslatedConversation<Context>> {
  const { request, services, body } = conversation
  const { options } = services.settings
  const { promptField: field } = protocol
  const { fetchFiles, refuseExcess } = await import('../../remote-files/remote-files.ts')
  const files = await fetchFiles(remote, { request, options, body, field })
  return translateWith(protocol, conversation, files, (input) =>
    refuseExcess(input, options.images ?? {}, field),
  )
}

/** @param check throws for what may not be sent */
function translateWith<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  { request, services, choices, resolved, body, stream, way }: Conversation & { readonly way?: Way },
  files?: TranslationContext['files'],
  check?: (input: ConverseRequest) => void,
): TranslatedConversation<Context> | Promise<TranslatedConversation<Context>> {
  const context = createContext(protocol.idPrefix, resolved.facts, services.settings.options, files)
  const asked = resolved.thinking ? protocol.withThinking(body) : body
  const { value, responseContext, warnings: found } = withinDepth(() => protocol.toConverse(asked, context))
  check?.(value)
  const chosen = chooseUpstream(way, value, context.model, stream, longTextsOf(request.json()))
  return whenThere(chosen, (upstream) => {
    const warnings = withoutRepeated([...resolved.warnings, ...found, ...upstream.warnings])
    acceptWarnings(warnings, services)
    const { foundationModel } = resolved
    return {
      request,
      services,
      choices,
      context,
      responseContext,
      input: value,
      upstream,
      foundationModel,
      warnings,
    }
  })
}

/** Calls Converse and waits for the whole answer, all its choices. Its warnings have been handed on. */
export async function answerWhole<Context extends ResponseContextBase, Chunk>(
  protocol: ConversationProtocol<Context, Chunk>,
  translated: TranslatedConversation<Context>,
): Promise<Answer<Chunk> & WithHeaders> {
  const { services, context, responseContext, upstream } = translated
  const outputs = await callAll(protocol.promptField, translated, false, (answer) =>
    upstream.readAnswer(answer, (output) => ({
      output,
      headers: passedHeaders(answer, protocol.requestIdHeader),
    })),
  )
  const { observation } = translated.request
  for (const { output } of outputs) {
    noteReasoning(output.value.output?.message?.content, context)
    observation?.answer(output.value)
  }
  const answering = protocol.toAnswer(
    outputs.map(({ output }) => output.value),
    responseContext,
    context,
  )
  const { value, warnings } = answering instanceof Promise ? await answering : answering
  const late = [...outputs.flatMap(({ output }) => output.warnings), ...warnings]
  emitAll(late, services)
  observation?.content(value.body)
  return {
    ...value,
    headers: { ...outputs[0]?.headers, ...warningHeaders([...translated.warnings, ...late]) },
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
  const { request, services, context, responseContext, upstream, warnings } = translated
  if (responseContext.nonStreaming) {
    const { chunks, headers } = await answerWhole(protocol, translated)
    const waiting = [await chunks()]
    request.observation?.firstToken()
    return { source: { next: async () => waiting.shift(), cancel: () => {} }, headers }
  }
  const { observation } = request
  const observe = observation && (await import('../../backend/observed-translator.ts')).observing(observation)
  const opened = await callAll(protocol.promptField, translated, true, async (answer) => {
    await requireStream(answer)
    const plain = notingReasoning(protocol.createStream(responseContext, context), context)
    const translator = observe?.(plain) ?? plain
    const report = (late: readonly Warning[]) => emitAll(late, services)
    return {
      source: upstream.readStream(answer, translator, report, protocol.promptField),
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

/**
 * Makes the calls for all choices at the same time. When one fails the others are given up, and its failure is theirs.
 *
 * @param promptField the caller's field that holds the prompt
 * @param read turns a call's answer into what the caller wants of it
 */
async function callAll<Result>(
  promptField: string,
  { services, context, upstream, request, choices }: TranslatedConversation<unknown>,
  stream: boolean,
  read: (answer: HttpAnswer) => Promise<Result>,
): Promise<Result[]> {
  const call = {
    ...upstream.call(stream),
    method: 'POST',
    model: context.model.id,
    promptField,
  } as const
  if (choices === 1) return [await read(await services.call(call, request))]
  const { mapConcurrently } = await import('../../backend/map-concurrently.ts')
  return mapConcurrently(
    Array.from({ length: choices }, () => call),
    choices,
    request.signal,
    async (each: typeof call, signal) => read(await services.call(each, { ...request, signal })),
  )
}
