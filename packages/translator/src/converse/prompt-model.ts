import { isAbsent, reject } from '../json-shape.ts'
import { parseModelId } from '../model-facts/model-id.ts'
import type { ConverseConversation } from '../chat-completions/to-converse/messages.ts'
import type { RequestFields } from '../chat-completions/to-converse/request-fields.ts'

/** What a stored prompt brings itself, and the service refuses beside it. */
const REFUSED = [
  'temperature',
  'top_p',
  'top_k',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'stop_sequences',
  'thinking',
  'anthropic_beta',
  'tools',
  'functions',
  'response_format',
  'additionalModelRequestFields',
] as const

/** Whether the model is the ARN of a prompt from prompt management. */
export function isStoredPrompt(modelId: string): boolean {
  return parseModelId(modelId).kind === 'prompt'
}

/**
 * Refuses by name what a stored prompt has of its own.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html (modelId: "If you include a prompt")
 *
 * @throws TranslationError (400)
 */
export function refuseBesidePrompt(
  { fields, nameOf }: RequestFields,
  { system }: ConverseConversation,
): void {
  if (system.length > 0) {
    reject(
      'messages',
      'messages hold system text, which a prompt ARN as model does not take: the stored prompt has its own.',
    )
  }
  const name = REFUSED.find((candidate) => !isAbsent(fields[candidate]))
  if (name === undefined) return
  reject(
    nameOf(name),
    `${nameOf(name)} is not taken with a prompt ARN as model: the stored prompt has its own. Leave it out.`,
  )
}
