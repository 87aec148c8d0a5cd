import { currentRoute, type RegistrationState } from '@patchbay/core'
import { readCall } from './call.ts'
import type { ClientInternals } from './detect.ts'
import { lazyMiddleware } from './middleware/lazy-middleware.ts'
import { placeMiddleware } from './middleware/placement.ts'
import { createAuthenticationMiddleware } from './middleware/authentication.ts'
import type { Arguments, Middleware } from './smithy.ts'
import type { RegisterOptions } from './register-options.ts'
import { isHttp2Handler } from './transport/http2-handler.ts'
import { createRequestHandlerInterceptor } from './transport/request-handler-interceptor.ts'

/**
 * Puts everything on a client that routes its traffic: middleware, and the interceptor in its request handler. Returns what
 * takes exactly that off again.
 */
export function installInterceptors(
  client: ClientInternals,
  state: RegistrationState,
  options: () => RegisterOptions,
): () => void {
  const { config } = client
  const isHttp2 = isHttp2Handler(config.requestHandler)
  const removeHandler = installRequestHandler(client)
  const removeMiddleware = placeMiddleware(client.middlewareStack, {
    route: createRouteMiddleware(state, () => isHttp2 && options().transport !== 'client'),
    address: lazyMiddleware(isRouted, async () =>
      (await import('./middleware/address.ts')).createAddressMiddleware(config),
    ),
    ...createAuthenticationMiddleware(config),
    backend: lazyMiddleware(
      (args) => readCall(args)?.backend !== undefined,
      async () => (await import('./middleware/backend.ts')).createBackendMiddleware(),
    ),
    attempt: lazyMiddleware(
      (args) => readCall(args)?.attempt !== undefined,
      async () => (await import('./middleware/policy.ts')).createAttemptMiddleware(),
    ),
    observe: lazyMiddleware(
      (args) => readCall(args)?.watched !== undefined,
      async () => (await import('./middleware/observe.ts')).createObserveMiddleware(config),
    ),
    policy: lazyMiddleware(
      (args) => readCall(args)?.policy !== undefined,
      async () => (await import('./middleware/policy.ts')).createPolicyMiddleware(),
    ),
    gateway: lazyMiddleware(isRouted, async () =>
      (await import('./middleware/gateway.ts')).createGatewayMiddleware(),
    ),
  })
  forgetChains(client)
  return () => {
    removeMiddleware()
    removeHandler()
    forgetChains(client)
  }
}

/** A handler that other code has set meanwhile stays. */
function installRequestHandler({ config }: ClientInternals): () => void {
  const before = Object.getOwnPropertyDescriptor(config, 'requestHandler')
  const interceptor = createRequestHandlerInterceptor(config.requestHandler)
  Object.defineProperty(config, 'requestHandler', {
    value: interceptor,
    enumerable: true,
    writable: true,
    configurable: true,
  })
  return () => {
    if (config.requestHandler !== interceptor) return
    if (before === undefined) Reflect.deleteProperty(config, 'requestHandler')
    else Object.defineProperty(config, 'requestHandler', before)
  }
}

/** Chains that `cacheMiddleware` has kept were built from another stack. */
function forgetChains(client: ClientInternals): void {
  if (Object.hasOwn(client, 'handlers')) client.handlers = undefined
}

/** Whether a call has a route. */
function isRouted(args: Arguments): boolean {
  return readCall(args) !== undefined
}

/** Reads the route at once, so that a call keeps it; what sends by it is loaded with the first call. */
function createRouteMiddleware(state: RegistrationState, ownTransport: () => boolean): Middleware {
  return (next, context) => async (args) => {
    const route = currentRoute(state)
    if (route === undefined) return next(args)
    const call = { route, context, args, ownTransport: ownTransport() }
    return (await import('./middleware/route.ts')).beginCall(call)
  }
}
