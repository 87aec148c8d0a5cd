import { adviceOnUnsupported, describeUnsupported, UnsupportedClientError } from '@patchbay/core'
import type { HttpRequest, MiddlewareStack } from './smithy.ts'

/** A `BedrockRuntimeClient` from the inside. */
export interface ClientInternals {
  readonly config: ClientConfig
  readonly middlewareStack: MiddlewareStack
  /** The class of the application's own copy of the SDK. */
  readonly constructor: unknown
  /** Chains kept for `cacheMiddleware`. */
  handlers?: unknown
}

/** The parts of a resolved configuration that are read. */
export interface ClientConfig {
  readonly serviceId: string
  region(): Promise<string>
  /** The endpoint that the caller gave, where they gave one. */
  readonly endpoint?: (() => Promise<unknown>) | undefined
  /** The endpoint that the environment or the profile gives, e.g. `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`. */
  readonly serviceConfiguredEndpoint?: (() => Promise<string | undefined>) | undefined
  readonly ignoreConfiguredEndpointUrls?: boolean | undefined
  /** A provider that the SDK made, of what the caller gave or of its own default chain. */
  readonly credentials?: unknown
  /** A bearer token that the caller gave. */
  readonly token?: IdentityProvider | undefined
  readonly httpAuthSchemes?: readonly AuthScheme[] | undefined
  readonly httpAuthSchemeProvider?: ((parameters: Record<string, unknown>) => readonly object[]) | undefined
  readonly authSchemePreference?: (() => Promise<readonly string[] | undefined>) | undefined
  readonly endpointProvider?: ((parameters: Record<string, unknown>) => { readonly url: URL }) | undefined
  readonly useFipsEndpoint?: (() => Promise<boolean>) | undefined
  readonly useDualstackEndpoint?: (() => Promise<boolean>) | undefined
  requestHandler: RequestHandler
}

/** Brings credentials or a token. */
export type IdentityProvider = (properties: object) => Promise<unknown>

/** One way to authenticate that a client has. */
export interface AuthScheme {
  readonly schemeId: string
  identityProvider(identities: {
    getIdentityProvider(schemeId: string): IdentityProvider | undefined
  }): IdentityProvider | undefined
  readonly signer: {
    sign(request: HttpRequest, identity: unknown, properties: object): Promise<HttpRequest>
    errorHandler?(properties: object): (error: unknown) => never
    successHandler?(response: unknown, properties: object): void
  }
}

/** A request handler of the AWS SDK. */
export interface RequestHandler {
  readonly metadata?: { readonly handlerProtocol?: string } | undefined
  handle(request: object, options?: object): Promise<unknown>
}

const SERVICE = 'Bedrock Runtime'

/**
 * Recognises a `BedrockRuntimeClient` (or the aggregated `BedrockRuntime`) by its structure.
 *
 * @throws UnsupportedClientError on anything else.
 */
export function detectClient(value: unknown): ClientInternals {
  if (typeof value !== 'object' || value === null) throw unsupported(value)
  if (!hasSmithyShape(value)) throw unsupported(value)
  const service = value.config.serviceId
  if (service !== SERVICE) throw unsupported(value)
  if (!Object.isExtensible(value) || !Object.isExtensible(value.config)) {
    throw new UnsupportedClientError(
      'register() cannot route this client: it is frozen, sealed or not extensible.',
    )
  }
  return value
}

/** Whether a value is a `BedrockRuntimeClient`. */
export function isBedrockRuntimeClient(value: unknown): value is ClientInternals {
  return (
    typeof value === 'object' && value !== null && hasSmithyShape(value) && value.config.serviceId === SERVICE
  )
}

function hasSmithyShape(value: object): value is ClientInternals {
  const { config, middlewareStack, send } = value as Record<string, unknown>
  return (
    typeof send === 'function' &&
    isObject(config) &&
    typeof config['serviceId'] === 'string' &&
    isObject(config['requestHandler']) &&
    isObject(middlewareStack) &&
    ['add', 'addRelativeTo', 'remove'].every((name) => typeof middlewareStack[name] === 'function')
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function unsupported(value: unknown): UnsupportedClientError {
  return new UnsupportedClientError(
    `register() was given ${describeUnsupported(value)}, which is not a BedrockRuntimeClient of @aws-sdk/client-bedrock-runtime. Pass the ` +
      `instance itself.${adviceOnUnsupported(value)}`,
  )
}
