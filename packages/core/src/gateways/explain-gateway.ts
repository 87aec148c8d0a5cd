import type { Explanation } from '../explanation.ts'
import type { RouteRequest } from '../route-request.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { describeGateway, gatewayRedactor } from './gateway-secrets.ts'
import { serveGateway } from './serve-gateway.ts'

/** Does with a request all that is done before it is sent to a gateway, and explains what would be sent. */
export function explainGateway(
  gateway: BoundGateway,
  plain: RouteRequest,
  explanation: Explanation,
): Promise<Response> {
  return serveGateway(gateway, plain, (request, { url, headers, body }) =>
    explanation.send({
      method: request.method,
      url,
      headers,
      body,
      target: describeGateway(gateway),
      redactor: gatewayRedactor(gateway, plain.headers, headers),
    }),
  )
}
