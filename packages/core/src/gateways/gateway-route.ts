import { errorResponse } from '../errors/error-response.ts'
import { PROVIDER_CREDENTIAL_HEADERS, validateHeaders } from '../headers.ts'
import type { ClientFacts, Route, RouteDescription } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import { type CommonGatewayOptions, type CredentialsMode, mapModel } from './gateway-options.ts'
import { dropForeignSecrets } from './secret-headers.ts'
import { sendToGateway } from './send.ts'

/** A request as a preset sees it. */
export interface GatewayRequest extends RouteRequest {
  /** The model that will be sent, aliases resolved; `undefined` where the request has none. */
  readonly model: string | undefined
}

/** A request that a gateway cannot carry; nothing is sent. */
export interface Refusal {
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
  readonly credentials: CredentialsMode | ((request: GatewayRequest) => CredentialsMode)
  /** What `describe()` shows besides kind and name. No secrets. */
  readonly details: Readonly<Record<string, unknown>>
  /** A reason not to send this request. */
  refuse?(request: GatewayRequest): Refusal | undefined
  /** The complete URL, query included. */
  url(request: GatewayRequest): string
  /** The preset's headers. The caller's per-request headers win over them. */
  headers?(request: GatewayRequest): Record<string, string | undefined>
  /** The JSON body this gateway wants, or the same object where it is right as it is. Must not mutate. */
  body?(body: Readonly<Record<string, unknown>>, request: GatewayRequest): Readonly<Record<string, unknown>>
  /** Turns the gateway's own shapes (errors, refusals) into what the calling SDK understands. */
  answer?(response: Response, request: GatewayRequest): Response | Promise<Response>
  socketBaseURL(client: ClientFacts): string | undefined
  /** The same gateway, addressed by `name` in the way this gateway names its routes. */
  named(name: string): GatewayRoute
}

/** A route to a gateway. */
export interface GatewayRoute extends Route {
  readonly kind: 'gateway'
  /** The same gateway with `name` as the route, provider, config or model: whatever this gateway names routes by. */
  named(name: string): GatewayRoute
}

/** Makes the route of a definition. Requests reach the gateway or fail: they never go anywhere else. */
export function createGatewayRoute(definition: GatewayDefinition): GatewayRoute {
  const { name, options } = definition
  validateHeaders({ ...options.headers, ...definition.keys }, `${name}()`)
  return {
    kind: 'gateway',
    name,
    describe: (): RouteDescription => ({ ...definition.details, kind: 'gateway', name }),
    serve: (request) => serve(definition, request),
    socketBaseURL: (client) => definition.socketBaseURL(client),
    named: (route) => definition.named(route),
  }
}

async function serve(definition: GatewayDefinition, plain: RouteRequest): Promise<Response> {
  const request = withModel(plain, definition.options)
  const refusal = definition.refuse?.(request)
  if (refusal !== undefined) {
    const { status, ...error } = refusal
    return errorResponse(status, error, { 'x-should-retry': 'false' })
  }
  const response = await sendToGateway(request, {
    url: definition.url(request),
    headers: addressHeaders(definition, request),
    body: addressBody(definition, request),
    gateway: definition.name,
  })
  return definition.answer?.(response, request) ?? response
}

function withModel(request: RouteRequest, options: CommonGatewayOptions): GatewayRequest {
  return { ...request, model: mapModel(modelOf(request), options) }
}

/** The model that a request names: in its body, else as Azure's deployment. */
function modelOf(request: RouteRequest): string | undefined {
  const body = request.json()
  if (typeof body === 'object' && body !== null && 'model' in body && typeof body.model === 'string')
    return body.model
  return request.deployment
}

/** Caller's headers, minus what must not leave, plus the preset's, under the gateway's own keys. */
function addressHeaders(definition: GatewayDefinition, request: GatewayRequest): Headers {
  const headers = new Headers(request.headers)
  const mode =
    typeof definition.credentials === 'function' ? definition.credentials(request) : definition.credentials
  if (mode === 'strip') for (const name of PROVIDER_CREDENTIAL_HEADERS) headers.delete(name)
  dropForeignSecrets(headers, definition.name)
  const preset = { ...definition.headers?.(request), ...definition.options.headers }
  for (const [name, value] of Object.entries(preset)) {
    if (value !== undefined && !headers.has(name)) headers.set(name, value)
  }
  for (const [name, value] of Object.entries(definition.keys)) {
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}

/** The body to send: the client's own bytes wherever nothing changed. */
function addressBody(definition: GatewayDefinition, request: GatewayRequest): RequestInit['body'] {
  const parsed = request.json()
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return request.body
  const original = parsed as Record<string, unknown>
  const renamed =
    typeof original['model'] === 'string' &&
    request.model !== undefined &&
    request.model !== original['model']
      ? { ...original, model: request.model }
      : original
  const body = definition.body?.(renamed, request) ?? renamed
  return body === original ? request.body : JSON.stringify(body)
}
