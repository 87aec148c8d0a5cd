import type { BedrockCommand, BedrockGateway, BedrockSigning } from '../bedrock-gateway.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { errorWithoutSecrets } from '../redaction/error-without-secrets.ts'
import type { RouteRequest } from '../route-request.ts'
import { mapModel } from './gateway-options.ts'
import type { BoundBedrock, BoundGateway } from './bound-gateway.ts'
import type { GatewayRequest } from './gateway-types.ts'
import { type ReadonlyHeaderFields, toHeaders } from './header-fields.ts'
import { gatewayRedactor } from './gateway-secrets.ts'

/** Joins the caller's headers and the gateway's; the gateway's keys cannot be replaced. */
export type AddressHeaders = (gateway: BoundGateway, request: GatewayRequest) => ReadonlyHeaderFields

/**
 * How a gateway takes requests of Bedrock's own API, by the same definition as OpenAI-shaped ones. `undefined` where it
 * does not.
 */
export function bedrockAddressing(
  gateway: BoundGateway,
  addressHeaders: AddressHeaders,
): BedrockGateway | undefined {
  const conventions = gateway.bedrock
  if (conventions === undefined) return undefined
  const { signing, isAsked } = resolveSigning(gateway, conventions)
  const build = (by: BedrockSigning, unsigned?: BedrockGateway): BedrockGateway =>
    addressing(gateway, conventions, addressHeaders, by, unsigned)
  return signing === 'provider' && !isAsked ? build(signing, build('none')) : build(signing)
}

function addressing(
  gateway: BoundGateway,
  conventions: BoundBedrock,
  addressHeaders: AddressHeaders,
  signing: BedrockSigning,
  unsigned: BedrockGateway | undefined,
): BedrockGateway {
  const base = URL.parse(gateway.options.baseURL)
  return {
    signing,
    unsigned,
    namesProvider: conventions.namesProvider,
    isGateway: (url) => url.origin === base?.origin,
    isOwnHeader: (name) => gateway.isOwnHeader(name),
    mapModel: (model) => mapModel(model, gateway.options) ?? model,
    profiles: conventions.profiles,
    url: (command) =>
      safely(
        gateway,
        command,
        () => conventions.url(command) ?? gateway.url(toGatewayRequest(gateway, conventions, command)),
      ),
    headers: (command) =>
      safely(gateway, command, () => buildHeaders(gateway, conventions, signing, command, addressHeaders)),
    redactor: (command, sent) => gatewayRedactor(gateway, command.headers, sent),
    answer: async (response, command, sent) => {
      const request = safely(gateway, command, () => toGatewayRequest(gateway, conventions, command))
      const answer = response.status < 400 ? await gateway.answer(response, request) : response
      if (answer.status < 400) return answer
      const { normalizeFailure } = await import('./failure-answer.ts')
      return normalizeFailure(answer, gateway.name, gatewayRedactor(gateway, command.headers, sent))
    },
  }
}

/** What is thrown while a request is addressed goes to the caller as it is: without secrets. */
function safely<Value>(gateway: BoundGateway, { headers }: BedrockCommand, run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    throw errorWithoutSecrets(error, gatewayRedactor(gateway, headers))
  }
}

/** Who signs, and whether the route's option `signing` says so, rather than a default or `credentials`. */
function resolveSigning(
  gateway: BoundGateway,
  conventions: BoundBedrock,
): { readonly signing: BedrockSigning; readonly isAsked: boolean } {
  const { credentials, signing } = gateway.options
  if (signing !== undefined) return { signing: checkedSigning(gateway, signing), isAsked: true }
  if (credentials === 'strip') return { signing: 'none', isAsked: false }
  return { signing: credentials === 'forward' ? 'provider' : conventions.signing, isAsked: false }
}

/** A signature is an `authorization`, and so is the key of some gateways: only one of them can be sent. */
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

function buildHeaders(
  gateway: BoundGateway,
  conventions: BoundBedrock,
  signing: BedrockSigning,
  command: BedrockCommand,
  addressHeaders: AddressHeaders,
): Headers {
  const own = new Headers(command.headers)
  if (signing === 'none')
    for (const name of Array.from(own.keys())) if (conventions.dropped.test(name)) own.delete(name)
  // A signature is of no use unless it arrives.
  const forwarding = signing === 'none' ? gateway : { ...gateway, credentials: () => 'forward' as const }
  const headers = toHeaders(
    addressHeaders(forwarding, toGatewayRequest(gateway, conventions, { ...command, headers: own })),
  )
  for (const [name, value] of Object.entries(conventions.headers(headers))) {
    if (!headers.has(name)) headers.set(name, value)
  }
  return headers
}

/** The command in the form that definitions know requests in. */
function toGatewayRequest(
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
