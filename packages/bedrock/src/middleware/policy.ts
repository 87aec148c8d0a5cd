import { callOf } from '../call.ts'
import type { Arguments, HttpRequest, Middleware, Pluggable, RelativeOptions } from '../smithy.ts'
import { TAGS } from '../smithy.ts'
import { takeOver } from '../transport/request-handler-interceptor.ts'
import { sendVia } from './send-via.ts'
import { aborted, callerSignalOf, placeholder, raiseBy, RETRY } from './openai-backend.ts'
import {
  continueAfter,
  REQUEST_HANDLER,
  chainPositionMiddleware,
  chainPositionMiddlewareOptions,
} from './chain-position.ts'

/** Where a chain goes on behind the SDK's retries. */
const WITHIN_RETRIES = 'withinRetries'

/**
 * Lets a policy decide over its routes, within the SDK's retries: these are around the policy, and each of its tries goes
 * through the chain on its own, past the retries. It stands before the deserializer for exceptions of the policy's own.
 */
export function policyMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const call = callOf(args)
    if (call?.policy === undefined) return next(args)
    const { policy, ownTransport } = call
    const { headers } = args.request as HttpRequest
    const raise = (error: unknown): Promise<never> => raiseBy(next, args, call, error)
    // Only the request handler is told the caller's signal: the decision takes its place.
    const request = placeholder()
    takeOver(request, async (options) => {
      const signal = callerSignalOf(options)
      // Loaded when it is needed: most clients take a single route.
      const { decide } = await import('../policies/decide.ts')
      return decide({
        policy,
        command: context.commandName ?? '',
        input: args.input,
        signal,
        raise,
        send: (route, own) =>
          sendVia(route, context, args, { ownTransport, attempt: { signal: own, headers } }),
      }).catch((error: unknown) => raise(signal?.aborted === true ? aborted(signal) : error))
    })
    return continueAfter(context, REQUEST_HANDLER)({ ...args, request })
  }
}

export const policyMiddlewareOptions: RelativeOptions = {
  name: 'patchbayPolicyMiddleware',
  relation: 'before',
  toMiddleware: 'deserializerMiddleware',
  override: true,
  tags: TAGS,
}

/** A policy's tries pass the SDK's retries by, with the headers that these have given the call. */
export function attemptMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const attempt = callOf(args)?.attempt
    return attempt === undefined
      ? next(args)
      : continueAfter(context, WITHIN_RETRIES)(withHeaders(args, attempt.headers))
  }
}

export const attemptMiddlewareOptions: RelativeOptions = {
  name: 'patchbayAttemptMiddleware',
  relation: 'before',
  toMiddleware: RETRY,
  override: true,
  tags: TAGS,
}

export function getPolicyPlugin(): Pluggable {
  const policy = policyMiddleware()
  const attempt = attemptMiddleware()
  const chainPosition = chainPositionMiddleware(WITHIN_RETRIES)
  return {
    applyToStack: (stack) => {
      stack.addRelativeTo(attempt, attemptMiddlewareOptions)
      stack.addRelativeTo(chainPosition, chainPositionMiddlewareOptions('after', RETRY))
      stack.addRelativeTo(policy, policyMiddlewareOptions)
    },
  }
}

function withHeaders(args: Arguments, headers: Readonly<Record<string, string>>): Arguments {
  const request = args.request as HttpRequest
  Object.assign(request.headers, headers)
  return args
}
