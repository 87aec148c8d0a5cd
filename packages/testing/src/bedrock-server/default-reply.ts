import { isObject } from '../is-object.ts'
import { createHash } from 'node:crypto'

import { answer } from '../model-simulator/answer.ts'
import type { Answer } from '../model-simulator/prompt.ts'
import { encryptBytes } from './native-apis/encrypted-reasoning.ts'
import { redactReasoning, signReasoning } from './reasoning-signature.ts'
import type { ConverseReply } from './reply.ts'
import type { RuleContext } from './rules/rule.ts'
import { toPrompt } from './to-prompt.ts'
import type { ContentBlock } from './wire.ts'

/**
 * The text with which an application makes Claude redact its reasoning on purpose:
 * https://docs.claude.com/en/docs/build-with-claude/extended-thinking#thinking-redaction
 */
const REDACTION_TRIGGER = 'ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING'

/** What the model simulator answers to a valid Converse request. */
export function defaultReply(context: RuleContext): ConverseReply {
  const said = answer(toPrompt(context))
  return { content: toContent(said, context), stopReason: said.stopReason }
}

function toContent(said: Answer, context: RuleContext): ContentBlock[] {
  const seed = JSON.stringify(context.messages)
  // What the family would refuse in the history, it does not say either.
  const isUnwanted = said.toolCalls.length > 0 && !context.family.textBesideToolUse
  return [
    ...(said.reasoning === undefined ? [] : [reasoningBlock(said.reasoning, context)]),
    ...(said.text === undefined || said.text === '' || isUnwanted ? [] : [{ text: said.text }]),
    ...said.toolCalls.map((call, index) => ({
      toolUse: { toolUseId: toolUseId(`${seed}${index}`, context), name: call.name, input: call.input },
    })),
  ]
}

/**
 * Only Claude signs its reasoning, and GPT and Grok encrypt theirs. Claude 4.7 and later show it only on request, else the signature alone:
 * https://platform.claude.com/docs/en/about-claude/models/whats-new-claude-4-7
 */
function reasoningBlock(thoughts: string, context: RuleContext): ContentBlock {
  const { family, messages } = context
  const text = hidesReasoning(context) ? '' : thoughts
  if (family.name.startsWith('claude') && JSON.stringify(messages.at(-1)).includes(REDACTION_TRIGGER)) {
    return { reasoningContent: { redactedContent: redactReasoning(thoughts) } }
  }
  if (family.encryptsAs !== null) {
    return { reasoningContent: { redactedContent: encryptBytes(family.encryptsAs, thoughts) } }
  }
  const signature = family.name.startsWith('claude') ? { signature: signReasoning(text) } : {}
  return { reasoningContent: { reasoningText: { text, ...signature } } }
}

function hidesReasoning({ family, additionalFields }: RuleContext): boolean {
  const thinking = additionalFields['thinking']
  return family.thinking === 'adaptive-only' && !(isObject(thinking) && thinking['display'] === 'summarized')
}

function toolUseId(seed: string, { family }: RuleContext): string {
  const hash = createHash('sha256').update(seed).digest('hex')
  const short = hash.slice(0, 9)
  return family.toolUseId.test(`tooluse_${short}`) ? `tooluse_${hash.slice(0, 22)}` : short
}
