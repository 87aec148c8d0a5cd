import { planOnlyWay, type ClientApi, type PlanRequest } from '@patchbay/translator'

import { REASONING_ORIGINS } from '../../backend/context.ts'
import type { Conversation } from '../conversation/pipeline.ts'
import { reportOnce } from './report-once.ts'
import { readServiceHeaders, SERVICE_HEADERS } from './service-header-names.ts'
import { toWayConversation, type ServeWay } from './way-conversation.ts'

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
      if (cleaned === undefined) throw error
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

async function serveOnce(
  clientApi: ClientApi,
  conversation: Conversation,
  serve: ServeWay,
): Promise<Response> {
  const asked = readServiceHeaders(
    conversation.request.headers,
    conversation.services.settings.options.headers,
  )
  const request = await toPlanRequest(clientApi, conversation, asked)
  const only = planOnlyWay(request)
  const serveCarefully: ServeWay = async (way) => {
    if (way.resolved.facts.capabilities.doubtful.length === 0) return serve(way)
    const { asksForDoubtful, serveWithoutRefused } = await import('./doubtful-members.ts')
    return asksForDoubtful(way) ? serveWithoutRefused(way, serve) : serve(way)
  }
  const serveWay =
    asked.size === 0
      ? serveCarefully
      : (await import('./service-headers.ts')).withServiceHeaders(serveCarefully)
  try {
    if (only !== undefined) return await serveWay(toWayConversation(conversation, only))
    // What chooses among several ways is loaded with the first request that has them.
    const { tryWays } = await import('./try-ways.ts')
    return await tryWays(request, conversation, serveWay)
  } catch (error) {
    const { nameRemedy } = await import('./name-remedy.ts')
    throw nameRemedy(error, request.model.id, request.options.region)
  }
}

/** What the ways of a conversation depend on. */
async function toPlanRequest(
  clientApi: ClientApi,
  conversation: Conversation,
  asked: ReadonlySet<string>,
): Promise<PlanRequest> {
  const { services, resolved, body, stream, model } = conversation
  const { settings } = services
  const { api, host, crossRegion } = settings.options
  const asking = services.region()
  const region = asking instanceof Promise ? await asking : asking
  const mantle = services.knowsMantle(region)
  const previous = typeof body['previous_response_id'] === 'string' ? body['previous_response_id'] : undefined
  const made = previous === undefined ? undefined : services.responseHosts.find(previous)
  return {
    clientApi,
    body,
    stream,
    model: resolved.facts,
    requestedModel: model,
    reasoningOrigins: REASONING_ORIGINS,
    guardrail: asked.has(SERVICE_HEADERS.guardrail) || asked.has(SERVICE_HEADERS.guardrailVersion),
    metadataHeader: asked.has(SERVICE_HEADERS.metadata) ? SERVICE_HEADERS.metadata : undefined,
    latencyHeader: asked.has(SERVICE_HEADERS.latency) ? SERVICE_HEADERS.latency : undefined,
    options: {
      api,
      // What was stored on one host is not known on the other.
      host: host ?? made?.host,
      crossRegion,
      region,
      mantle: mantle instanceof Promise ? await mantle : mantle,
    },
  }
}
