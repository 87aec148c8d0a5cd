import { ConfigurationError } from '../errors/configuration-error.ts'
import { errorResponse } from '../errors/error-response.ts'
import { PROVIDER_CREDENTIAL_HEADERS, validateHeaders } from '../headers.ts'
import type { ClientFacts } from '../client-facts.ts'
import type { Route, RouteDescription } from '../route.ts'
import { createRouteRequest, type RouteRequest } from '../route-request.ts'
import { normalizeFailure } from './failure-answer.ts'
import { bedrockAddressing } from './bedrock-addressing.ts'
import { type CommonGatewayOptions, type CredentialsMode, mapModel } from './gateway-options.ts'
import { isRecord } from '../internal/is-record.ts'
import { modelOf, renameFormModel, renameModel } from './request-model.ts'
import { dropForeignSecrets, secretValues } from './secret-headers.ts'
import { sendToGateway } from './send.ts'
import { encodeForm, readUploadForm, type UploadForm } from './upload-form.ts'

/** A request as a preset sees it: endpoint without `/v1`, aliases of models and deployments resolved. */
export interface GatewayRequest extends RouteRequest {
  /** The model that will be sent; `undefined` where the request has none. */
  readonly model: string | undefined
}

/** A request that a gateway cannot carry; nothing is sent. */
export interface Rejection {
  readonly status: number
  readonly message: string
  readonly code: string
  readonly param?: string
}

/** How one gateway wants to be addressed. Everything is a pure function of the request. */
export interface GatewayDefinition {
  /** The preset's name. */
  readonly name: string
  readonly options: CommonGatewayOptions
  /** The gateway's own keys. Nothing that the caller sends replaces them. */
  readonly keys: Readonly<Record<string, string | undefined>>
  /** Headers that come from options alone, checked when the route is made. The caller's per-request headers win. */
  readonly settings?: Readonly<Record<string, string | undefined>>
  /** What becomes of the caller's provider key; `headers` are the caller's with the route's below them. */
  readonly credentials: CredentialsMode | ((request: GatewayRequest, headers: Headers) => CredentialsMode)
  /** What `describe()` shows besides kind and name. No secrets. */
  readonly details: Readonly<Record<string, unknown>>
  /** A reason not to send this request. */
  refuse?(request: GatewayRequest): Rejection | undefined
  /** The complete URL, query included. */
  url(request: GatewayRequest): string
  /** Headers that depend on the request. The caller's per-request headers win over them. */
  headers?(request: GatewayRequest): Record<string, string | undefined>
  /** A last change to the headers, before the gateway's keys are set. */
  adjustHeaders?(headers: Headers, request: GatewayRequest): void
  /** The JSON body this gateway wants, or the same object where it is right as it is. Must not mutate. */
  body?(body: Readonly<Record<string, unknown>>, request: GatewayRequest): Readonly<Record<string, unknown>>
  /** Turns the gateway's own shapes in a successful answer into what the calling SDK understands. */
  answer?(response: Response, request: GatewayRequest): Response | Promise<Response>
  socketBaseURL(client: ClientFacts): string | undefined
  /** The same gateway, addressed by `name` in the way this gateway names its routes. */
  named(name: string): GatewayRoute
  /** The same gateway, addressed for a direct query without a client, where it has an endpoint for that. */
  forQuery?: () => GatewayRoute
}

/** A route to a gateway. */
export interface GatewayRoute extends Route {
  readonly kind: 'gateway'
  /** The same gateway with `name` as the route, provider, config or model: whatever this gateway names routes by. */
  named(name: string): GatewayRoute
  /** The same gateway at its endpoint for direct queries, which takes the place of an endpoint; for `query`. */
  forQuery?: () => GatewayRoute
}

/**
 * Makes the route of a definition. Requests reach the gateway or fail: they never go anywhere else.
 *
 * @throws ConfigurationError for a header that cannot be sent, or an unknown word in `credentials`.
 */
