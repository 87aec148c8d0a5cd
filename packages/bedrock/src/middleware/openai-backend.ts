import type { Route } from '@patchbay/core'
import { type Call, callOf, withCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import { serveCommand } from '../openai-backend/serve-command.ts'
import { ServedFailure } from '../openai-backend/served-failure.ts'
import type {
  Arguments,
  Context,
  HttpRequest,
  Middleware,
  Next,
  Pluggable,
  RelativeOptions,
  Result,
} from '../smithy.ts'
import { TAGS } from '../smithy.ts'
import { type CallOptions, takeOver } from '../transport/request-handler-interceptor.ts'
import {
  continueAfter,
  REQUEST_HANDLER,
  chainPositionMiddleware,
  chainPositionMiddlewareOptions,
} from './chain-position.ts'

export const RETRY = 'retryMiddleware'

/** Where a served call goes on: within the SDK's retries, past everything that would encode and sign. */
export function servedFrom(context: Context): Next {
  return continueAfter(context, RETRY)
}

/**
 * Serves commands by routes that speak OpenAI's shape, with a typed output: nothing is encoded and decoded again. It
 * stands before the deserializer, so that failures can be made exceptions by it, and behind the SDK's retries, so that
 * these count.
 */
export function servedMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const call = callOf(args)
    if (call?.served === undefined) return next(args)
    const { served } = call
    const raise = (error: unknown): Promise<never> => raiseBy(next, args, call, error)
    // Only the request handler is told the signal: the call takes its place.
    const request = placeholder()
    takeOver(request, async (options) => {
      const signal = signalOf(options, call)
      const output = await serveCommand({
        route: served,
        command: context.commandName ?? '',
        input: args.input,
        signal,
        raise: (error) => raise(signal?.aborted === true ? aborted(signal) : error),
      }).catch((error: unknown) => raise(signal?.aborted === true ? aborted(signal) : error))
      return { response: undefined, output }
    })
    return continueAfter(context, REQUEST_HANDLER)({ ...args, request })
  }
}

export const servedMiddlewareOptions: RelativeOptions = {
  name: 'patchbayServedMiddleware',
  relation: 'before',
  toMiddleware: 'deserializerMiddleware',
  override: true,
  tags: TAGS,
}

export function getServedPlugin(): Pluggable {
  const middleware = servedMiddleware()
  const chainPosition = chainPositionMiddleware(RETRY)
  return {
    applyToStack: (stack) => {
      stack.addRelativeTo(chainPosition, chainPositionMiddlewareOptions('before', RETRY))
      stack.addRelativeTo(middleware, servedMiddlewareOptions)
    },
  }
}

/** The arguments of a served call, which has no request of its own. Middleware of the caller may still look at one. */
export function servedArguments(args: Arguments, call: Call, route: Route): Arguments {
  return withCall({ ...args, request: placeholder() }, { ...call, served: route })
}

/** The SDK's own deserializer makes the exception. Network errors and aborts stay what they are. */
export async function raiseBy(next: Next, args: Arguments, call: Call, error: unknown): Promise<never> {
  if (!(error instanceof ServedFailure)) throw networkError(error)
  const headers = {
    ...(error.requestId === undefined ? {} : { 'x-amzn-requestid': error.requestId }),
    ...(error.retryAfter === undefined ? {} : { 'retry-after': error.retryAfter }),
  }
  const answer = errorAnswer(error.status, error.message, headers, error.type)
  const { served: _served, policy: _policy, ...rest } = call
  const result: Result = await next(withCall(args, { ...rest, answer }))
  throw new Error(`The SDK made no exception of ${error.message}: ${JSON.stringify(result.output)}`)
}

/** `fetch` hides the system's error, by which the SDK knows what to try again. */
function networkError(error: unknown): unknown {
  const hidden: unknown = error instanceof TypeError ? error.cause : undefined
  return hidden instanceof Error ? hidden : error
}

/** What the SDK's handlers reject with. */
export function aborted(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  const error = new Error('Request aborted', { cause: reason })
  error.name = reason instanceof Error && reason.name === 'TimeoutError' ? 'TimeoutError' : 'AbortError'
  return error
}

/** The caller's signal. */
export function callerSignalOf({ abortSignal }: CallOptions): AbortSignal | undefined {
  return abortSignal instanceof AbortSignal ? abortSignal : undefined
}

/** The caller's signal, or that of a policy's try, and the time limit as one. */
function signalOf(options: CallOptions, { attempt }: Call): AbortSignal | undefined {
  const { requestTimeout } = options
  const signals: AbortSignal[] = []
  const given = attempt?.signal ?? callerSignalOf(options)
  if (given !== undefined) signals.push(given)
  if (requestTimeout !== undefined && requestTimeout > 0) signals.push(AbortSignal.timeout(requestTimeout))
  return signals.length > 1 ? AbortSignal.any(signals) : signals[0]
}

/** Stands for a request that is not made, or not yet. */
export function placeholder(): HttpRequest {
  return {
    method: 'POST',
    protocol: 'https:',
    hostname: 'bedrock-runtime.patchbay.invalid',
    path: '/',
    query: {},
    headers: {},
  }
}
