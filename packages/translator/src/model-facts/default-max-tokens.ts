import type { ModelCapabilities } from './model-capabilities.ts'

/** Not the model's maximum, since Bedrock reserves what is sent here from the account's quota. */
const USUAL = 16_384

/**
 * Max tokens of a request that names no limit: without one Converse stops Claude at 4,096, and others lower still.
 *
 * https://github.com/BerriAI/litellm/issues/41529
 *
 * @returns `undefined` where neither a default nor a maximum is known
 */
export function defaultMaxTokens({
  defaultMaxTokens: own,
  maxOutputTokens,
}: Pick<ModelCapabilities, 'defaultMaxTokens' | 'maxOutputTokens'>): number | undefined {
  if (own !== undefined || maxOutputTokens === undefined) return own
  return Math.min(USUAL, maxOutputTokens)
}
