import { sendOverHttp1 } from '#transport/http1'

import type { RequestHandler } from '../detect.ts'
import type { HttpRequest } from '../smithy.ts'
import type { CallOptions } from './call-options.ts'

/** Does what a request handler would do. */
type Sender = (options: CallOptions, original: RequestHandler) => Promise<unknown>

/** Requests that the client's own handler must not see. */
const takenOver = new WeakMap<object, Sender>()

/** Makes a request handler with the interceptor give `send` this request, with what the caller said about the call. */
export function takeOver(request: object, send: Sender): void {
  takenOver.set(request, send)
}

/** Is told what the caller said about a call. */
type Listener = (options: CallOptions) => void

/** Makes a request handler with the interceptor send this request over HTTP/1.1, until the caller or `signal` aborts. */
export function takeOverTransport(request: HttpRequest, signal?: AbortSignal, listener?: Listener): void {
  takeOver(request, (options, original) => {
    listener?.(options)
    return sendOverHttp1(original, request, withSignal(options, signal))
  })
}

/**
 * Makes a request handler with the interceptor send this request itself, following no redirect, until the caller aborts, or
 * `signal`, which then stands for the caller's.
 */
export function takeOverSending(request: HttpRequest, signal?: AbortSignal, listener?: Listener): void {
  takeOver(request, async (options, original) => {
    listener?.(options)
    const { withoutRedirects } = await import('./without-redirects.ts')
    return withoutRedirects(original).handle(request, withSignal(options, signal))
  })
}

function withSignal(options: CallOptions, signal: AbortSignal | undefined): CallOptions {
  return signal === undefined ? options : { ...options, abortSignal: signal }
}

/**
 * A handler that gives requests which were taken over to the function that sends them, and leaves all others to `original`. Only here
 * is it known by which signal a call can be aborted: middleware does not see it.
 *
 * A Proxy, so that private members and settings of `original` work as before.
 */
export function createRequestHandlerInterceptor<Handler extends RequestHandler>(original: Handler): Handler {
  const handle = (request: object, options: CallOptions = {}): Promise<unknown> =>
    takenOver.get(request)?.(options, original) ?? original.handle(request, options)
  const interceptor: Handler = new Proxy(original, {
    get(target, name) {
      if (name === 'handle') return handle
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' && name !== 'constructor' ? (value.bind(target) as unknown) : value
    },
    set: (target, name, value, receiver) =>
      Reflect.set(target, name, value, receiver === interceptor ? target : receiver),
  })
  return interceptor
}
