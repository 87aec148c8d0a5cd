import { adviceOnUnsupported, describeUnsupported, UnsupportedClientError } from '@patchbay/core'
import type { MiddlewareStack } from './smithy.ts'

/** A `BedrockRuntimeClient` from the inside. */
export interface ClientInternals {
  readonly config: ClientConfig
  readonly middlewareStack: MiddlewareStack
  /** Chains kept for `cacheMiddleware`. */
  handlers?: unknown
}

/** The parts of a resolved configuration that are read. */
export interface ClientConfig {
  readonly serviceId: string
  region(): Promise<string>
  /** The endpoint that the caller gave, where they gave one. */
  readonly endpoint?: (() => Promise<unknown>) | undefined
  readonly endpointProvider?: ((parameters: Record<string, unknown>) => { readonly url: URL }) | undefined
  readonly useFipsEndpoint?: (() => Promise<boolean>) | undefined
  readonly useDualstackEndpoint?: (() => Promise<boolean>) | undefined
  requestHandler: RequestHandler
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
