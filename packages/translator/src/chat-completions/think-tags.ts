import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/** The tags around reasoning in the content, for callers that ask for them. */
export interface ThinkTags {
  readonly open: string
  readonly close: string
}

/**
 * The tags by the name that a model's capabilities give (`reasoningTag`).
 *
 * @param tag - e.g. `think`
 */
export function toThinkTags(tag: ModelCapabilities['reasoningTag']): ThinkTags {
  return { open: `<${tag}>`, close: `</${tag}>` }
}
