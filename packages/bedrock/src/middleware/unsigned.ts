import { callOf } from '../call.ts'
import type { Context, Middleware, Pluggable, RelativeOptions } from '../smithy.ts'
import { TAGS } from '../smithy.ts'
import { continueAfter, chainPositionMiddleware, chainPositionMiddlewareOptions } from './chain-position.ts'

/**
 * The SDK's middleware that needs AWS credentials or a region: it finds an identity, an endpoint, and signs. On a route
 * that signs nothing none of them runs, so that a machine without any AWS configuration can call.
 */
const NEEDS_AWS = ['httpAuthSchemeMiddleware', 'endpointV2Middleware', 'httpSigningMiddleware'] as const

/** Serializers want an endpoint. This one cannot be reached, should a request ever miss its address. RFC 6761 6.4 */
const NOWHERE = { url: new URL('https://bedrock-runtime.patchbay.invalid') }

/** Leaves out one of the SDK's middleware for calls that nobody signs. */
export function unsignedMiddleware(leftOut: string): Middleware {
  return (next, context) => async (args) => {
    if (callOf(args)?.gateway.signing !== 'none') return next(args)
    if (leftOut === 'endpointV2Middleware') context.endpointV2 = NOWHERE
    return continueAfter(context, leftOut)(args)
  }
}

/** Right before the middleware that may be left out. */
export function unsignedMiddlewareOptions(leftOut: string): RelativeOptions {
  return {
    name: `patchbayUnsigned_${leftOut}`,
    relation: 'before',
    toMiddleware: leftOut,
    override: true,
    tags: TAGS,
  }
}

/** Whether an endpoint is the placeholder of an unsigned call. */
export function isPlaceholder(endpoint: Context['endpointV2']): boolean {
  return endpoint === NOWHERE
}

/** Lets calls of routes without a signature pass by everything that asks for credentials or a region. */
export function getUnsignedPlugin(): Pluggable {
  const parts = NEEDS_AWS.map((name) => ({
    name,
    bypass: unsignedMiddleware(name),
    chainPosition: chainPositionMiddleware(name),
  }))
  return {
    applyToStack: (stack) => {
      for (const { name, bypass, chainPosition } of parts) {
        stack.addRelativeTo(bypass, unsignedMiddlewareOptions(name))
        stack.addRelativeTo(chainPosition, chainPositionMiddlewareOptions('after', name))
      }
    },
  }
}
