import type { HookEvent } from '@patchbay/core'

/** Who a client's requests are written for: the best that is known of what stands behind a gateway. */
const BY_CLIENT: Readonly<Record<HookEvent['client'], string>> = {
  openai: 'openai',
  'azure-openai': 'azure.ai.openai',
  langchain: 'openai',
  anthropic: 'anthropic',
  bedrock: 'aws.bedrock',
  fetch: 'openai',
}

/** The local routes. */
const BY_TARGET: Readonly<Record<string, string>> = {
  bedrock: 'aws.bedrock',
  openai: 'openai',
}

/**
 * `gen_ai.provider.name` of a request: by the local route that serves it, else by the client, whose API the gateway speaks.
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md
 */
export function toProvider(event: Pick<HookEvent, 'client' | 'operation' | 'target' | 'host'>): string {
  if (event.host !== undefined) return 'aws.bedrock'
  if (Object.hasOwn(BY_TARGET, event.target)) return BY_TARGET[event.target] as string
  // Anthropic's API, asked by a client of another kind: LangChain's, or a plain `fetch`.
  return event.operation === 'messages' && event.client !== 'bedrock' ? 'anthropic' : BY_CLIENT[event.client]
}
