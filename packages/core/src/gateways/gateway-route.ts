import { validateHeaders } from '../headers.ts'
import { errorWithoutSecrets } from '../redaction/error-without-secrets.ts'
import type { ClientFacts } from '../client-facts.ts'
import { createRouteRequest } from '../route-request.ts'
import { defaultHeaders, gatewayRequest } from './default-headers.ts'
import { bedrockAddressing } from './bedrock-addressing.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { describeGateway, gatewayRedactor } from './gateway-secrets.ts'
import type { GatewayRoute } from './gateway-types.ts'
import type { CredentialsMode } from './gateway-options.ts'

/**
 * Makes the route of a gateway. Requests reach the gateway or fail: they never go anywhere else.
 *
 * @throws ConfigurationError for a header that cannot be sent, or a signature that has no place.
 */
export function createGatewayRoute(gateway: BoundGateway): GatewayRoute {
  const { name, owner, keys, settings, options } = gateway
  validateHeaders({ ...settings, ...options.headers, ...keys }, owner)
  const bedrock = bedrockAddressing(gateway)
  return {
    kind: 'gateway',
    name,
    describe: () => describeGateway(gateway),
    // Loaded with the first request: a route that nothing goes along costs little.
    serve: async (request) => {
      // An import that was made already still costs more than a header.
      serveGateway ??= (await import('./serve-gateway.ts')).serveGateway
      return serveGateway(gateway, request)
    },
    socketBaseURL: () => gateway.socketBaseURL,
    socketCredentials: (client) => socketCredentials(gateway, client),
    bedrock,
    chatProfile: gateway.chatProfile,
    named: (route) => gateway.named(route),
    ...(gateway.forQuery !== undefined && { forQuery: gateway.forQuery }),
    explaining: async (explanation) =>
      (await import('./explain-gateway.ts')).explainGateway(gateway, bedrock, explanation),
  }
}

let serveGateway: typeof import('./serve-gateway.ts').serveGateway | undefined

/** A socket has no request to decide by: the route's own options decide. */
function socketCredentials(gateway: BoundGateway, client: ClientFacts): CredentialsMode {
  if (gateway.fixedCredentials !== undefined) return gateway.fixedCredentials
  try {
    const plain = createRouteRequest({ url: client.baseURL, init: {} }, client)
    const request = gatewayRequest(plain, gateway.options)
    const headers = defaultHeaders(gateway, request)
    return gateway.credentials(request, () => headers)
  } catch (error) {
    throw errorWithoutSecrets(error, gatewayRedactor(gateway))
  }
}
