import type { BedrockCommand, BedrockGateway, BedrockSigning } from '../bedrock-gateway.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import type { RouteRequest } from '../route-request.ts'
import { mapModel } from './gateway-options.ts'
import type { BoundBedrock, BoundGateway } from './bound-gateway.ts'
import type { GatewayRequest } from './gateway-types.ts'
import { secretValues } from './secret-headers.ts'

/** Joins the caller's headers and the gateway's; the gateway's keys cannot be replaced. */
export type AddressHeaders = (gateway: BoundGateway, request: GatewayRequest) => Headers

/**
 * How a gateway carries requests of Bedrock's own API, by the same definition that addresses OpenAI-shaped ones.
 * `undefined` where it does not take them.
 */
export function bedrockAddressing(
  gateway: BoundGateway,
  addressHeaders: AddressHeaders,
): BedrockGateway | undefined {
  const conventions = gateway.bedrock
  if (conventions === undefined) return undefined
  const signing = signingOf(gateway, conventions)
  const base = URL.parse(gateway.options.baseURL)
  return {
    signing,
    namesProvider: conventions.namesProvider,
    isGateway: (url) => url.origin === base?.origin,
    isOwnHeader: (name) => gateway.isOwnHeader(name),
    mapModel: (model) => mapModel(model, gateway.options) ?? model,
    profiles: profilesOf(gateway.options),
    url: (command) => conventions.url(command) ?? gateway.url(requestOf(gateway, conventions, command)),
    headers: (command) => headersOf(gateway, conventions, signing, command, addressHeaders),
    answer: async (response, command, sent) => {
      const request = requestOf(gateway, conventions, command)
      const answer = response.status < 400 ? await gateway.answer(response, request) : response
      if (answer.status < 400) return answer
      const { normalizeFailure } = await import('./failure-answer.ts')
      return normalizeFailure(answer, gateway.name, secretValues(sent))
    },
  }
}

function signingOf(gateway: BoundGateway, conventions: BoundBedrock): BedrockSigning {
  const { credentials, signing } = gateway.options
  if (signing !== undefined) return checkedSigning(gateway, signing)
  if (credentials === 'strip') return 'none'
  return credentials === 'forward' ? 'provider' : conventions.signing
}

/** A signature is an `authorization`, and so is the key of some gateways: there is room for one. */
function checkedSigning({ owner, keys }: BoundGateway, signing: BedrockSigning): BedrockSigning {
  if (!['provider', 'gateway', 'none'].includes(signing))
    throw new ConfigurationError(`${owner}: \`signing\` must be 'provider', 'gateway' or 'none'.`)
  if (signing !== 'none' && keys['authorization'] !== undefined) {
    throw new ConfigurationError(
      `${owner}: a signature and \`apiKey\` are both sent as authorization: leave \`apiKey\` or \`signing\` out.`,
    )
  }
  return signing
}

/** `bedrockClient` is an option of the gateways that name the model in a header. */
function profilesOf(options: object): object | undefined {
  const client: unknown = 'bedrockClient' in options ? options.bedrockClient : undefined
  return typeof client === 'object' && client !== null ? client : undefined
}

function headersOf(
  gateway: BoundGateway,
  conventions: BoundBedrock,
  signing: BedrockSigning,
  command: BedrockCommand,
  addressHeaders: AddressHeaders,
): Headers {
  const own = new Headers(command.headers)
  if (signing === 'none')
    for (const name of Array.from(own.keys())) if (conventions.dropped.test(name)) own.delete(name)
  // Whoever wants a signature wants it to arrive.
  const forwarding = signing === 'none' ? gateway : { ...gateway, credentials: () => 'forward' as const }
  const headers = addressHeaders(forwarding, requestOf(gateway, conventions, { ...command, headers: own }))
  for (const [name, value] of Object.entries(conventions.headers(headers))) {
    if (!headers.has(name)) headers.set(name, value)
  }
  return headers
}

/** The command in the form that definitions know requests in. */
function requestOf(
  gateway: BoundGateway,
  conventions: BoundBedrock,
  command: BedrockCommand,
): GatewayRequest {
  const provider = command.provider ?? ''
  const request: RouteRequest = {
    method: command.method,
    // No answer comes from here: definitions read the path and the query only.
    url: new URL(`https://bedrock.invalid${command.path}${command.search}`),
    endpoint: command.path,
    deployment: undefined,
    headers: command.headers,
    body: null,
    signal: undefined,
    init: {},
    client: { kind: 'bedrock', baseURL: provider, fetch: unused, customFetch: false },
    json: () => undefined,
  }
  return { ...request, model: conventions.model(command) }
}

function unused(): Promise<Response> {
  return Promise.reject(new TypeError('A request of the AWS SDK is not sent by fetch.'))
}
