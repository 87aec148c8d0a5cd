import type { BedrockGateway, Route } from '@patchbay/core'
import type { Call, PolicyAttempt } from '../call.ts'
import { withCall } from '../call.ts'
import { releaseOnEarlyExit } from '../release-on-early-exit.ts'
import { foundationModelOf } from '../inference-profile.ts'
import type { Arguments, Context, Result } from '../smithy.ts'
import { servedArguments, servedFrom } from './openai-backend.ts'
import { continueAfter } from './chain-position.ts'

/** Where a chain goes on behind the middleware that chooses the route. */
export const ROUTE = 'route'

/** How a call is sent. */
export interface Sending {
  readonly ownTransport: boolean
  /** Where a policy tries the route. */
  readonly attempt?: PolicyAttempt | undefined
}

/**
 * Sends a call along a route that is no policy: readdressed where the route carries Bedrock's own API, else served in
 * OpenAI's shape. A stream that is left early frees its connection.
 */
export async function sendVia(
  route: Route,
  context: Context,
  args: Arguments,
  { ownTransport, attempt }: Sending,
): Promise<Result> {
  const gateway = route.bedrock
  if (gateway === undefined) {
    const call = { ...emptyCall(route), attempt }
    return releaseOnEarlyExit(await servedFrom(context)(servedArguments(args, call, route)))
  }
  const input = withModel(args.input, gateway)
  const call: Call = {
    route: route.name,
    gateway,
    ownTransport,
    foundationModel: await foundationModelOf(modelOf(input), gateway.profiles),
    attempt,
  }
  return releaseOnEarlyExit(await continueAfter(context, ROUTE)(withCall({ ...args, input }, call)))
}

/** The model id or ARN in a command's input. */
export function modelOf(input: Arguments['input']): string | undefined {
  return typeof input['modelId'] === 'string' ? input['modelId'] : undefined
}

/** A call that is not sent to a gateway. */
export function emptyCall(route: Route): Call {
  return { route: route.name, gateway: NO_GATEWAY, ownTransport: false, foundationModel: undefined }
}

function withModel(input: Arguments['input'], gateway: BedrockGateway): Arguments['input'] {
  const model = modelOf(input)
  const mapped = model === undefined ? undefined : gateway.mapModel(model)
  return mapped === model ? input : { ...input, modelId: mapped }
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
