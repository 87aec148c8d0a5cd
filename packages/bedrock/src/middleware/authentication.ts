import { readCall, withCall } from '../call.ts'
import type { ClientConfig } from '../detect.ts'
import type { Arguments, Context, Middleware, Result } from '../smithy.ts'
import { continueAfter } from './chain-position.ts'

/** Serializers want an endpoint. This one cannot be reached, should a request ever miss its address. RFC 6761 6.4 */
const NOWHERE = { url: new URL('https://bedrock-runtime.patchbay.invalid') }

/**
 * The SDK's middleware that needs AWS credentials or a region finds an identity, an endpoint, and signs. On a route that signs
 * nothing none of them runs, so that a machine without any AWS configuration can call. Where the SDK would take more than may go
 * to the gateway, who signs is decided here.
 */
export function createAuthenticationMiddleware(
  config: ClientConfig,
): Record<'authScheme' | 'endpoint' | 'signing', Middleware> {
  return {
    authScheme: (next, context) => async (args) => {
      const gateway = readCall(args)?.gateway
      if (gateway?.signing === 'none') return continueAfter(context, 'afterAuthScheme')(args)
      const isChosenHere = gateway?.unsigned !== undefined || gateway?.signing === 'gateway'
      return isChosenHere ? authenticate(config, context, args) : next(args)
    },
    endpoint: (next, context) => async (args) => {
      if (readCall(args)?.gateway.signing !== 'none') return next(args)
      context.endpointV2 = NOWHERE
      return continueAfter(context, 'afterEndpoint')(args)
    },
    signing: (next, context) => async (args) => {
      const call = readCall(args)
      if (call === undefined) return next(args)
      if (call.gateway.signing === 'none') return continueAfter(context, 'afterSigning')(args)
      return call.sendSigned?.(args, call, continueAfter(context, 'afterSigning')) ?? next(args)
    },
  }
}

/** Whether an endpoint is the placeholder of an unsigned call. */
export function isPlaceholder(endpoint: Context['endpointV2']): boolean {
  return endpoint === NOWHERE
}

async function authenticate(config: ClientConfig, context: Context, args: Arguments): Promise<Result> {
  const call = readCall(args)
  const proceed = continueAfter(context, 'afterAuthScheme')
  if (call === undefined) return proceed(args)
  const { chooseSigning } = await import('../signing.ts')
  const sendSigned = await chooseSigning(config, context, call.gateway)
  if (sendSigned !== undefined) return proceed(withCall(args, { ...call, sendSigned }))
  return proceed(withCall(args, { ...call, gateway: call.gateway.unsigned ?? call.gateway }))
}
