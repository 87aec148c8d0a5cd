import { readCall } from '../call.ts'
import type { Arguments, HttpRequest, Middleware } from '../smithy.ts'
import { takeOver } from '../transport/request-handler-interceptor.ts'
import { continueAfter } from './chain-position.ts'
import { createPlaceholder } from './placeholder-request.ts'
import { raiseFailure } from './raise-failure.ts'
import { sendVia } from './send-via.ts'
import { toAbortError, toAbortSignal } from './signals.ts'

/**
 * Lets a policy decide over its routes, within the SDK's retries: these are around the policy, and each of its tries goes
 * through the chain on its own, past the retries. It stands before the deserializer for exceptions of the policy's own.
 */
export function createPolicyMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const call = readCall(args)
    if (call?.policy === undefined) return next(args)
    const { policy, ownTransport } = call
    const { headers } = args.request as HttpRequest
    const raise = (error: unknown): Promise<never> => raiseFailure(next, args, call, error)
    // Only the request handler is told the caller's signal: the decision takes its place.
    const request = createPlaceholder()
    takeOver(request, async (options) => {
      const signal = toAbortSignal(options.abortSignal)
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
      }).catch((error: unknown) => raise(signal?.aborted === true ? toAbortError(signal) : error))
    })
    return continueAfter(context, 'afterGateway')({ ...args, request })
  }
}

/** A policy's tries pass the SDK's retries by, with the headers that these have given the call. */
export function createAttemptMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const attempt = readCall(args)?.attempt
    return attempt === undefined
      ? next(args)
      : continueAfter(context, 'afterRetry')(withHeaders(args, attempt.headers))
  }
}

function withHeaders(args: Arguments, headers: Readonly<Record<string, string>>): Arguments {
  const request = args.request as HttpRequest
  Object.assign(request.headers, headers)
  return args
}
