import type { RequestHandler } from '../detect.ts'

/**
 * A request handler that sends as `handler` does and follows no redirect: the SDK's `FetchHttpHandler` would, with headers and
 * body, to any host. All other handlers of the SDK follow none, and are given back as they are; so is a handler that the
 * application has written, which answers for itself.
 */
export function withoutRedirects(handler: RequestHandler): RequestHandler {
  if (!isFetchHandler(handler)) return handler
  const handle: RequestHandler['handle'] = async (request, options) => {
    const config = handler.config ?? (await handler.configProvider)
    const requestInit = (one: unknown): RequestInit => ({ ...config.requestInit?.(one), redirect: 'manual' })
    // It reads its settings from itself: this one has the same, and one more.
    const careful = Object.create(handler, { config: { value: { ...config, requestInit }, writable: true } })
    return (careful as RequestHandler).handle(request, options)
  }
  return { handle }
}

interface FetchSettings {
  readonly requestInit?: (request: unknown) => RequestInit
}

interface FetchHandler extends RequestHandler {
  /** Not there until the first request. */
  readonly config?: FetchSettings
  readonly configProvider: Promise<FetchSettings>
}

/** By its structure: only its settings are its own, its class has no parent, and it names no protocol. */
function isFetchHandler(handler: RequestHandler): handler is FetchHandler {
  if (handler.metadata !== undefined || !Object.hasOwn(handler, 'configProvider')) return false
  const ownNames = Object.keys(handler)
  if (!ownNames.every((name) => name === 'config' || name === 'configProvider')) return false
  return Object.getPrototypeOf(Object.getPrototypeOf(handler)) === Object.prototype
}
