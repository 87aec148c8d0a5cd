import type { AgentOptions } from 'node:https'
import type { RequestHandler } from '../detect.ts'
import type { HttpRequest } from '../smithy.ts'
import type { SignalLike } from './http1-transport.ts'

/** Does what a request handler would do. */
type Carrier = (options: CallOptions, original: RequestHandler) => Promise<unknown>

/** Requests that the client's own handler must not see. */
const takenOver = new WeakMap<object, Carrier>()

/** Makes a request handler with the interceptor give `carrier` this request, with what the caller said about the call. */
export function takeOver(request: object, carrier: Carrier): void {
  takenOver.set(request, carrier)
}

/** Makes a request handler with the interceptor send this request over HTTP/1.1, until the caller or `signal` aborts. */
export function takeOverTransport(request: HttpRequest, signal?: AbortSignal): void {
  takeOver(request, (options, original) => send(original, request, withSignal(options, signal)))
}

/** Makes a request handler with the interceptor send this request until `signal` aborts, which stands for the caller's. */
export function takeOverSignal(request: HttpRequest, signal: AbortSignal): void {
  takeOver(request, (options, original) => original.handle(request, withSignal(options, signal)))
}

function withSignal(options: CallOptions, signal: AbortSignal | undefined): CallOptions {
  return signal === undefined ? options : { ...options, abortSignal: signal }
}

/**
 * Whether a handler is the HTTP/2 handler of the SDK: the default since 3.826, which fails on gateways that speak
 * HTTP/1.1 only. Every other handler is one that the caller chose, or the older default, and carries HTTP/1.1 itself.
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

/** What a caller says about one call. */
export interface CallOptions {
  readonly abortSignal?: SignalLike
  readonly requestTimeout?: number
}

/**
 * A handler that gives requests which were taken over to their carrier, and leaves all others to `original`. Only here
 * is it known by which signal a call can be aborted: middleware does not see it.
 *
 * A Proxy, so that private members and settings of `original` work as before.
 */
export function createRequestHandlerInterceptor<Handler extends RequestHandler>(original: Handler): Handler {
  const handle = (request: object, options: CallOptions = {}): Promise<unknown> =>
    takenOver.get(request)?.(options, original) ?? original.handle(request, options)
  return new Proxy(original, {
    get(target, name) {
      if (name === 'handle') return handle
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' && name !== 'constructor' ? (value.bind(target) as unknown) : value
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  })
}

async function send(original: RequestHandler, request: HttpRequest, options: CallOptions): Promise<unknown> {
  // Loaded when it is needed: node:http costs an application that never sends this way 25 ms at its start.
  const [{ agentFor }, { sendOverHttp1 }] = await Promise.all([
    import('./agents.ts'),
    import('./http1-transport.ts'),
  ])
  const settings = isHttp2Handler(original) ? await original.configProvider : undefined
  return sendOverHttp1(request, {
    agent: agentFor(request.protocol, settings?.nodeHttp2ConnectOptions),
    abortSignal: options.abortSignal,
    requestTimeout: options.requestTimeout ?? settings?.requestTimeout,
  })
}
