import type { ContentBlock, Message } from '@aws-sdk/client-bedrock-runtime'

import { reject } from '../json-shape.ts'
import type { ConverseConversation } from './conversation.ts'
import type { RequestScope } from './request-scope.ts'
import { toUserBlocks } from './system.ts'

/** The user turn that is put before an assistant turn at the start of a conversation. */
const BEFORE_ASSISTANT = '(The conversation starts here.)'
/** The user turn that is put after an assistant turn which the model cannot continue. */
const CONTINUE = 'Continue.'

/** What the rest of the request says about the conversation's edges. */
export interface EdgeFacts {
  /** The model thinks, and then it cannot continue a prefilled answer. */
  readonly thinking: boolean
  /** A sentence for the end of the system text. */
  readonly instruction: string | undefined
  /** A stored prompt has messages of its own: the request may have none. */
  readonly storedPrompt: boolean
}

/**
 * Makes the conversation begin with the user and end as the model takes it, and puts the system text where the model
 * reads it.
 *
 * @throws TranslationError (400) when there is nothing to answer
 */
export function finishEdges(
  conversation: ConverseConversation,
  facts: EdgeFacts,
  scope: RequestScope,
): ConverseConversation {
  const started = facts.storedPrompt ? conversation : startWithUser(conversation, scope)
  const messages = endForAnswer(started.messages, facts, scope)
  const system =
    facts.instruction === undefined ? started.system : [...started.system, { text: facts.instruction }]
  return placeSystem({ system, messages }, scope)
}

function startWithUser(conversation: ConverseConversation, scope: RequestScope): ConverseConversation {
  const { system, messages } = conversation
  const [first] = messages
  if (first === undefined) {
    const blocks = toUserBlocks(system)
    if (blocks.length > 0) return { system: [], messages: [{ role: 'user', content: blocks }] }
    return reject(
      scope.conversationPath,
      `${scope.conversationPath} must hold at least one message that is not blank.`,
    )
  }
  if (first.role === 'user') return conversation
  scope.warnings.add(
    'placeholder_turn',
    scope.conversationPath,
    "Bedrock requires the first message to be the user's; a placeholder was put before the assistant message.",
  )
  return { system, messages: [{ role: 'user', content: [{ text: BEFORE_ASSISTANT }] }, ...messages] }
}

/** A trailing assistant turn is the prefill of the answer: it must not end in whitespace. */
function endForAnswer(messages: Message[], facts: EdgeFacts, scope: RequestScope): Message[] {
  const last = messages.at(-1)
  if (last?.role !== 'assistant') return messages
  const content = trimEnd(last.content ?? [])
  const canContinue =
    scope.context.model.capabilities.prefill &&
    !facts.thinking &&
    isText(content.findLast((block) => block.cachePoint === undefined))
  const trimmed: Message = { ...last, content }
  if (canContinue) return [...messages.slice(0, -1), trimmed]
  scope.warnings.add(
    'prefill_not_supported',
    scope.conversationPath,
    'The model takes no prefilled answer; a user turn was added that asks it to continue.',
  )
  return [...messages.slice(0, -1), trimmed, { role: 'user', content: [{ text: CONTINUE }] }]
}

function isText(block: ContentBlock | undefined): boolean {
  return block?.text !== undefined
}

/** Cache points at the end stay: the text before them is what the answer goes on from. */
function trimEnd(content: readonly ContentBlock[]): ContentBlock[] {
  const index = content.findLastIndex((block) => block.cachePoint === undefined)
  const text = content[index]?.text
  return text === undefined ? [...content] : content.with(index, { text: text.trimEnd() })
}

function placeSystem(conversation: ConverseConversation, scope: RequestScope): ConverseConversation {
  const { system, messages } = conversation
  if (scope.context.model.capabilities.system || system.length === 0) return conversation
  scope.warnings.add(
    'system_as_user_text',
    scope.conversationPath,
    'The model takes no system text; it was put before the first user text.',
  )
  const [first, ...rest] = messages
  const content = [...toUserBlocks(system), ...(first?.content ?? [])]
  return { system: [], messages: [{ role: 'user', content }, ...rest] }
}
