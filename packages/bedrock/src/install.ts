import type { RegistrationState } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'
import { createAddressMiddleware } from './middleware/address.ts'
import { createBackendMiddleware } from './middleware/backend.ts'
import { createGatewayMiddleware } from './middleware/gateway.ts'
import { placeMiddleware } from './middleware/placement.ts'
import { createAttemptMiddleware, createPolicyMiddleware } from './middleware/policy.ts'
import { createRouteMiddleware } from './middleware/route.ts'
import { createUnsignedMiddleware } from './middleware/unsigned.ts'
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
    route: createRouteMiddleware({
      state,
      ownTransport: () => isHttp2 && options().transport !== 'client',
    }),
    address: createAddressMiddleware(config),
    ...createUnsignedMiddleware(),
    backend: createBackendMiddleware(),
    attempt: createAttemptMiddleware(),
    policy: createPolicyMiddleware(),
    gateway: createGatewayMiddleware(),
  })
  forgetChains(client)
  return () => {
    removeMiddleware()
    removeHandler()
    forgetChains(client)
  }
}

/** If somebody else has replaced the handler meanwhile, it stays theirs. */
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
