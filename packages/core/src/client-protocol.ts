import type { ClientFacts } from './client-facts.ts'
import { copyHeaders, type HeadersInput } from './headers.ts'

/** Which provider's protocol a caller uses: its paths, its answers and the shape of its errors. */
export type ClientProtocol = 'openai' | 'anthropic'

/** Anthropic's clients ask for `/v1/messages` and below. */
const MESSAGES_PATH = /\/v1\/messages(?:\/count_tokens|\/batches(?:\/.*)?)?$/s

/** Both providers list models by this path. https://docs.claude.com/en/api/models-list */
const MODELS_PATH = /\/v1\/models(?:\/.+)?$/s

/**
 * The protocol of a request by its client. A plain `fetch` may be anybody's: there the URL tells, and for models, whose path is both
 * providers', the header that every request of Anthropic's has.
 *
 * @param headers those of the request
 */
export function clientProtocol(
  url: URL | string,
  client: Pick<ClientFacts, 'kind'>,
  headers?: RequestInit['headers'],
): ClientProtocol {
  if (client.kind === 'anthropic') return 'anthropic'
  if (client.kind !== 'fetch') return 'openai'
  const path = (typeof url === 'string' ? URL.parse(url) : url)?.pathname ?? ''
  if (MESSAGES_PATH.test(path)) return 'anthropic'
  return MODELS_PATH.test(path) && copyHeaders(headers as HeadersInput | undefined).has('anthropic-version')
    ? 'anthropic'
    : 'openai'
}
