import type { ClientFacts } from './client-facts.ts'

/** Which provider's protocol a caller uses: its paths, its answers and the shape of its errors. */
export type ClientProtocol = 'openai' | 'anthropic'

/** Anthropic's clients ask for `/v1/messages` and below. Of a plain `fetch` only the URL is known. */
const MESSAGES_PATH = /\/v1\/messages(?:\/count_tokens|\/batches(?:\/.*)?)?$/s

/** The protocol of a request by its client, or by its URL where it comes from a plain `fetch`. */
export function clientProtocol(url: URL | string, client: Pick<ClientFacts, 'kind'>): ClientProtocol {
  if (client.kind === 'anthropic') return 'anthropic'
  if (client.kind !== 'fetch') return 'openai'
  const path = (typeof url === 'string' ? URL.parse(url) : url)?.pathname ?? ''
  return MESSAGES_PATH.test(path) ? 'anthropic' : 'openai'
}
