import { type ClientFacts, copyHeaders, type FetchCall, type HeadersInput, REDACTED } from '@patchbay/core'

import { type ClientInternals, detectClient } from './detect.ts'
import { createFacts, type Sender } from './fetch-interceptor.ts'
import { senderOfRegistered } from './registered-senders.ts'

/** A request as a client would hand it to its `fetch`, and what routes may know of that client. */
export interface BuiltCall {
  readonly call: FetchCall
  readonly client: ClientFacts
}

/** What is asked of a client. */
export interface AskedCall {
  readonly method: 'GET' | 'POST'
  /** Below the client's base URL. */
  readonly path: string
  readonly body: unknown
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A client that builds its requests apart from sending them, as those of all supported versions do. */
export interface RequestBuilder {
  readonly _options: Readonly<Record<string, unknown>>
  buildRequest?(options: object, props: object): BuiltRequest | Promise<BuiltRequest>
}

interface BuiltRequest {
  readonly req: RequestInit & { readonly headers?: HeadersInput }
  readonly url: string
}

/**
 * Lets a client build a request that it does not send. The client need not be registered; nothing on it is changed.
 *
 * @throws UnsupportedClientError, and whatever the SDK throws of a request that it would not send
 */
export async function buildCall(
  value: unknown,
  asked: AskedCall,
  createSender: (client: ClientInternals, kind: ClientFacts['kind']) => Sender,
): Promise<BuiltCall> {
  const { client, kind } = detectClient(value)
  const sender = senderOfRegistered(client) ?? createSender(client, kind)
  const { url, init } = await buildRequest(client, asked)
  return {
    call: { url: sender.base.toOwn(url), init: sender.key?.toOwn(init) ?? init },
    client: createFacts(sender),
  }
}

/** Builds a request by the SDK's own code. A key that has to be asked for is not: something else stands for it. */
export async function buildRequest(client: RequestBuilder, asked: AskedCall): Promise<FetchCall> {
  if (client.buildRequest === undefined) throw new TypeError('The client does not build requests.')
  const { method, path, body, headers: further } = asked
  const isKeyAsked = asksForKey(client['_options'])
  const stream = typeof body === 'object' && body !== null && 'stream' in body && body.stream === true
  const { req, url } = await client.buildRequest(
    {
      method: method.toLowerCase(),
      path,
      ...(body !== undefined && { body }),
      stream,
      headers: { ...(isKeyAsked && { Authorization: `Bearer ${REDACTED}` }), ...further },
      ...(isKeyAsked && { __security: { bearerAuth: false } }),
    },
    { retryCount: 0 },
  )
  const headers = copyHeaders(req.headers)
  addAzureKey(headers, client)
  return { url, init: { ...req, method, headers } }
}

/** A key or token that the SDK would ask the application, or a service, for. */
function asksForKey(options: RequestBuilder['_options']): boolean {
  const { apiKey, azureADTokenProvider, workloadIdentity } = options
  return (
    [apiKey, azureADTokenProvider].some((one) => typeof one === 'function') ||
    workloadIdentity instanceof Object
  )
}

/** `AzureOpenAI` of openai 4 adds its key in a step of its own. */
function addAzureKey(headers: Headers, client: RequestBuilder): void {
  const { apiVersion, apiKey } = client as { readonly apiVersion?: unknown; readonly apiKey?: unknown }
  if (typeof apiVersion !== 'string' || typeof apiKey !== 'string') return
  if (!headers.has('api-key') && !headers.has('authorization')) headers.set('api-key', apiKey)
}
