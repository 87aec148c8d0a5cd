import type { AgentOptions } from 'node:https'

import type { RequestHandler } from '../detect.ts'

/**
 * Whether a handler is the HTTP/2 handler of the SDK: the default since 3.826, which fails on gateways that use
 * HTTP/1.1 only. Every other handler is one that the caller chose, or the older default, and sends HTTP/1.1 itself.
 */
export function isHttp2Handler(handler: RequestHandler): handler is Http2Handler {
  return handler.metadata?.handlerProtocol === 'h2' && 'configProvider' in handler
}

interface Http2Handler extends RequestHandler {
  readonly configProvider: Promise<Http2Settings | undefined>
}

/** Settings of the HTTP/2 handler that mean something to any transport. */
interface Http2Settings {
  readonly requestTimeout?: number
  readonly nodeHttp2ConnectOptions?: AgentOptions
}
