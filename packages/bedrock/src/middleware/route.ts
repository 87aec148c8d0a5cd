import type { RegistrationState, Route } from '@patchbay/core'
import { currentRoute } from '@patchbay/core'
import { createCall, withCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import type { Arguments, Context, Middleware, Next, Result } from '../smithy.ts'
import { continueAfter } from './chain-position.ts'
import { createPlaceholder } from './placeholder-request.ts'
import { sendVia } from './send-via.ts'

/** What the first middleware needs to know of a client. */
export interface RouteMiddlewareSettings {
  readonly state: RegistrationState
  /** Whether requests of the route go by our own transport. Asked at every call. */
  readonly ownTransport: () => boolean
}

/** Streams in both directions over HTTP/2: no gateway takes that, and none of its parts may reach AWS on its own. */
const NOT_SERVED: Readonly<Record<string, string>> = {
  InvokeModelWithBidirectionalStreamCommand: 'InvokeModelWithBidirectionalStream',
}

/**
 * Begins a call: reads the route, once for all retries, and sends the call by it, or lets it decide where it is a
 * policy.
 */
export function createRouteMiddleware({ state, ownTransport }: RouteMiddlewareSettings): Middleware {
  const begin = async (context: Context, next: Next, args: Arguments): Promise<Result> => {
    const route = currentRoute(state)
    if (route === undefined) return next(args)
    const rejection = findRejection(route, context)
    if (rejection !== undefined) return refuse(context, args, route, rejection)
    if (route.decide === undefined) return sendVia(route, context, args, { ownTransport: ownTransport() })
    const call = { ...createCall(route), policy: route, ownTransport: ownTransport() }
    return continueAfter(context, 'beforeRetry')(withCall({ ...args, request: createPlaceholder() }, call))
  }
  return (next, context) => (args) => begin(context, next, args)
}

function findRejection(route: Route, context: Context): string | undefined {
  const name = context.commandName ?? ''
  if (!Object.hasOwn(NOT_SERVED, name)) return undefined
  return (
    `The client is registered on the route "${route.name}", which does not take ${NOT_SERVED[name]}. Nothing was sent. ` +
    'Use another client, one that is not registered, for it.'
  )
}

/** The client's own deserializer makes the exception, so that it is of the application's own copy of the SDK. */
async function refuse(context: Context, args: Arguments, route: Route, message: string): Promise<Result> {
  const call = { ...createCall(route), answer: errorAnswer(400, message) }
  return continueAfter(context, 'beforeDeserializer')(withCall(args, call))
}
