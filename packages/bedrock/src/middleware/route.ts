import type { Route } from '@patchbay/core'
import { createCall, withCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import type { Arguments, Context, Result } from '../smithy.ts'
import { continueAfter } from './chain-position.ts'
import { createPlaceholder } from './placeholder-request.ts'
import { sendVia } from './send-via.ts'

/** Streams in both directions over HTTP/2: no gateway takes that, and none of its parts may reach AWS on its own. */
const NOT_SERVED: Readonly<Record<string, string>> = {
  InvokeModelWithBidirectionalStreamCommand: 'InvokeModelWithBidirectionalStream',
}

/** One `send` of a client, and the route that it was begun on: whatever is registered later, the call keeps it. */
export interface BegunCall {
  readonly route: Route
  readonly context: Context
  readonly args: Arguments
  /** Whether requests go by our own transport where the client's handler uses HTTP/2 only. */
  readonly ownTransport: boolean
}

/** Sends a call by its route, once for all retries, or lets the route decide where it is a policy. */
export async function beginCall({ route, context, args, ownTransport }: BegunCall): Promise<Result> {
  const rejection = findRejection(route, context)
  if (rejection !== undefined) return refuse(context, args, route, rejection)
  const { observing } = route
  const watched = observing && { observing, input: args.input }
  // The route of a registration with hooks would tell them a second time.
  const own = observing?.route ?? route
  if (own.decide === undefined) return sendVia(own, context, args, { ownTransport, watched })
  const call = { ...createCall(own), policy: own, ownTransport, watched }
  return continueAfter(context, 'beforeRetry')(withCall({ ...args, request: createPlaceholder() }, call))
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
