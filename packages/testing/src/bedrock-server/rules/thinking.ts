import { isObject } from '../../is-object.ts'
import { invalid, refusedByModel, type Rejection } from '../service-error.ts'
import type { FamilyFacts } from '../families.ts'
import { areEncryptedBy } from '../native-apis/encrypted-reasoning.ts'
import { isOwnRedactedReasoning, signReasoning } from '../reasoning-signature.ts'
import { findMoved } from '../reasoning-turns.ts'
import type { Message } from '../wire.ts'
import { firstRejection, placedBlocks, type Rule, type RuleContext } from './rule.ts'

/** Where Converse stops Claude without `maxTokens`: https://github.com/BerriAI/litellm/issues/41529 */
export const UNSAID_MAX_TOKENS = 4096
const MINIMUM_BUDGET = 1024
const INTERLEAVED_BETA = 'interleaved-thinking-2025-05-14'
const THINKING_DOCS = 'https://docs.claude.com/en/docs/build-with-claude/extended-thinking'

/** Claude's `thinking` field, where it is switched on. */
export function claudeThinking(
  context: Pick<RuleContext, 'additionalFields' | 'family'>,
): { readonly type: 'enabled' | 'adaptive'; readonly budget: number | undefined } | undefined {
  const thinking = context.additionalFields['thinking']
  if (!context.family.name.startsWith('claude') || !isObject(thinking)) return undefined
  const type = thinking['type']
  if (type !== 'enabled' && type !== 'adaptive') return undefined
  const budget = thinking['budget_tokens']
  return { type, budget: typeof budget === 'number' ? budget : undefined }
}

/** Whether the model thinks although the request does not ask for it. */
export function thinksByDefault({
  additionalFields,
  family,
}: Pick<RuleContext, 'additionalFields' | 'family'>): boolean {
  const thinking = additionalFields['thinking']
  const type = isObject(thinking) ? thinking['type'] : undefined
  return family.thinkingOff !== 'unsaid' && type !== 'disabled' && type !== 'between_tools'
}

export const thinkingHasAKnownShape: Rule = ({ additionalFields, family }) => {
  if (!family.name.startsWith('claude') || additionalFields['thinking'] === undefined) return undefined
  const thinking = additionalFields['thinking']
  if (!isObject(thinking)) return refusedByModel('thinking: Input should be a valid dictionary')
  const known = {
    enabled: ['type', 'budget_tokens', 'display'],
    adaptive: ['type', 'display'],
    disabled: ['type'],
    between_tools: ['type'],
  }
  const type = thinking['type']
  const isKnown =
    type === 'enabled' ||
    type === 'adaptive' ||
    type === 'disabled' ||
    (type === 'between_tools' && family.thinkingOff === 'between_tools')
  if (!isKnown) {
    return refusedByModel(
      `thinking: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'`,
    )
  }
  const extra = Object.keys(thinking).find((key) => !known[type].includes(key))
  if (extra !== undefined) return refusedByModel(`thinking.${type}.${extra}: Extra inputs are not permitted`)
  return type === 'enabled' ? budgetProblem(thinking['budget_tokens']) : undefined
}

export const thinkingIsTaken: Rule = (context) => {
  const thinking = claudeThinking(context)
  if (!thinking) return undefined
  const { thinking: kind } = context.family
  if (kind === 'none') return refusedByModel('"thinking" is not supported for this model')
  if (thinking.type === 'adaptive' && kind === 'budget') {
    return refusedByModel('adaptive thinking is not supported on this model')
  }
  if (thinking.type === 'enabled' && kind === 'adaptive-only') {
    return refusedByModel(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    )
  }
  return undefined
}

/** Some models think by default and cannot be told not to, or only by a word of their own. */
export const thinkingCanBeTurnedOff: Rule = ({ additionalFields, family }) => {
  const thinking = additionalFields['thinking']
  const isDisabled = isObject(thinking) && thinking['type'] === 'disabled'
  return isDisabled && (family.thinkingOff === 'never' || family.thinkingOff === 'between_tools')
    ? refusedByModel('"thinking.type.disabled" is not supported for this model.')
    : undefined
}

export const budgetIsBelowMaxTokens: Rule = (context) => {
  const thinking = claudeThinking(context)
  if (thinking?.budget === undefined || isInterleaved(context)) return undefined
  const maxTokens = context.body.inferenceConfig?.maxTokens ?? UNSAID_MAX_TOKENS
  return thinking.budget >= maxTokens
    ? refusedByModel(
        `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. Please consult our documentation at ${THINKING_DOCS}#max-tokens-and-context-window-size`,
      )
    : undefined
}

export const thinkingTakesNoSampling: Rule = (context) => {
  if (!claudeThinking(context)) return undefined
  const { temperature, topP } = context.body.inferenceConfig ?? {}
  const consult = `Please consult our documentation at ${THINKING_DOCS}#important-considerations-when-using-extended-thinking`
  if (temperature !== undefined && temperature !== 1) {
    return refusedByModel(`\`temperature\` may only be set to 1 when thinking is enabled. ${consult}`)
  }
  if (topP !== undefined && topP < 0.95) {
    return refusedByModel(
      `\`top_p\` must be greater than or equal to 0.95 or unset when thinking is enabled. ${consult}`,
    )
  }
  return context.additionalFields['top_k'] === undefined
    ? undefined
    : refusedByModel(`\`top_k\` must be unset when thinking is enabled. ${consult}`)
}

