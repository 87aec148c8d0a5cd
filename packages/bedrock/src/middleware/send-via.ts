import { type BedrockGateway, isRecord, type Route } from '@patchbay/core'
import { type Call, createCall, type PolicyAttempt, readModelId, type Watched, withCall } from '../call.ts'
import type { ObservedCall } from '../hooks/observed-call.ts'
import { findFoundationModel } from '../inference-profile.ts'
import { releaseOnEarlyExit } from '../release-on-early-exit.ts'
import type { Arguments, Context, Result } from '../smithy.ts'
import { continueAfter } from './chain-position.ts'
import { createPlaceholder } from './placeholder-request.ts'

/** How a call is sent. */
export interface Sending {
  readonly ownTransport: boolean
  /** Set where a policy tries the route. */
  readonly attempt?: PolicyAttempt | undefined
  /** Whom the call's requests are told. */
  readonly watched?: Watched | undefined
  /** What the hooks are told of a policy's try. */
  readonly observed?: ObservedCall | undefined
}

/**
 * Sends a call by a route that is no policy: readdressed where the route takes Bedrock's own API, else served by OpenAI's, within
 * the SDK's retries and past everything that would encode and sign. A stream that is left early frees its connection.
 */
export async function sendVia(
  route: Route,
  context: Context,
  args: Arguments,
  { ownTransport, attempt, watched, observed }: Sending,
): Promise<Result> {
  const gateway = route.bedrock
  if (gateway === undefined || (await isTranslated(gateway, context, args))) {
    const served = withCall(
      { ...args, request: createPlaceholder() },
      { ...createCall(route), ownTransport, attempt, watched, observed, backend: route },
    )
    return releaseOnEarlyExit(await continueAfter(context, 'beforeRetry')(served))
  }
  const input = await withoutCarried(withModel(args.input, gateway), gateway)
  const call: Call = {
    route: route.name,
    gateway,
    ownTransport,
    foundationModel: await findFoundationModel(readModelId(input), gateway.profiles),
    attempt,
    watched,
    observed,
  }
  return releaseOnEarlyExit(await continueAfter(context, 'afterRoute')(withCall({ ...args, input }, call)))
}

/** Commands that another API can serve where Bedrock's own does not have the model. */
const TRANSLATED: ReadonlySet<string | undefined> = new Set([
  'ConverseCommand',
  'ConverseStreamCommand',
  'CountTokensCommand',
  'InvokeModelCommand',
  'InvokeModelWithResponseStreamCommand',
])

async function isTranslated(
  gateway: BedrockGateway,
  context: Context,
  { input }: Arguments,
): Promise<boolean> {
  const model = readModelId(input)
  if (gateway.translates === undefined || model === undefined || !TRANSLATED.has(context.commandName))
    return false
  return gateway.translates(model)
}

/** What this package has carried from other APIs is for these alone. Few conversations hold reasoning: what looks is loaded for those. */
async function withoutCarried(
  input: Arguments['input'],
  gateway: BedrockGateway,
): Promise<Arguments['input']> {
  if (gateway.translates === undefined || !holdsReasoning(input)) return input
  return (await import('../converse-backend/without-carried-reasoning.ts')).withoutCarriedReasoning(input)
}

function holdsReasoning({ messages }: Arguments['input']): boolean {
  if (!Array.isArray(messages)) return false
  return messages.some(
    (message: unknown) =>
      isRecord(message) &&
      Array.isArray(message['content']) &&
      message['content'].some((block) => isRecord(block) && block['reasoningContent'] !== undefined),
  )
}

function withModel(input: Arguments['input'], gateway: BedrockGateway): Arguments['input'] {
  const model = readModelId(input)
  const mapped = model === undefined ? undefined : gateway.mapModel(model)
  return mapped === model ? input : { ...input, modelId: mapped }
}
