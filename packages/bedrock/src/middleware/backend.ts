import { readCall } from '../call.ts'
import { serveCommand } from '../openai-backend/serve-command.ts'
import type { HttpResponse, Middleware } from '../smithy.ts'
import { createHandlerFetch } from '../transport/handler-fetch.ts'
import { takeOver } from '../transport/request-handler-interceptor.ts'
import { continueAfter } from './chain-position.ts'
import { createPlaceholder } from './placeholder-request.ts'
import { raiseFailure } from './raise-failure.ts'
import { toAbortError, toAbortSignal } from './signals.ts'

/**
 * Serves commands by routes that use OpenAI's API, with a typed output: nothing is encoded and decoded again. It
 * stands before the deserializer, so that failures can be made exceptions by it, and behind the SDK's retries, so that
 * these count. The application's middleware around it gets a response with the backend's status and headers.
 */
export function createBackendMiddleware(): Middleware {
  return (next, context) => async (args) => {
    const call = readCall(args)
    if (call?.backend === undefined) return next(args)
    const { backend, ownTransport, observed } = call
    // Only the request handler is told the signal: the call takes its place.
    const request = createPlaceholder()
    takeOver(request, async (options, handler) => {
      const signal = call.attempt?.signal ?? toAbortSignal(options.abortSignal)
      observed?.abortsWith(signal)
      const raise = (error: unknown): Promise<never> =>
        raiseFailure(next, args, call, signal?.aborted === true ? toAbortError(signal) : error)
      let response: HttpResponse = { statusCode: 200, headers: {} }
      const output = await serveCommand({
        route: backend,
        command: context.commandName ?? '',
        input: args.input,
        signal,
        observation: observed?.observation,
        fetch: createHandlerFetch({ handler, options, ownTransport }),
        onResponse: (answer) => {
          response = toHttpResponse(answer)
        },
        raise,
      }).catch(raise)
      return { response, output }
    })
    return continueAfter(context, 'afterGateway')({ ...args, request })
  }
}

/** Without its body, which the output is made of. */
function toHttpResponse({ status, headers }: Response): HttpResponse {
  return { statusCode: status, headers: Object.fromEntries(headers) }
}