export const thinkingTakesNoForcedTool: Rule = (context) => {
  const choice = context.body.toolConfig?.toolChoice
  const thinks =
    claudeThinking(context) !== undefined ||
    (context.family.thinkingOff === 'disabled' && thinksByDefault(context))
  return thinks && (choice?.any ?? choice?.tool)
    ? refusedByModel('Thinking may not be enabled when tool_choice forces tool use.')
    : undefined
}

export const thinkingTakesNoPrefill: Rule = (context) =>
  claudeThinking(context) && context.messages.at(-1)?.role === 'assistant'
    ? refusedByModel('When `thinking` is enabled, the conversation must end with a user message.')
    : undefined

/** With a budget, the assistant turns of the running tool loop begin with the reasoning they came with. */
export const toolLoopKeepsItsThinking: Rule = (context) => {
  if (claudeThinking(context)?.type !== 'enabled') return undefined
  const loopStart = context.messages.findLastIndex(isPlainUserTurn)
  const index = context.messages.findIndex(
    (message, position) =>
      position > loopStart && message.role === 'assistant' && message.content.some((block) => block.toolUse),
  )
  const first = context.messages[index]?.content[0]
  if (index === -1 || first === undefined || first.reasoningContent) return undefined
  return refusedByModel(
    `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first.toolUse ? 'tool_use' : 'text'}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`.`,
  )
}

export const reasoningIsTaken: Rule = ({ messages, family }) =>
  firstRejection(placedBlocks(messages), ({ block, message, path }) => {
    if (!block.reasoningContent) return undefined
    if (message.role !== 'assistant') {
      return invalid(
        `The reasoningContent block at ${path} is only allowed in messages with the assistant role.`,
      )
    }
    return family.thinking === 'none'
      ? invalid(
          "This model doesn't support the reasoningContent field. Remove reasoningContent and try again.",
        )
      : undefined
  })

/** An answer with reasoning in its midst comes back in its own order. */
export const reasoningKeepsItsPlace: Rule = ({ messages, family }) =>
  firstRejection(messages, (message, index) => {
    if (!family.name.startsWith('claude') || message.role !== 'assistant') return undefined
    const moved = findMoved(message.content)
    return moved === -1
      ? undefined
      : refusedByModel(
          `messages.${index}.content.${moved}: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`,
        )
  })

export const reasoningIsUnchanged: Rule = ({ messages, family }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    block.reasoningContent ? signatureProblem(block.reasoningContent, path, family) : undefined,
  )

function signatureProblem(
  reasoning: NonNullable<Message['content'][number]['reasoningContent']>,
  path: string,
  family: FamilyFacts,
): Rejection | undefined {
  if (family.encryptsAs !== null) return encryptionProblem(reasoning, path, family.encryptsAs)
  if (!family.name.startsWith('claude')) return textProblem(reasoning, family)
  if (typeof reasoning.redactedContent === 'string' && !isOwnRedactedReasoning(reasoning.redactedContent)) {
    return refusedByModel(`${path}: Invalid \`data\` in \`redacted_thinking\` block`)
  }
  if (!reasoning.reasoningText) return undefined
  const { text, signature } = reasoning.reasoningText
  if (signature === undefined) return refusedByModel(`${path}.thinking.signature: Field required`)
  return signature === signReasoning(text)
    ? undefined
    : refusedByModel(`${path}: Invalid \`signature\` in \`thinking\` block`)
}

/** https://github.com/UKGovernmentBEIS/inspect_ai/issues/5217 */
function encryptionProblem(
  { redactedContent, reasoningText }: NonNullable<Message['content'][number]['reasoningContent']>,
  path: string,
  vendor: string,
): Rejection | undefined {
  if (reasoningText) {
    return refusedByModel(
      `${path}: reasoningContent.reasoningText is not supported for this model; only reasoningContent.redactedContent can be sent back.`,
    )
  }
  return typeof redactedContent === 'string' && areEncryptedBy(vendor, redactedContent)
    ? undefined
    : refusedByModel(
        `The encrypted content for item ${path} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
      )
}

/** Models whose reasoning is plain text know neither signatures nor encrypted reasoning. Nothing is known of `unknown`. */
function textProblem(
  { redactedContent, reasoningText }: NonNullable<Message['content'][number]['reasoningContent']>,
  { name }: FamilyFacts,
): Rejection | undefined {
  const member = reasoningText?.signature !== undefined ? 'reasoningText.signature' : 'redactedContent'
  if (name === 'unknown' || (member === 'redactedContent' && redactedContent === undefined)) return undefined
  return invalid(
    `This model doesn't support the reasoningContent.${member} field. Remove reasoningContent.${member} and try again.`,
  )
}

function budgetProblem(budget: unknown): Rejection | undefined {
  if (budget === undefined) return refusedByModel('thinking.enabled.budget_tokens: Field required')
  if (typeof budget !== 'number' || !Number.isInteger(budget)) {
    return refusedByModel('thinking.enabled.budget_tokens: Input should be a valid integer')
  }
  return budget < MINIMUM_BUDGET
    ? refusedByModel(
        `thinking.enabled.budget_tokens: Input should be greater than or equal to ${MINIMUM_BUDGET}`,
      )
    : undefined
}

function isInterleaved({ additionalFields, body }: RuleContext): boolean {
  const betas = additionalFields['anthropic_beta']
  return body.toolConfig !== undefined && Array.isArray(betas) && betas.includes(INTERLEAVED_BETA)
}

const isPlainUserTurn = (message: Message): boolean =>
  message.role === 'user' && !message.content.some((block) => block.toolResult)
