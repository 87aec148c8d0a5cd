/** The gateway routes, and calls without a client. */
export {
  altrum,
  type AltrumOptions,
  type AltrumProvider,
  bedrockAccessGateway,
  type BedrockAccessGatewayOptions,
  gateway,
  type GatewayOptions,
  type GatewayRoute,
  javelin,
  type JavelinOptions,
  portkey,
  type PortkeyConfig,
  type PortkeyOptions,
  query,
  type QueryOptions,
  type QueryStream,
} from '@patchbay/core'
