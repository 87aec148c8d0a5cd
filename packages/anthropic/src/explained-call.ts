import { ownProperty, REDACTED } from '@patchbay/core'
import {
  type AskedCall,
  buildRequest,
  type BuiltCall,
  createFacts,
  type RequestBuilder,
} from '@patchbay/openai'

import { isChatAnthropic } from './chat-anthropic.ts'
import { type ClientInternals, detectClient } from './detect.ts'
import { senderOf } from './interceptors.ts'

/**
 * The request that an `Anthropic` client, or a `ChatAnthropic`, would hand to its `fetch`, registered or not.
 *
 * @throws UnsupportedClientError, and whatever the SDK throws of a request that it would not send
 */
export async function explainedCall(value: unknown, asked: AskedCall): Promise<BuiltCall> {
  const client = detectClient(clientOf(value))
  // The version stands in the paths of this SDK.
  const path = asked.path.startsWith('/v1/') ? asked.path : `/v1${asked.path}`
  const builder = (hasKey(client) ? client : withPlaceholder(client)) as unknown as RequestBuilder
  return {
    call: await buildRequest(builder, { ...asked, path }),
    client: createFacts(senderOf(client)),
  }
}

/** A chat model makes its client at the first call. One that is made here is thrown away. */
function clientOf(value: unknown): unknown {
  if (!isChatAnthropic(value)) return value
  const made = ownProperty(value, 'batchClient') ?? ownProperty(value, 'streamingClient')
  const { apiUrl, apiKey } = value as { readonly apiUrl?: unknown; readonly apiKey?: unknown }
  return (
    made ??
    value.createClient({
      dangerouslyAllowBrowser: true,
      ...value.clientOptions,
      ...(typeof apiUrl === 'string' && { baseURL: apiUrl }),
      apiKey,
      maxRetries: 0,
    })
  )
}

function hasKey(client: ClientInternals): boolean {
  return ['apiKey', 'authToken'].some((name) => typeof ownProperty(client, name) === 'string')
}

/** The SDK would ask for a key or a token: a clone has something in its place. */
function withPlaceholder(client: ClientInternals): unknown {
  return client.withOptions?.({ apiKey: REDACTED }) ?? client
}
