import { readCall } from '../call.ts'
import { serveCommand } from '../openai-backend/serve-command.ts'
import type { Middleware } from '../smithy.ts'
import { takeOver } from '../transport/request-handler-interceptor.ts'
import { continueAfter } from './chain-position.ts'
import { createPlaceholder } from './placeholder-request.ts'
import { raiseFailure } from './raise-failure.ts'
import { combineSignals, toAbortError } from './signals.ts'

/**
 * Serves commands by routes that speak OpenAI's API, with a typed output: nothing is encoded and decoded again. It
 * stands before the deserializer, so that failures can be made exceptions by it, and behind the SDK's retries, so that
 * these count.
 */
export function createBackendMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const call = readCall(args)
    if (call?.backend === undefined) return next(args)
    const { backend } = call
    // Only the request handler is told the signal: the call takes its place.
    const request = createPlaceholder()
    takeOver(request, async (options) => {
      const signal = combineSignals(options, call)
      const raise = (error: unknown): Promise<never> =>
        raiseFailure(next, args, call, signal?.aborted === true ? toAbortError(signal) : error)
      const service = { route: backend, command: context.commandName ?? '', input: args.input, signal, raise }
      return { response: undefined, output: await serveCommand(service).catch(raise) }
    })
    return continueAfter(context, 'afterGateway')({ ...args, request })
  }
}
