import type { BedrockApi, BedrockHost, ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { encodeModelId } from '../model-facts/model-id.ts'

/**
 * Where the paths of an API begin on a host, without a slash at the end: `/openai/v1`, `/v1`, `/anthropic/v1`; empty for
 * Converse and InvokeModel. Below it are `/responses/{id}`, `/messages/count_tokens` and the like.
 */
export function apiBase(
  api: BedrockApi,
  host: BedrockHost,
  { mantleBase }: Pick<ModelCapabilities, 'mantleBase'>,
): string {
  if (api === 'converse' || api === 'invoke-model') return ''
  if (api === 'messages') return '/anthropic/v1'
  return host === 'mantle' ? mantleBase : '/openai/v1'
}

const PATHS = {
  'chat-completions': '/chat/completions',
  responses: '/responses',
  messages: '/messages',
} as const

/** The path of creation: where a request is sent that asks for an answer. */
export function wayPath(
  { api, host, modelId }: { readonly api: BedrockApi; readonly host: BedrockHost; readonly modelId: string },
  capabilities: Pick<ModelCapabilities, 'mantleBase'>,
  stream: boolean,
): string {
  if (api === 'converse') return `/model/${encodeModelId(modelId)}/converse${stream ? '-stream' : ''}`
  if (api === 'invoke-model')
    return `/model/${encodeModelId(modelId)}/invoke${stream ? '-with-response-stream' : ''}`
  return `${apiBase(api, host, capabilities)}${PATHS[api]}`
}
