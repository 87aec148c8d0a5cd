import { whenThere } from '@patchbay/core'
import { planOnlyWay, type ClientApi, type PlanRequest, type Way } from '@patchbay/translator'

import { REASONING_ORIGINS } from '../../backend/context.ts'
import type { Conversation } from '../conversation/pipeline.ts'
import { reportOnce } from './report-once.ts'
import { readServiceHeaders, SERVICE_HEADERS } from './service-header-names.ts'
import { toWayConversation, type ServeWay, type WayConversation } from './way-conversation.ts'

/**
 * Serves a conversation by the best way that the model has. Where the service says that it does not serve the model so, the next
 * way is tried, once, before anything was handed over; that is remembered for a while and told by a warning. Where it refuses the
 * reasoning of earlier turns, the request is sent once more without what may be of another model; where it refuses a beta flag,
 * without those that it is not known to take.
 */
export async function serveByWays(
  clientApi: ClientApi,
  conversation: Conversation,
  serve: ServeWay,
): Promise<Response> {
  let asked = reportOnce(conversation)
  if (mayHaveBetas(asked) && asked.resolved.facts.capabilities.anthropicBeta) {
    const { withoutKnownRefusals } = await import('./refused-betas.ts')
    asked = withoutKnownRefusals(asked)
  }
  for (;;) {
    try {
      return await serveOnce(clientApi, asked, serve)
    } catch (error) {
      const cleaned = await withoutRefused(asked, error)
      if (cleaned === undefined) throw await withRemedy(error, asked)
      asked = cleaned
    }
  }
}

/** The conversation without what the service has refused, where it can go without it: each time less, until nothing is left out. */
async function withoutRefused(conversation: Conversation, error: unknown): Promise<Conversation | undefined> {
  const { withoutRefusedReasoning } = await import('./without-refused-reasoning.ts')
  const cleaned = withoutRefusedReasoning(conversation, error)
  if (cleaned !== undefined || !mayHaveBetas(conversation)) return cleaned
  const { withoutRefusedBetas } = await import('./refused-betas.ts')
  return withoutRefusedBetas(conversation, error)
}

/** Beta flags stand in a member of their own, or among the additional fields. */
function mayHaveBetas({ body }: Conversation): boolean {
  return (
    body['anthropic_beta'] !== undefined ||
    body['additionalModelRequestFields'] !== undefined ||
    body['additional_model_request_fields'] !== undefined
  )
}

/** Throws at once what is refused before anything is sent. */
function serveOnce(
  clientApi: ClientApi,
  conversation: Conversation,
  serve: ServeWay,
): Response | Promise<Response> {
  const { request, services } = conversation
  const headers = readServiceHeaders(request.headers, services.settings.options.headers)
  return whenThere(toPlanRequest(clientApi, conversation, headers), (plan) => {
    const only = planOnlyWay(plan)
    return only === undefined || headers.size > 0
      ? serveByPlan({ plan, only, conversation, headers }, serve)
      : serveCarefully(toWayConversation(conversation, only), serve)
  })
}

interface Planned {
  readonly plan: PlanRequest
  readonly only: Way | undefined
  readonly conversation: Conversation
  /** Those of the service's that the request has. */
  readonly headers: ReadonlySet<string>
}

/** What chooses among several ways, and what reads such headers, is loaded with the first request that has them. */
async function serveByPlan(
  { plan, only, conversation, headers }: Planned,
  serve: ServeWay,
): Promise<Response> {
  const carefully: ServeWay = (way) => serveCarefully(way, serve)
  const serveWay =
    headers.size === 0 ? carefully : (await import('./service-headers.ts')).withServiceHeaders(carefully)
  if (only !== undefined) return serveWay(toWayConversation(conversation, only))
  const { tryWays } = await import('./try-ways.ts')
  return tryWays(plan, conversation, serveWay)
}

function serveCarefully(way: WayConversation, serve: ServeWay): Promise<Response> {
  return way.resolved.facts.capabilities.doubtful.length === 0 ? serve(way) : serveDoubtful(way, serve)
}

async function serveDoubtful(way: WayConversation, serve: ServeWay): Promise<Response> {
  const { asksForDoubtful, serveWithoutRefused } = await import('./doubtful-members.ts')
  return asksForDoubtful(way) ? serveWithoutRefused(way, serve) : serve(way)
}

async function withRemedy(error: unknown, { services, resolved }: Conversation): Promise<unknown> {
  const { nameRemedy } = await import('./name-remedy.ts')
  return nameRemedy(error, resolved.facts.id, await services.region())
}

/** What the ways of a conversation depend on. */
function toPlanRequest(
  clientApi: ClientApi,
  conversation: Conversation,
  headers: ReadonlySet<string>,
): PlanRequest | Promise<PlanRequest> {
  const { services, resolved, body, stream, model } = conversation
  const { api, host, crossRegion } = services.settings.options
  const previous = typeof body['previous_response_id'] === 'string' ? body['previous_response_id'] : undefined
  const made = previous === undefined ? undefined : services.responseHosts.find(previous)
  return whenThere(services.region(), (region) =>
    whenThere(services.knowsMantle(region), (mantle) => ({
      clientApi,
      body,
      stream,
      model: resolved.facts,
      requestedModel: model,
      reasoningOrigins: REASONING_ORIGINS,
      guardrail: headers.has(SERVICE_HEADERS.guardrail) || headers.has(SERVICE_HEADERS.guardrailVersion),
      metadataHeader: headers.has(SERVICE_HEADERS.metadata) ? SERVICE_HEADERS.metadata : undefined,
      latencyHeader: headers.has(SERVICE_HEADERS.latency) ? SERVICE_HEADERS.latency : undefined,
      // What was stored on one host is not known on the other.
      options: { api, host: host ?? made?.host, crossRegion, region, mantle },
    })),
  )
}
