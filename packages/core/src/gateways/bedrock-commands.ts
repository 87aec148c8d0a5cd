import type { BedrockCommand, BedrockSigning } from '../bedrock-gateway.ts'
import { errorWithoutSecrets } from '../redaction/error-without-secrets.ts'
import type { RouteRequest } from '../route-request.ts'
import { addressHeaders } from './address-request.ts'
import type { BoundBedrock, BoundGateway } from './bound-gateway.ts'
import { normalizeFailure } from './failure-answer.ts'
import { gatewayRedactor } from './gateway-secrets.ts'
import type { GatewayRequest } from './gateway-types.ts'
import { toHeaders } from './header-fields.ts'

/** A gateway that takes requests of Bedrock's own API. */
export interface BedrockBound {
  readonly gateway: BoundGateway
  readonly conventions: BoundBedrock
}

/** `BedrockGateway.url` of a gateway. */
export function commandURL(bound: BedrockBound, command: BedrockCommand): string {
  const { gateway, conventions } = bound
  return safely(
    gateway,
    command,
    () => conventions.url(command) ?? gateway.url(toGatewayRequest(bound, command)),
  )
}

/** `BedrockGateway.headers` of a gateway. */
export function commandHeaders(
  bound: BedrockBound,
  signing: BedrockSigning,
  command: BedrockCommand,
): Headers {
  return safely(bound.gateway, command, () => buildHeaders(bound, signing, command))
}

/** `BedrockGateway.answer` of a gateway. */
export async function commandAnswer(
  bound: BedrockBound,
  response: Response,
  command: BedrockCommand,
  sent: Headers,
): Promise<Response> {
  const { gateway } = bound
  const request = safely(gateway, command, () => toGatewayRequest(bound, command))
  const answer = response.status < 400 ? await gateway.answer(response, request) : response
  if (answer.status < 400) return answer
  return normalizeFailure(answer, gateway.name, gatewayRedactor(gateway, command.headers, sent))
}

/** What is thrown while a request is addressed goes to the caller as it is: without secrets. */
function safely<Value>(gateway: BoundGateway, { headers }: BedrockCommand, run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    throw errorWithoutSecrets(error, gatewayRedactor(gateway, headers))
  }
}

function buildHeaders(bound: BedrockBound, signing: BedrockSigning, command: BedrockCommand): Headers {
  const { gateway, conventions } = bound
  const own = new Headers(command.headers)
  if (signing === 'none')
    for (const name of Array.from(own.keys())) if (conventions.dropped.test(name)) own.delete(name)
  // A signature is of no use unless it arrives.
  const forwarding = signing === 'none' ? gateway : { ...gateway, credentials: () => 'forward' as const }
  const headers = toHeaders(addressHeaders(forwarding, toGatewayRequest(bound, { ...command, headers: own })))
  for (const [name, value] of Object.entries(conventions.headers(headers))) {
    if (!headers.has(name)) headers.set(name, value)
  }
  return headers
}

/** The command in the form that definitions know requests in. */
function toGatewayRequest({ conventions }: BedrockBound, command: BedrockCommand): GatewayRequest {
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
