import type { RegistrationState } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'
import { getAddressPlugin } from './middleware/address.ts'
import { getGatewayPlugin } from './middleware/gateway.ts'
import { getPolicyPlugin } from './middleware/policy.ts'
import { getRoutePlugin } from './middleware/route.ts'
import { getServedPlugin } from './middleware/openai-backend.ts'
import { getUnsignedPlugin } from './middleware/unsigned.ts'
import { getDeserializerPositionPlugin } from './middleware/chain-position.ts'
import type { RegisterOptions } from './register-options.ts'
import type { Middleware, MiddlewareStack } from './smithy.ts'
import { createRequestHandlerInterceptor, isHttp2Handler } from './transport/request-handler-interceptor.ts'

/**
 * Puts everything on a client that carries its traffic: middleware, and the interceptor in its request handler. Returns what
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
  const removeMiddleware = installMiddleware(client.middlewareStack, [
    getRoutePlugin({ state, ownTransport: () => isHttp2 && options().transport !== 'client' }),
    // Before the middleware that leaves out the signature: both stand right before the SDK's signer.
    getAddressPlugin(config),
    getUnsignedPlugin(),
    // Behind the chainPosition: a rejection goes to the deserializer past the middleware that serves.
    getDeserializerPositionPlugin(),
    getServedPlugin(),
    getPolicyPlugin(),
    getGatewayPlugin(),
  ])
  forgetChains(client)
  return () => {
    removeMiddleware()
    removeHandler()
    forgetChains(client)
  }
}

interface Plugin {
  applyToStack(stack: MiddlewareStack): void
}

/** By reference, so that nobody else's middleware goes, whatever its name. */
function installMiddleware(stack: MiddlewareStack, plugins: readonly Plugin[]): () => void {
  const added: Middleware[] = []
  const recording: MiddlewareStack = {
    add(middleware, options) {
      stack.add(middleware, options)
      added.push(middleware)
    },
    addRelativeTo(middleware, options) {
      stack.addRelativeTo(middleware, options)
      added.push(middleware)
    },
    remove: (middleware) => stack.remove(middleware),
  }
  for (const plugin of plugins) plugin.applyToStack(recording)
  return () => {
    for (const middleware of added) stack.remove(middleware)
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
