import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { fromConverseJson, toConverseJson } from '@patchbay/translator'
import type { BodyFormat } from './body-format.ts'

/**
 * Amazon Nova's bodies are Converse's JSON, with a version in front, and `topK` among the inference settings.
 * https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html
 */
export const nova: BodyFormat = {
  matches: (model, body) => /amazon\.nova/.test(model) || 'schemaVersion' in body,
  toConverse(body) {
    const { schemaVersion: _version, ...rest } = body
    const { inferenceConfig, ...input } = fromConverseJson<ConverseCommandInput>(rest)
    const { topK, max_new_tokens, ...known } = { ...(inferenceConfig as NovaSettings | undefined) }
    const maxTokens = known.maxTokens ?? max_new_tokens
    return {
      ...input,
      inferenceConfig: { ...known, ...(maxTokens !== undefined && { maxTokens }) },
      ...(topK !== undefined && { additionalModelRequestFields: { inferenceConfig: { topK } } }),
    }
  },
  toAnswer({ output, stopReason, usage }) {
    return toConverseJson({ output, stopReason, usage })
  },
  createStream: () => (event) => [toConverseJson(event)],
}

interface NovaSettings {
  readonly maxTokens?: number
  /** The name that Nova's first version had. */
  readonly max_new_tokens?: number
  readonly topK?: number
}
