import type { Observation } from '@patchbay/core'
import { type Call, type Watched, withCall } from '../call.ts'
import type { ClientConfig } from '../detect.ts'
import { isPlaceholder } from '../middleware/authentication.ts'
import { providerEndpoint, toBase } from '../provider-endpoint.ts'
import type { Arguments, Context, HttpRequest, HttpResponse, Next, Result } from '../smithy.ts'
import { copyMessage } from '../smithy.ts'
import { observedCommand, pathOf } from './command-facts.ts'
import { ObservedCall } from './observed-call.ts'

/** A request that is about to be sent. */
interface Request {
  readonly watched: Watched
  readonly config: ClientConfig
  readonly context: Context
  readonly args: Arguments
  readonly call: Call
  /** The rest of the chain. */
  readonly next: Next
}

/**
 * Sends one request, and tells the hooks: it begins here, and ends with a failure, with a whole output, or with the output's
 * stream. A policy's attempts are told where they are made.
 */
export async function observe({ watched, config, context, args, call, next }: Request): Promise<Result> {
  const { observing, input } = watched
  const command = context.commandName ?? ''
  const observation = await observing.begin({
    ...observedCommand(command, input),
    url: await intendedURL(config, context, command, input),
    headers: Object.entries((args.request as HttpRequest | undefined)?.headers ?? {}),
  })
  const observed = new ObservedCall(
    call.policy === undefined ? observation.attempt(observing.route) : observation,
  )
  try {
    const result = await next(withCall(args, { ...call, observed }))
    const told = call.policy === undefined ? observed.succeed(result, command) : result
    observation.handOver()
    return observing.reportRoute ? withRoute(told, observation) : told
  } catch (error) {
    observed.fail(error)
    // A failure of an attempt is the request's as well.
    observation.handOver()
    throw error
  }
}

/** Where the client would have sent the command, had it no route. */
async function intendedURL(
  config: ClientConfig,
  context: Context,
  command: string,
  input: Arguments['input'],
): Promise<string> {
  const resolved = isPlaceholder(context.endpointV2) ? undefined : context.endpointV2?.url
  const endpoint = await providerEndpoint(config, resolved, () => false).catch(() => undefined)
  const base = endpoint === undefined ? 'https://bedrock-runtime.amazonaws.com' : toBase(endpoint)
  return base + pathOf(command, input)
}

function withRoute(result: Result, { target }: Observation): Result {
  const response = result.response as HttpResponse | undefined
  if (target === undefined || response === undefined) return result
  const headers = { ...response.headers, 'x-patchbay-route': target }
  return { ...result, response: copyMessage(response, { headers }) }
}
