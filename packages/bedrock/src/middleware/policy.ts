import type { Route } from '@patchbay/core'
import { type Call, readCall } from '../call.ts'
import type { ObservedCall } from '../hooks/observed-call.ts'
import type { Arguments, Context, HttpRequest, Middleware, Result } from '../smithy.ts'
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
      call.observed?.abortsWith(signal)
      // Loaded when it is needed: most clients take a single route.
      const { decide } = await import('../policies/decide.ts')
      return decide({
        policy,
        command: context.commandName ?? '',
        input: args.input,
        signal,
        raise,
        send: (route, own) => sendAttempt({ context, args, call, ownTransport, headers }, route, own),
      }).catch((error: unknown) => raise(signal?.aborted === true ? toAbortError(signal) : error))
    })
    return continueAfter(context, 'afterGateway')({ ...args, request })
  }
}

/** A try of a policy: the call, and what the SDK's retries have given it. */
interface PolicyTry {
  readonly context: Context
  readonly args: Arguments
  readonly call: Call
  readonly ownTransport: boolean
  readonly headers: Readonly<Record<string, string>>
}

async function sendAttempt(
  { context, args, call, ownTransport, headers }: PolicyTry,
  route: Route,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const send = (observed?: ObservedCall): Promise<Result> =>
    sendVia(route, context, args, { ownTransport, attempt: { signal, headers }, observed })
  if (call.observed === undefined) return send()
  const { observeAttempt } = await import('../hooks/observe-attempt.ts')
  return observeAttempt(call.observed.observation, route, context.commandName ?? '', signal, send)
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
