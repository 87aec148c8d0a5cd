import { readCall } from '../call.ts'
import type { Context, Middleware } from '../smithy.ts'
import { continueAfter, type Position } from './chain-position.ts'

/** Serializers want an endpoint. This one cannot be reached, should a request ever miss its address. RFC 6761 6.4 */
const NOWHERE = { url: new URL('https://bedrock-runtime.patchbay.invalid') }

/**
 * The SDK's middleware that needs AWS credentials or a region finds an identity, an endpoint, and signs. On a route that signs
 * nothing none of them runs, so that a machine without any AWS configuration can call.
 */
export function createUnsignedMiddleware(): Record<
  'skipAuthScheme' | 'skipEndpoint' | 'skipSigning',
  Middleware
> {
  return {
    skipAuthScheme: skipWhenUnsigned('afterAuthScheme'),
    skipEndpoint: skipWhenUnsigned('afterEndpoint', (context) => {
      context.endpointV2 = NOWHERE
    }),
    skipSigning: skipWhenUnsigned('afterSigning'),
  }
}

/** Whether an endpoint is the placeholder of an unsigned call. */
export function isPlaceholder(endpoint: Context['endpointV2']): boolean {
  return endpoint === NOWHERE
}

/** Leaves out one of the SDK's middleware for calls that are not signed. */
function skipWhenUnsigned(position: Position, replace?: (context: Context) => void): Middleware {
  return (next, context) => async (args) => {
    if (readCall(args)?.gateway.signing !== 'none') return next(args)
    replace?.(context)
    return continueAfter(context, position)(args)
  }
}
