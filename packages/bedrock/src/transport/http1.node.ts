import type { RequestHandler } from '../detect.ts'
import type { HttpRequest } from '../smithy.ts'
import type { CallOptions } from './call-options.ts'
import { isHttp2Handler } from './http2-handler.ts'

/**
 * Sends a request over HTTP/1.1, with the settings of the handler that it was meant for. `node:http` is loaded when it
 * is needed: it costs an application that never sends this way 25 ms at its start.
 */
export async function sendOverHttp1(
  original: RequestHandler,
  request: HttpRequest,
  options: CallOptions,
): Promise<unknown> {
  const [{ agentFor }, transport] = await Promise.all([import('./agents.ts'), import('./http1-transport.ts')])
  const settings = isHttp2Handler(original) ? await original.configProvider : undefined
  return transport.sendOverHttp1(request, {
    agent: agentFor(request.protocol, settings?.nodeHttp2ConnectOptions),
    abortSignal: options.abortSignal,
    requestTimeout: options.requestTimeout ?? settings?.requestTimeout,
  })
}
