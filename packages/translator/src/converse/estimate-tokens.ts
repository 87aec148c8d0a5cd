import type { ConverseRequest } from './assemble-request.ts'

const CHARACTERS_PER_TOKEN = 4
/** Around every message stand marks of role and end. */
const TOKENS_PER_MESSAGE = 3
/** A picture of medium size; other media are not counted by their bytes either. */
const TOKENS_PER_MEDIUM = 255

/**
 * About how many tokens a request has, without a tokenizer: four characters each, which holds for English. For readers that
 * want a number before the service has counted; never for billing.
 */
export function estimateRequestTokens({
  messages,
  system = [],
  toolConfig,
}: Pick<ConverseRequest, 'messages' | 'system' | 'toolConfig'>): number {
  let media = 0
  const withoutBytes = (_key: string, value: unknown): unknown => {
    if (!(value instanceof Uint8Array)) return value
    media += 1
    return undefined
  }
  const text = JSON.stringify(
    [messages.map(({ content }) => content), system, toolConfig?.tools],
    withoutBytes,
  )
  return (
    Math.ceil(text.length / CHARACTERS_PER_TOKEN) +
    messages.length * TOKENS_PER_MESSAGE +
    media * TOKENS_PER_MEDIUM
  )
}
