import type { BedrockGateway, RegistrationState, Route } from '@patchbay/core'
import { currentRoute } from '@patchbay/core'
import { type Call, withCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import { freeWhenLeft } from '../free-when-left.ts'
import { foundationModelOf } from '../inference-profile.ts'
import type { AbsoluteOptions, Arguments, Context, Middleware, Pluggable, Result } from '../smithy.ts'
import { TAGS } from '../smithy.ts'
import { servedArguments, servedFrom } from './served.ts'
import { deserializerOf } from './waypoint.ts'

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
 * Begins a call: looks up the route, once for all attempts, resolves the model's alias, and sees to it that a stream
 * that is left early frees its connection.
 */
export function routeMiddleware({ state, ownTransport }: RouteMiddlewareSettings): Middleware {
  return (next, context) => async (args) => {
    const route = currentRoute(state)
    if (route === undefined) return next(args)
    const refusal = refusalOf(route, context)
    if (refusal !== undefined) return refuse(context, args, route, refusal)
    const gateway = route.bedrock
    if (gateway === undefined) {
      return freeWhenLeft(await servedFrom(context)(servedArguments(args, emptyCall(route), route)))
    }
    const input = withModel(args.input, gateway)
    const call: Call = {
      route: route.name,
      gateway,
      ownTransport: ownTransport(),
      foundationModel: await foundationModelOf(modelOf(input), gateway.profiles),
    }
    return freeWhenLeft(await next(withCall({ ...args, input }, call)))
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

/** The model id or ARN in a command's input. */
export function modelOf(input: Arguments['input']): string | undefined {
  return typeof input['modelId'] === 'string' ? input['modelId'] : undefined
}

function withModel(input: Arguments['input'], gateway: BedrockGateway): Arguments['input'] {
  const model = modelOf(input)
  const mapped = model === undefined ? undefined : gateway.mapModel(model)
  return mapped === model ? input : { ...input, modelId: mapped }
}

function refusalOf(route: Route, context: Context): string | undefined {
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

function emptyCall(route: Route): Call {
  return { route: route.name, gateway: NO_GATEWAY, ownTransport: false, foundationModel: undefined }
}

/** Stands in calls that are not sent. */
const NO_GATEWAY: BedrockGateway = {
  signing: 'none',
  namesProvider: false,
  isGateway: () => false,
  isOwnHeader: () => false,
  mapModel: (model) => model,
  url: () => 'https://bedrock-runtime.patchbay.invalid',
  headers: (command) => command.headers,
  answer: async (response) => response,
}
