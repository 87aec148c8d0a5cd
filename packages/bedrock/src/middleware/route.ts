import type { RegistrationState, Route } from '@patchbay/core'
import { currentRoute } from '@patchbay/core'
import { withCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import type { AbsoluteOptions, Arguments, Context, Middleware, Next, Pluggable, Result } from '../smithy.ts'
import { TAGS } from '../smithy.ts'
import { emptyCall, ROUTE, sendVia } from './send-via.ts'
import { placeholder, RETRY } from './openai-backend.ts'
import { deserializerOf, continueAfter, chainPositionMiddleware } from './chain-position.ts'

/** What the first middleware needs to know of a client. */
export interface RouteMiddlewareSettings {
  readonly state: RegistrationState
  /** Whether requests of the route go by our own transport. Asked at every call. */
  readonly ownTransport: () => boolean
}

/** Two directions at once over HTTP/2: no gateway carries that, and none of its parts may reach AWS on its own. */
const NOT_CARRIED: Readonly<Record<string, string>> = {
  InvokeModelWithBidirectionalStreamCommand: 'InvokeModelWithBidirectionalStream',
}

/**
 * Begins a call: looks up the route, once for all attempts, and sends the call along it, or lets it decide where it is a
 * policy.
 */
export function routeMiddleware({ state, ownTransport }: RouteMiddlewareSettings): Middleware {
  const begin = async (context: Context, next: Next, args: Arguments): Promise<Result> => {
    const route = currentRoute(state)
    if (route === undefined) return next(args)
    const rejection = rejectionOf(route, context)
    if (rejection !== undefined) return refuse(context, args, route, rejection)
    if (route.decide === undefined) return sendVia(route, context, args, { ownTransport: ownTransport() })
    const call = { ...emptyCall(route), policy: route, ownTransport: ownTransport() }
    return continueAfter(context, RETRY)(withCall({ ...args, request: placeholder() }, call))
  }
  return (next, context) => {
    chainPositionMiddleware(ROUTE)(next, context)
    return (args) => begin(context, next, args)
  }
}

export const routeMiddlewareOptions: AbsoluteOptions = {
  name: 'patchbayRouteMiddleware',
  step: 'initialize',
  priority: 'high',
  override: true,
  tags: TAGS,
}

export function getRoutePlugin(settings: RouteMiddlewareSettings): Pluggable {
  const middleware = routeMiddleware(settings)
  return { applyToStack: (stack) => stack.add(middleware, routeMiddlewareOptions) }
}

function rejectionOf(route: Route, context: Context): string | undefined {
  const name = context.commandName ?? ''
  if (!Object.hasOwn(NOT_CARRIED, name)) return undefined
  return (
    `The client is registered on the route "${route.name}", which does not carry ${NOT_CARRIED[name]}. Nothing was sent. ` +
    'Use another client, one that is not registered, for it.'
  )
}

/** The client's own deserializer makes the exception, so that it is of the application's own copy of the SDK. */
async function refuse(context: Context, args: Arguments, route: Route, message: string): Promise<Result> {
  const call = { ...emptyCall(route), answer: errorAnswer(400, message) }
  return deserializerOf(context)(withCall(args, call))
}
