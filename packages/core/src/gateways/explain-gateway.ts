import type { BedrockGateway } from '../bedrock-gateway.ts'
import type { Explanation } from '../explanation.ts'
import type { Route } from '../route.ts'
import type { Warning } from '../warning.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { describeGateway, gatewayRedactor } from './gateway-secrets.ts'
import { toHeaders } from './header-fields.ts'
import { serveGateway } from './serve-gateway.ts'

/** Does with a request all that is done before it is sent to a gateway, and explains what would be sent. */
export function explainGateway(
  gateway: BoundGateway,
  bedrock: BedrockGateway | undefined,
  explanation: Explanation,
): Pick<Route, 'serve' | 'bedrock'> {
  return {
    serve: (plain) =>
      serveGateway(gateway, plain, (request, { url, headers, body }) =>
        explanation.send({
          method: request.method,
          url,
          headers: toHeaders(headers),
          body,
          target: describeGateway(gateway),
          redactor: gatewayRedactor(gateway, plain.headers, headers),
        }),
      ),
    bedrock: bedrock && withoutLookups(bedrock, explanation),
  }
}

/** Nobody is asked which model is behind an inference profile. */
function withoutLookups(bedrock: BedrockGateway, { warn }: Explanation): BedrockGateway {
  if (bedrock.profiles === undefined) return bedrock
  return {
    ...bedrock,
    profiles: undefined,
    mapModel: (model) => {
      const mapped = bedrock.mapModel(model)
      if (mapped.startsWith('arn:')) warn(LEFT_OUT)
      return mapped
    },
    ...(bedrock.unsigned && { unsigned: { ...bedrock.unsigned, profiles: undefined } }),
  }
}

const LEFT_OUT: Warning = {
  code: 'lookup_left_out',
  field: 'modelId',
  message:
    'The model behind an inference profile is looked up by `bedrockClient` when a request is sent, not here.',
}