export function createGatewayRoute(given: GatewayDefinition): GatewayRoute {
  const { name, keys, settings } = given
  // What was checked is what will be sent, whatever becomes of the caller's object.
  const options = { ...given.options, headers: { ...given.options.headers } }
  const definition = { ...given, options }
  validateHeaders({ ...settings, ...options.headers, ...keys }, `${name}()`)
  if (options.credentials !== undefined && !['forward', 'strip'].includes(options.credentials))
    throw new ConfigurationError(`${name}(): \`credentials\` must be 'forward' or 'strip'.`)
  return {
    kind: 'gateway',
    name,
    describe: () => describe(definition),
    serve: (request) => serve(definition, request),
    socketBaseURL: (client) => definition.socketBaseURL(client),
    socketCredentials: (client) => socketCredentials(definition, client),
    bedrock: bedrockAddressing(definition, addressHeaders),
    named: (route) => definition.named(route),
    ...(given.forQuery !== undefined && { forQuery: given.forQuery }),
  }
}

function describe({ name, details }: GatewayDefinition): RouteDescription {
  const known = Object.entries(details).filter(([, value]) => value !== undefined)
  return { kind: 'gateway', name, ...Object.fromEntries(known) }
}

async function serve(definition: GatewayDefinition, plain: RouteRequest): Promise<Response> {
  const upload = await readUploadForm(plain, definition.options)
  const request = gatewayRequest(
    upload === undefined ? plain : { ...plain, body: upload.form },
    definition.options,
  )
  const rejection = definition.refuse?.(request)
  if (rejection !== undefined) {
    const { status, ...error } = rejection
    return errorResponse(status, error, { 'x-should-retry': 'false' })
  }
  const headers = addressHeaders(definition, request)
  const response = await sendToGateway(request, {
    url: definition.url(request),
    headers,
    body: await addressUpload(addressBody(definition, request), upload, headers),
    gateway: definition.name,
  })
  const answer =
    response.status < 400 ? ((await definition.answer?.(response, request)) ?? response) : response
  // A Bedrock client reads errors of another shape, which the gateway hands on as they came from AWS.
  if (answer.status < 400 || request.client.kind === 'bedrock') return answer
  return normalizeFailure(answer, definition.name, secretValues(headers))
}

function gatewayRequest(request: RouteRequest, options: CommonGatewayOptions): GatewayRequest {
  return {
    ...request,
    deployment: request.deployment === undefined ? undefined : mapModel(request.deployment, options),
    model: mapModel(modelOf(request), options),
  }
}

/** Caller's headers, minus what must not leave, plus the preset's, under the gateway's own keys. */
function addressHeaders(definition: GatewayDefinition, request: GatewayRequest): Headers {
  const { name } = definition
  const headers = new Headers(request.headers)
  dropForeignSecrets(headers, name)
  const defaults = defaultHeaders(definition, request)
  const mode = credentialsMode(definition, request, withDefaults(new Headers(headers), defaults))
  if (mode === 'strip') for (const header of PROVIDER_CREDENTIAL_HEADERS) headers.delete(header)
  withDefaults(headers, defaults)
  definition.adjustHeaders?.(headers, request)
  setAll(headers, definition.keys)
  return headers
}

function defaultHeaders(definition: GatewayDefinition, request: GatewayRequest): Headers {
  const defaults = new Headers()
  setAll(defaults, { ...definition.settings, ...definition.headers?.(request) })
  setAll(defaults, definition.options.headers ?? {})
  return defaults
}

function credentialsMode(
  { credentials }: GatewayDefinition,
  request: GatewayRequest,
  headers: Headers,
): CredentialsMode {
  return typeof credentials === 'function' ? credentials(request, headers) : credentials
}

/** A socket says nothing but where it goes: the route's own options decide. */
function socketCredentials(definition: GatewayDefinition, client: ClientFacts): CredentialsMode {
  const plain = createRouteRequest({ url: client.baseURL, init: {} }, client)
  const request = gatewayRequest(plain, definition.options)
  return credentialsMode(definition, request, defaultHeaders(definition, request))
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
function addressBody(definition: GatewayDefinition, request: GatewayRequest): RequestInit['body'] {
  if (request.body instanceof FormData) return renameFormModel(request.body, request.model)
  const original = request.json()
  if (!isRecord(original)) return request.body
  const renamed = renameModel(original, request.model)
  const body = definition.body?.(renamed, request) ?? renamed
  return body === original ? request.body : JSON.stringify(body)
}
