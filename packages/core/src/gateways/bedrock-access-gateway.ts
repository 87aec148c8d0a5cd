import { joinURL } from '../secure-url.ts'
import { defineGateway } from './define-gateway.ts'
import { moveToExtraBody } from './extra-body.ts'
import { searchWithout } from './gateway-base.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'
import type { GatewayRejection, GatewayRequest } from './gateway-types.ts'
import { isAzure } from './provider-base.ts'
import { withModel } from './request-model.ts'

/** Options of `bedrockAccessGateway()`. https://github.com/aws-samples/bedrock-access-gateway */
export interface BedrockAccessGatewayOptions extends CommonGatewayOptions {
  /** The complete base, which ends in `/api/v1`. Default: `BEDROCK_ACCESS_GATEWAY_URL`. There is no other default. */
  baseURL?: string | undefined
  /**
   * Sent as `Authorization: Bearer`, in place of the caller's key. Default: `BEDROCK_ACCESS_GATEWAY_API_KEY`, for the base in
   * `BEDROCK_ACCESS_GATEWAY_URL` only.
   */
  apiKey?: string | undefined
  /**
   * Move reasoning that arrives as `<think>...</think>` at the head of the text into `reasoning_content`, in streams
   * too. The gateway's guide promises the field, its code writes the tags. Default false: answers stay as they are.
   */
  reasoningContent?: boolean | undefined
}

/**
 * A route to aws-samples' bedrock-access-gateway. `thinking`, `anthropic_beta` and `prompt_caching` are moved into the
 * `extra_body` that it reads. Tool calls of streams are counted from 0, which it does from -1. The caller's provider key is replaced by the gateway's own.
 *
 * `named('us.anthropic...')` is that model.
 *
 * @throws ConfigurationError when no base URL or key is given, here or in the environment.
 */
export const bedrockAccessGateway = defineGateway<BedrockAccessGatewayOptions>({
  name: 'bedrock-access-gateway',
  options: ['reasoningContent'],
  environment: { baseURL: 'BEDROCK_ACCESS_GATEWAY_URL', apiKey: 'BEDROCK_ACCESS_GATEWAY_API_KEY' },
  required: ['apiKey'],
  keys: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  ownHeaders: false,
  reject,
  url: (request, { baseURL }) => {
    const search = isAzure(request) ? searchWithout(request.url, 'api-version') : request.url.search
    return joinURL(baseURL, request.endpoint, search)
  },
  body: (body, request) => {
    const complete = request.deployment === undefined ? body : withModel(body, request.model)
    return request.endpoint === '/chat/completions' ? moveToExtraBody(complete) : complete
  },
  answer: async (response, request, { reasoningContent }) => {
    if (request.endpoint !== '/chat/completions') return response
    const { countToolCallsFromZero } = await import('./tool-indexes.ts')
    const counted = countToolCallsFromZero(response)
    if (reasoningContent !== true) return counted
    const { moveThinkingToField } = await import('./reasoning-content.ts')
    return moveThinkingToField(counted)
  },
})

/** It serves OpenAI's API only. */
function reject({ endpoint }: GatewayRequest): GatewayRejection | undefined {
  if (!/^\/messages(?:\/|$)/.test(endpoint)) return undefined
  return {
    status: 400,
    code: 'unsupported_endpoint',
    message: `bedrock-access-gateway has no Messages API, so not ${endpoint}. Nothing was sent: use another route for it.`,
  }
}
