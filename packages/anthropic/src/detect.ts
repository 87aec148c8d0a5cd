import {
  adviceOnUnsupported,
  describeUnsupported,
  ownObject,
  ownProperty,
  UnsupportedClientError,
} from '@patchbay/core'

/** An Anthropic client from the inside: the same in all supported versions. */
export interface ClientInternals {
  fetch: typeof fetch
  baseURL: string
  readonly _options: Record<string, unknown>
  withOptions?: (options: unknown) => unknown
}

/**
 * Subclasses whose requests are no Messages requests any more when they reach `fetch`, by an own property that only they
 * have: they are rewritten for, and signed for, the cloud that the subclass is made for.
 *
 * https://github.com/anthropics/anthropic-sdk-typescript/tree/main/packages (2026-11)
 */
const REWRITING_SUBCLASSES = [
  { name: 'AnthropicBedrock', has: ['awsRegion', 'skipAuth'], host: /^bedrock-runtime[.-]/ },
  {
    name: 'AnthropicVertex',
    has: ['projectId', 'region'],
    host: /^[a-z\d-]*aiplatform\.(?:[a-z.-]+\.)?googleapis\.com$/,
  },
] as const

/**
 * Recognises an `Anthropic` client by its structure.
 *
 * Own properties are read through their descriptors: wrappers of tracing libraries are often Proxies that hand out altered
 * functions, while a descriptor shows the client itself. Others are spread copies, whose resources still send through the
 * client that they were made from.
 *
 * @returns the object that sends the requests: the client, or what is inside a wrapper.
 * @throws UnsupportedClientError on anything else, and on clients whose traffic cannot be routed.
 */
export function detectClient(value: unknown): ClientInternals {
  if (typeof value !== 'object' || value === null) throw unsupported(value)
  const client = ownObject(ownObject(value, 'messages'), '_client') ?? value
  if (!isClient(client)) throw unsupported(value)
  if (!Object.isExtensible(client)) {
    throw new UnsupportedClientError(
      'register() cannot route this client: it is frozen, sealed or not extensible.',
    )
  }
  const subclass = rewritingSubclass(client)
  if (subclass !== undefined) {
    throw new UnsupportedClientError(
      `register() cannot route an ${subclass} client: its requests are rewritten for that cloud before they are sent. ` +
        "Register `new Anthropic({ apiKey: 'unused' })` instead: bedrock() serves it from Amazon Bedrock.",
    )
  }
  return client
}

/** Whether a value is an `Anthropic` client, also one that cannot be routed: `register` then says why. */
export function isAnthropicClient(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isClient(ownObject(ownObject(value, 'messages'), '_client') ?? value)
}

export function isClient(value: object): value is ClientInternals {
  return (
    typeof ownProperty(value, 'fetch') === 'function' &&
    typeof ownProperty(value, 'baseURL') === 'string' &&
    ownObject(value, '_options') !== undefined &&
    ownObject(value, 'messages') !== undefined &&
    ownObject(ownObject(value, 'beta'), 'messages') !== undefined &&
    // OpenAI's clients have no messages, but what wraps both kinds might.
    ownProperty(value, 'chat') === undefined
  )
}

function rewritingSubclass(client: ClientInternals): string | undefined {
  const host = URL.parse(client.baseURL)?.hostname ?? ''
  return REWRITING_SUBCLASSES.find(
    (subclass) => subclass.host.test(host) || subclass.has.every((name) => Object.hasOwn(client, name)),
  )?.name
}

function unsupported(value: unknown): UnsupportedClientError {
  return new UnsupportedClientError(
    `register() was given ${describeUnsupported(value)}, which is not an Anthropic client of @anthropic-ai/sdk. Pass the ` +
      `instance itself.${adviceOnUnsupported(value)} For other SDKs that take a custom fetch, give them createFetch(route).`,
  )
}
