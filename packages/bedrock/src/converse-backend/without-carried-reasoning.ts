import { emitWarning, isRecord } from '@patchbay/core'
import { isCarryingSignature } from '@patchbay/translator'
import type { Arguments } from '../smithy.ts'

/**
 * A command's input without reasoning that this package has carried from another API in a signature: a model that Converse has
 * cannot read it. Everything else of a conversation goes to AWS as it is.
 */
export function withoutCarriedReasoning(input: Arguments['input']): Arguments['input'] {
  const { messages } = input
  if (!Array.isArray(messages)) return input
  let found = false
  const cleaned = messages.map((message: unknown) => {
    const given = isRecord(message) ? message['content'] : undefined
    if (!isRecord(message) || !Array.isArray(given)) return message
    const content = given.filter((block: unknown) => !isCarried(block))
    // A message of nothing else stays: without it the roles would no longer take turns.
    if (content.length === 0 || content.length === given.length) return message
    found = true
    return { ...message, content }
  })
  if (!found) return input
  const message =
    'Reasoning of an earlier turn was left out: a model gave it that this route reaches by another API, and no other takes it back.'
  emitWarning({ code: 'reasoning_dropped', field: 'messages', message }, undefined)
  return { ...input, messages: cleaned }
}

function isCarried(block: unknown): boolean {
  const reasoning = isRecord(block) ? block['reasoningContent'] : undefined
  const text = isRecord(reasoning) ? reasoning['reasoningText'] : undefined
  const signature = isRecord(text) ? text['signature'] : undefined
  return typeof signature === 'string' && isCarryingSignature(signature)
}
