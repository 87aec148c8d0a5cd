import type { Route } from '@patchbay/core'
import type { ChatRequestOptions } from '@patchbay/translator'

/** How a route wants chat completion requests written. */
export type BackendProfile = Omit<ChatRequestOptions, 'model'>

/** OpenAI's own hosts, and Azure's. */
const OPENAI_HOST = /(?:^|\.)(?:openai\.com|openai\.azure\.com|services\.ai\.azure\.com)$/i

/** Everything that nothing is known of. */
const PLAIN: BackendProfile = {}

/** It refuses fields that it does not know, and metadata of answers that are not stored. */
const OPENAI: BackendProfile = { metadata: false }

/**
 * Servers of open models. They take `top_k`, and some of them (Ollama: https://github.com/ollama/ollama/issues/7125, LM
 * Studio) ignore `max_completion_tokens`, so that answers would never end.
 */
const OPEN_MODELS: BackendProfile = { topK: true, limitName: 'max_tokens' }

/** This package's own Bedrock route understands what plain OpenAI does not. */
const PATCHBAY: BackendProfile = { extensions: true }

/** How a route wants its requests. Policies are not asked: each of their routes is sent its own. */
export function backendProfile(route: Route): BackendProfile {
  const { name, ...details } = route.describe()
  if (name === 'bedrock') return PATCHBAY
  if (name === 'openai') return isOpenAI(details['baseURL']) ? OPENAI : OPEN_MODELS
  return PLAIN
}

/** A chat completion request that somebody else has written: its limit goes under the name that is heeded. */
export function withLimitName(
  request: Readonly<Record<string, unknown>>,
  { limitName }: BackendProfile,
): Readonly<Record<string, unknown>> {
  const { max_completion_tokens: limit, ...rest } = request
  return limitName === 'max_tokens' && limit !== undefined ? { max_tokens: limit, ...rest } : request
}

function isOpenAI(baseURL: unknown): boolean {
  return typeof baseURL === 'string' && OPENAI_HOST.test(URL.parse(baseURL)?.hostname ?? '')
}
