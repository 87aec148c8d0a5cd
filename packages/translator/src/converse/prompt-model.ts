import { reject } from '../json-shape.ts'
import type { ConverseConversation } from './conversation.ts'
import type { RequestIntent } from './request-intent.ts'
import type { RequestScope } from './request-scope.ts'

/**
 * Refuses, by name, fields that a stored prompt defines itself.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html (modelId: "If you include a prompt")
 *
 * @throws TranslationError (400)
 */
export function refuseBesidePrompt(
  { inference, reasoning, tools, extensions }: RequestIntent,
  { system }: ConverseConversation,
  { conversationPath }: RequestScope,
): void {
  if (system.length > 0) {
    reject(
      conversationPath,
      `${conversationPath} holds system text, which Bedrock does not take when the model is a prompt ARN: the stored prompt has its own. Leave it out.`,
    )
  }
  const stated = [
    inference.temperature,
    inference.topP,
    inference.topK,
    ...inference.maxTokens,
    ...inference.stopSequences,
    reasoning.thinking,
    extensions.anthropic_beta,
    tools.offered,
    tools.responseFormat,
    extensions.additionalModelRequestFields,
  ].find((candidate) => candidate !== undefined)
  if (stated === undefined) return
  const { path } = stated
  reject(
    path,
    `${path} cannot be sent when the model is a prompt ARN: the stored prompt has its own. Leave it out.`,
  )
}
