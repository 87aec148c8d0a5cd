import type { Warning } from '@patchbay/core'
import { planWays, type PlanRequest, type Way } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'
import type { Conversation } from '../conversation/pipeline.ts'
import { toWayConversation, type ServeWay } from './way-conversation.ts'

/** Serves a conversation by the best of its ways, and where the service has none such by the next one. See `serveByWays`. */
export async function tryWays(
  request: PlanRequest,
  conversation: Conversation,
  serve: ServeWay,
): Promise<Response> {
  const { id } = conversation.resolved.facts
  const { wayMemory } = conversation.services
  const [first, next] = wayMemory.order(id, planWays(request))
  if (next === undefined) return serve(toWayConversation(conversation, first))
  try {
    return await serve(toWayConversation(conversation, first))
  } catch (error) {
    if (!isNotServed(error, first)) throw error
    wayMemory.refuse(id, first)
    return serve(toWayConversation(conversation, next, [changedWay(first, next, error)]))
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
