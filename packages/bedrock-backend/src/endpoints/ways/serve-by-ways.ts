import { emitWarning, type Warning } from '@patchbay/core'
import { factsForWay, leaveOut, planWays, type ClientApi, type Way } from '@patchbay/translator'

import { knowsMantle } from '../../bedrock/resolve-endpoint.ts'
import type { Services } from '../../backend/services.ts'
import { RequestFailure } from '../../request-failure.ts'
import type { Conversation } from '../conversation/pipeline.ts'

/** A conversation and the way that it goes. */
export interface WayConversation extends Conversation {
  readonly way: Way
  /** The body before anything was left out of it. */
  readonly original: Conversation['body']
}

/** Serves a conversation by one way. */
export type ServeWay = (conversation: WayConversation) => Promise<Response>

/**
 * Serves a conversation by the best way that the model has. Where the service says that it does not serve the model so, the next
 * way is tried, once, before anything was handed over; that is remembered for a while and told by a warning.
 */
export async function serveByWays(
  clientApi: ClientApi,
  conversation: Conversation,
  serve: ServeWay,
): Promise<Response> {
  const ways = await planConversation(clientApi, conversation)
  const { id } = conversation.resolved.facts
  const { wayMemory } = conversation.services
  const [first, next] = wayMemory.order(id, ways)
  if (next === undefined) return serve(toWayConversation(conversation, first))
  const once = reportOnce(conversation)
  try {
    return await serve(toWayConversation(once, first))
  } catch (error) {
    if (!isNotServed(error, first)) throw error
    wayMemory.refuse(id, first)
    return serve(toWayConversation(once, next, [changedWay(first, next, error)]))
  }
}

/** The ways of a conversation, the best first. */
export async function planConversation(
  clientApi: ClientApi,
  conversation: Conversation,
): Promise<readonly [Way, ...Way[]]> {
  const { services, resolved, body, stream, model, request } = conversation
  const { settings } = services
  const { api, host, crossRegion } = settings.options
  const region = await services.region()
  const previous = typeof body['previous_response_id'] === 'string' ? body['previous_response_id'] : undefined
  const made = previous === undefined ? undefined : services.responseHosts.find(previous)
  return planWays({
    clientApi,
    body,
    stream,
    model: resolved.facts,
    requestedModel: model,
    guardrail: request.headers.has('x-amzn-bedrock-guardrailidentifier'),
    options: {
      api,
      // What was stored on one host is not known on the other.
      host: host ?? made?.host,
      crossRegion,
      region,
      mantle: await knowsMantle(settings, region),
    },
  })
}

/** The conversation as a way takes it: its body without what the way cannot carry, its model as the host names it. */
export function toWayConversation(
  conversation: Conversation,
  way: Way,
  further: readonly Warning[] = [],
): WayConversation {
  const { resolved, body } = conversation
  return {
    ...conversation,
    way,
    original: body,
    body: leaveOut(body, way.without),
    resolved: {
      ...resolved,
      facts: { ...factsForWay(resolved.facts, way), id: way.modelId },
      warnings: [...resolved.warnings, ...way.warnings, ...further],
    },
  }
}

/** What the service says when it does not serve a model by an API, or on a host. */
const NOT_SERVED =
  /isn['’]t supported on this route|does(?:n['’]t| not) support (?:this|the [^ ]+) API|is not enabled/i

/** Whether a failure says that there is no such way, rather than that this request is at fault. */
function isNotServed(error: unknown, { host }: Way): error is RequestFailure {
  if (!(error instanceof RequestFailure)) return false
  const { status, code } = error.details
  if (code === 'UnknownOperationException') return true
  if (host === 'mantle' && status === 404 && /does not exist/.test(error.message)) return true
  return (status === 400 || status === 401 || status === 404) && NOT_SERVED.test(error.message)
}

const HOSTS = { runtime: 'Bedrock Runtime', mantle: 'Mantle' } as const

function changedWay(from: Way, to: Way, { message }: RequestFailure): Warning {
  return {
    code: 'way_changed',
    field: 'model',
    message: `${HOSTS[from.host]} does not serve ${from.modelId} by ${from.api} (${message}): the request went to ${HOSTS[to.host]}, by ${to.api}.`,
  }
}

/** A second attempt finds the warnings of the first one again: each is told once. */
function reportOnce(conversation: Conversation): Conversation {
  const { services } = conversation
  const { settings } = services
  const told = new Set<string>()
  const onWarning = (warning: Warning): void => {
    const key = JSON.stringify(warning)
    if (told.has(key)) return
    told.add(key)
    emitWarning(warning, settings.options.onWarning)
  }
  const once: Services = {
    ...services,
    settings: { ...settings, options: { ...settings.options, onWarning } },
  }
  return { ...conversation, services: once }
}
