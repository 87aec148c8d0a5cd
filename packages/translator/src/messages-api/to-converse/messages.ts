import type { ContentBlock, SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toCachePoints } from '../../converse/cache-point.ts'
import { joinTurns, type ConverseConversation } from '../../converse/conversation.ts'
import { toReasoningBlocks } from '../../converse/reasoning-blocks.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import { toTextBlocks } from '../../converse/text.ts'
import type { AssistantTurn, Turn } from '../../converse/turns.ts'
import { expectArray, expectObject, expectString, reject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { listBlocks, toBlock } from '../content-blocks.ts'
import { isForeignBlock, toForeignBlocks } from '../foreign-blocks.ts'
import { toSystem } from '../system.ts'
import { toResultTurn } from '../tool-result.ts'
import { toToolUse } from '../tool-use.ts'

/**
 * Anthropic → Converse: all messages, and the system text.
 *
 * @throws TranslationError (400) naming the message at fault
 */
export function toConversation(fields: JsonObject, scope: RequestScope): ConverseConversation {
  const system: SystemContentBlock[] = toSystem(fields['system'], 'system', scope)
  const turns: Turn[] = []
  for (const [index, item] of expectArray(fields['messages'], 'messages').entries()) {
    const path = `messages[${index}]`
    const message = expectObject(item, path)
    if (message['role'] !== 'system') turns.push(...toTurns(message, path, scope))
    else if (turns.length === 0) system.push(...toSystem(message['content'], `${path}.content`, scope))
    else turns.push(toFoldedSystem(message, path, scope))
  }
  return { system, messages: joinTurns(turns, scope) }
}

function toTurns(message: JsonObject, path: string, scope: RequestScope): Turn[] {
  if (message['role'] === 'user') return toUserTurns(message, path, scope)
  if (message['role'] === 'assistant') return [toAssistantTurn(message, path, scope)]
  return reject(
    `${path}.role`,
    `${path}.role must be user, assistant or system, not ${JSON.stringify(message['role'])}.`,
  )
}

/** Tool results are turns of their own here, and go before the rest of the message. */
function toUserTurns(message: JsonObject, path: string, scope: RequestScope): Turn[] {
  const results: Turn[] = []
  const blocks: ContentBlock[] = []
  for (const { block, path: blockPath } of listBlocks(message['content'], `${path}.content`)) {
    if (block['type'] === 'tool_result') results.push(toResultTurn(block, blockPath, scope))
    else blocks.push(...toBlock(block, blockPath, scope))
  }
  return [...results, { role: 'user', blocks }]
}

function toAssistantTurn(message: JsonObject, path: string, scope: RequestScope): AssistantTurn {
  const callPaths = new Map<ContentBlock, string>()
  const blocks = listBlocks(message['content'], `${path}.content`).flatMap(
    ({ block, path: blockPath }): ContentBlock[] => {
      const converted = toAssistantBlocks(block, blockPath, path, scope)
      for (const part of converted) if (part.toolUse !== undefined) callPaths.set(part, blockPath)
      return [...converted, ...toCachePoints(block, blockPath, 'messages', scope)]
    },
  )
  return { role: 'assistant', blocks, callPaths, derivedFrom: new Map() }
}

function toAssistantBlocks(
  block: JsonObject,
  path: string,
  messagePath: string,
  scope: RequestScope,
): ContentBlock[] {
  const type = expectString(block['type'], `${path}.type`)
  if (type === 'text') return toTextBlocks(expectString(block['text'], `${path}.text`))
  if (type === 'tool_use') return [{ toolUse: toToolUse(block, path, scope) }]
  if (type === 'thinking' || type === 'redacted_thinking')
    return toReasoningBlocks([block], messagePath, scope)
  if (isForeignBlock(type, 'assistant')) return toForeignBlocks(block, path, scope)
  return reject(
    `${path}.type`,
    `${path}.type is ${JSON.stringify(type)}, which is no block of an assistant message.`,
  )
}

/**
 * Anthropic's own API takes system text within a conversation; Converse has it at the beginning alone, where it would change what
 * the model was told for the turns before it, and the prompt that is cached. It is said by the user, at its place.
 */
function toFoldedSystem(message: JsonObject, path: string, scope: RequestScope): Turn {
  scope.warnings.add(
    'system_message_moved',
    path,
    `${path} went into the user turn at its place: this model takes no system text within the conversation.`,
  )
  return {
    role: 'user',
    blocks: toSystem(message['content'], `${path}.content`, scope, 'messages') as ContentBlock[],
  }
}
