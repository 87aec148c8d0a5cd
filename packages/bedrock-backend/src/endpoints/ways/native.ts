import type { HttpAnswer } from '@patchbay/core'
import { endWhenForgotten, type Observation, textResponse, type TextResponseInit } from '@patchbay/core'
import { apiBase, createNativeReasoning, toNativeBody, type BedrockApi } from '@patchbay/translator'

import { REASONING_ORIGINS } from '../../backend/context.ts'
import { acceptWarnings, warningHeaders } from '../../backend/report-warnings.ts'
import { passedHeaders } from '../../backend/passed-headers.ts'
import { readJson } from '../../backend/service-answer.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import type { ConversationProtocol } from '../conversation/protocol.ts'
import { forwardedHeaders } from './forwarded-headers.ts'
import { passEvents, type EventRules } from './pass-events.ts'
import { EVENT_RULES } from './event-rules.ts'
import type { WayConversation } from './way-conversation.ts'

/** APIs that clients speak themselves. */
type NativeApi = Exclude<BedrockApi, 'converse' | 'invoke-model'>

/** What a protocol's failures look like in mid-stream. */
type FailureProtocol = Pick<ConversationProtocol<never, never>, 'toFailureEvent' | 'requestIdHeader'>

/**
 * Serves a request by the client's own API: signed, and otherwise untouched both ways, but for the model's name and what the
 * way leaves out. Failures of the API keep their envelope.
 */
export async function serveNative(
  protocol: FailureProtocol,
  conversation: WayConversation,
  sent: NativeRequest = toNativeRequest(conversation),
): Promise<Response> {
  const { request, services, resolved, stream, way } = conversation
  const warnings = [...resolved.warnings, ...(sent.warnings ?? [])]
  acceptWarnings(warnings, services)
  const answer = await services.call(
    {
      service: way.host === 'mantle' ? 'bedrock-mantle' : 'bedrock-runtime',
      method: 'POST',
      path: way.path,
      accept: stream ? 'text/event-stream' : 'application/json',
      headers: sent.headers ?? forwardedHeaders(request.headers),
      body: sent.body,
      model: way.modelId,
    },
    request,
  )
  const headers = {
    'content-type': answer.header('content-type') ?? 'application/json',
    ...passedHeaders(answer, protocol.requestIdHeader),
    ...warningHeaders(warnings),
  }
  return handOn(protocol, conversation, answer, headers, sent.restore)
}

/** A body that is sent, and what goes with it. */
export interface NativeRequest {
  /** JSON. */
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** Of what was changed in the body. */
  readonly warnings?: WayConversation['resolved']['warnings']
  /** Undoes in an answer, or in the JSON of one event, what was changed in the request. */
  readonly restore?: {
    readonly whole: (text: string) => string
    readonly event: EventRules['restore'] & object
  }
}

async function handOn(
  protocol: FailureProtocol,
  { request, services, way, stream, resolved }: WayConversation,
  answer: HttpAnswer,
  headers: TextResponseInit['headers'],
  restore: NativeRequest['restore'],
): Promise<Response> {
  const remember = (id: unknown): void => {
    if (way.api !== 'responses' || typeof id !== 'string') return
    const base = apiBase(way.api, way.host, resolved.facts.capabilities)
    services.responseHosts.remember(id, { host: way.host, base })
  }
  const { observe } = createNativeReasoning(resolved.facts.capabilities.family, REASONING_ORIGINS)
  const { observation, signal } = request
  if (stream && !headers['content-type']?.includes('json')) {
    const rules: EventRules = {
      ...EVENT_RULES[way.api as NativeApi],
      ...(restore === undefined ? {} : { restore: restore.event }),
      // https://github.com/BerriAI/litellm (litellm/llms/bedrock_mantle)
      callsFromOne: way.host === 'mantle' && way.api === 'chat-completions',
      onResponse: remember,
      observe,
    }
    const told = observation === undefined ? rules : observedRules(rules, observation, signal)
    const events = passEvents(answer.body, told, request, headers, protocol.toFailureEvent)
    if (observation !== undefined) endWhenForgotten(events, observation)
    return new Response(events, { headers })
  }
  const { json, text } = await readJson(answer)
  observe(text)
  observation?.answer(json)
  remember((json as { readonly id?: unknown } | null)?.id)
  return textResponse(restore === undefined ? text : restore.whole(text), { headers })
}

/** Rules of a stream that hooks are told of. */
function observedRules(
  rules: EventRules,
  observation: Observation,
  signal: AbortSignal | undefined,
): EventRules {
  observation.takeOver('stream')
  return {
    ...rules,
    observe(data) {
      rules.observe?.(data)
      observation.event(data)
    },
    onEnd(outcome, error) {
      if (outcome !== 'ok' && signal?.aborted === true) observation.end('aborted', signal.reason)
      else observation.end(outcome, error)
    },
  }
}

/** The caller's own bytes wherever nothing has to be changed. */
function toNativeRequest({ request, services, resolved, original, way }: WayConversation): NativeRequest {
  const { capabilities } = resolved.facts
  const { value, warnings } = toNativeBody(original, way, capabilities, services.settings.options.store)
  const untouched = value === request.json() && typeof request.body === 'string'
  return { body: untouched ? request.body : withinDepth(() => JSON.stringify(value)), warnings }
}
