import {
  adviceOnUnsupported,
  type ClientKind,
  describeUnsupported,
  ownObject,
  ownProperty,
  UnsupportedClientError,
} from '@patchbay/core'

/** An OpenAI client from the inside: the same in all supported versions. */
export interface ClientInternals {
  fetch: typeof fetch
  baseURL: string
  readonly _options: Record<string, unknown>
  readonly apiVersion?: unknown
  readonly _provider?: unknown
  withOptions?: (options: unknown) => unknown
  _buildWebSocketHeaders?: (...parts: unknown[]) => unknown
}

/** A recognised client. */
export interface DetectedClient {
  readonly kind: Extract<ClientKind, 'openai' | 'azure-openai'>
  /** The object that sends the requests: the client, or what is inside a wrapper of another library. */
  readonly client: ClientInternals
}

/**
 * Recognises an `OpenAI` or `AzureOpenAI` client by its structure.
 *
 * Own properties are read through their descriptors: wrappers such as Langfuse's and Braintrust's are Proxies that hand
 * out altered functions, while a descriptor shows the client itself. Wrappers such as LangSmith's are spread copies,
 * whose resources still send through the client that they were made from.
 *
 * @throws UnsupportedClientError on anything else, and on clients whose traffic cannot be routed.
 */
export function detectClient(value: unknown): DetectedClient {
  if (typeof value !== 'object' || value === null) throw unsupported(value)
  const client = ownObject(ownObject(value, 'models'), '_client') ?? value
  if (!isClient(client)) throw unsupported(value)
  if (!Object.isExtensible(client)) {
    throw new UnsupportedClientError(
      'register() cannot route this client: it is frozen, sealed or not extensible.',
    )
  }
  if (usesX509(client)) {
    throw new UnsupportedClientError(
      'register() cannot route a client with an X.509 workload identity: it sends by a transport of its own, which ' +
        'passes by every custom fetch. Make the client with an apiKey, or another kind of workload identity, instead.',
    )
  }
  return { kind: typeof ownProperty(client, 'apiVersion') === 'string' ? 'azure-openai' : 'openai', client }
}

export function isClient(value: object): value is ClientInternals {
  return (
    typeof ownProperty(value, 'fetch') === 'function' &&
    (typeof ownProperty(value, 'baseURL') === 'string' || hasGetter(value, 'baseURL')) &&
    ownObject(value, '_options') !== undefined &&
    ownObject(ownObject(value, 'chat'), 'completions') !== undefined &&
    ownObject(value, 'embeddings') !== undefined
  )
}

/** openai 7 keeps the X.509 identity private; the options that lead to it are not. */
function usesX509(client: ClientInternals): boolean {
  const { x509Transport, workloadIdentity } = client['_options']
  const type: unknown =
    typeof workloadIdentity === 'object' && workloadIdentity !== null
      ? Reflect.get(workloadIdentity, 'type')
      : undefined
  return type === 'x509' || (x509Transport !== undefined && x509Transport !== null)
}

function hasGetter(object: object, name: PropertyKey): boolean {
  return Object.getOwnPropertyDescriptor(object, name)?.get !== undefined
}

function unsupported(value: unknown): UnsupportedClientError {
  return new UnsupportedClientError(
    `register() was given ${describeUnsupported(value)}, which is not an OpenAI or AzureOpenAI client of openai 4.104 or later. Pass the ` +
      `instance itself.${adviceOnUnsupported(value)} For other SDKs that take a custom fetch, give them createFetch(route).`,
  )
}
