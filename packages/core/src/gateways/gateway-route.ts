import { errorResponse } from '../errors/error-response.ts'
import { PROVIDER_CREDENTIAL_HEADERS, validateHeaders } from '../headers.ts'
import type { ClientFacts } from '../client-facts.ts'
import type { RouteDescription } from '../route.ts'
import { createRouteRequest, type RouteRequest } from '../route-request.ts'
import { bedrockAddressing } from './bedrock-addressing.ts'
import type { BoundGateway } from './bound-gateway.ts'
import type { GatewayRequest, GatewayRoute } from './gateway-types.ts'
import { type CommonGatewayOptions, type CredentialsMode, mapModel } from './gateway-options.ts'
import { isRecord } from '../internal/is-record.ts'
import { requestedModel, renameFormModel, renameModel } from './request-model.ts'
import { dropForeignSecrets, secretValues } from './secret-headers.ts'
import { sendToGateway } from './send.ts'
import { encodeForm, readUploadForm, type UploadForm } from './upload-form.ts'

/**
 * Makes the route of a gateway. Requests reach the gateway or fail: they never go anywhere else.
 *
 * @throws ConfigurationError for a header that cannot be sent, or a signature that has no place.
 */
export function createGatewayRoute(gateway: BoundGateway): GatewayRoute {
  const { name, owner, keys, settings, options } = gateway
  validateHeaders({ ...settings, ...options.headers, ...keys }, owner)
  return {
    kind: 'gateway',
    name,
    describe: () => describe(gateway),
    serve: (request) => serve(gateway, request),
    socketBaseURL: () => gateway.socketBaseURL,
    socketCredentials: (client) => socketCredentials(gateway, client),
    bedrock: bedrockAddressing(gateway, addressHeaders),
    chatProfile: gateway.chatProfile,
    named: (route) => gateway.named(route),
    ...(gateway.forQuery !== undefined && { forQuery: gateway.forQuery }),
  }
}

function describe({ name, details }: BoundGateway): RouteDescription {
  const known = Object.entries(details).filter(([, value]) => value !== undefined)
  return { kind: 'gateway', name, ...Object.fromEntries(known) }
}

async function serve(gateway: BoundGateway, plain: RouteRequest): Promise<Response> {
  const upload = await readUploadForm(plain, gateway.options)
  const request = gatewayRequest(
    upload === undefined ? plain : { ...plain, body: upload.form },
    gateway.options,
  )
  const rejection = gateway.reject(request)
  if (rejection !== undefined) {
    const { status, ...error } = rejection
    return errorResponse(status, error, { 'x-should-retry': 'false' })
  }
  const headers = addressHeaders(gateway, request)
  const response = await sendToGateway(request, {
    url: gateway.url(request),
    headers,
    body: await addressUpload(addressBody(gateway, request), upload, headers),
    gateway: gateway.name,
  })
  const answer = response.status < 400 ? await gateway.answer(response, request) : response
  // A Bedrock client reads errors of another shape, which the gateway hands on as they came from AWS.
  if (answer.status < 400 || request.client.kind === 'bedrock') return answer
  const { normalizeFailure } = await import('./failure-answer.ts')
  return normalizeFailure(answer, gateway.name, secretValues(headers))
}

function gatewayRequest(request: RouteRequest, options: CommonGatewayOptions): GatewayRequest {
  return {
    ...request,
    deployment: request.deployment === undefined ? undefined : mapModel(request.deployment, options),
    model: mapModel(requestedModel(request), options),
  }
}

/** Caller's headers, minus what must not leave, plus the preset's, under the gateway's own keys. */
function addressHeaders(gateway: BoundGateway, request: GatewayRequest): Headers {
  const headers = new Headers(request.headers)
  dropForeignSecrets(headers, gateway.isOwnHeader)
  const defaults = defaultHeaders(gateway, request)
  const mode = gateway.credentials(request, withDefaults(new Headers(headers), defaults))
  if (mode === 'strip') for (const header of PROVIDER_CREDENTIAL_HEADERS) headers.delete(header)
  withDefaults(headers, defaults)
  gateway.adjustHeaders(headers, request)
  setAll(headers, gateway.keys)
  return headers
}

function defaultHeaders(gateway: BoundGateway, request: GatewayRequest): Headers {
  const defaults = new Headers()
  setAll(defaults, { ...gateway.settings, ...gateway.headers(request) })
  setAll(defaults, gateway.options.headers ?? {})
  return defaults
}

/** A socket says nothing but where it goes: the route's own options decide. */
function socketCredentials(gateway: BoundGateway, client: ClientFacts): CredentialsMode {
  const plain = createRouteRequest({ url: client.baseURL, init: {} }, client)
  const request = gatewayRequest(plain, gateway.options)
  return gateway.credentials(request, defaultHeaders(gateway, request))
}

function withDefaults(headers: Headers, defaults: Headers): Headers {
  for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value)
  return headers
}

function setAll(headers: Headers, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) if (value !== undefined) headers.set(name, value)
}

/** An upload goes on as bytes, as it came: encoded anew where a field has changed. */
async function addressUpload(
  body: RequestInit['body'],
  upload: UploadForm | undefined,
  headers: Headers,
): Promise<RequestInit['body']> {
  if (upload === undefined || !(body instanceof FormData)) return body
  if (body === upload.form) return upload.bytes
  const encoded = await encodeForm(body)
  headers.set('content-type', encoded.contentType)
  return encoded.body
}

/** The body to send: the client's own bytes wherever nothing changed. */
function addressBody(gateway: BoundGateway, request: GatewayRequest): RequestInit['body'] {
  if (request.body instanceof FormData) return renameFormModel(request.body, request.model)
  const original = request.json()
  if (!isRecord(original)) return request.body
  const renamed = renameModel(original, request.model)
  const body = gateway.body(renamed, request)
  return body === original ? request.body : JSON.stringify(body)
}
