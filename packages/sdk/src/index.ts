export { register, type RegisterOptions } from './register.ts'
export { createFetch } from './create-fetch.ts'

export {
  AmbiguousGatewayError,
  ConfigurationError,
  configure,
  type ConfigurationOptions,
  gateway,
  type GatewayOptions,
  type GatewayRoute,
  javelin,
  type JavelinOptions,
  PatchbayError,
  PatchbayRequestError,
  registrationOf,
  type Registration,
  type Route,
  type RouteDescription,
  UnknownRouteError,
  unregister,
  UnsupportedClientError,
  type Warning,
  type WarningHandler,
} from '@patchbay/core'
export { bedrock, type BedrockOptions } from '@patchbay/local'
