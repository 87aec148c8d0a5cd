import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { joinTurns, type ConverseConversation } from '../../converse/conversation.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import type { Turn } from '../../converse/turns.ts'
import { expectArray, expectObject, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { toSystemBlocks } from '../system.ts'
import { toTurn } from './turns.ts'

/**
 * OpenAI → Converse: all messages. System texts come out in order, wherever they stood; neighbours of the same role
 * are merged; every tool call is followed by its result.
 *
 * @throws TranslationError (400) naming the message at fault
 */
export function toConverseMessages(messages: unknown, scope: RequestScope): ConverseConversation {
  const system: SystemContentBlock[] = []
  const turns: Turn[] = []
  const reader = { scope, legacyCalls: [] }
  for (const [index, item] of expectArray(messages, 'messages').entries()) {
    const path = `messages[${index}]`
    const message = expectObject(item, path)
    if (!isAbsent(message['name'])) warnOfName(message, path, scope)
    if (message['role'] === 'system' || message['role'] === 'developer') {
      system.push(...toSystemBlocks(message, path, scope))
    } else turns.push(toTurn(message, path, index, reader))
  }
  return { system, messages: joinTurns(turns, scope) }
}

function warnOfName(message: JsonObject, path: string, scope: RequestScope): void {
  if (message['role'] === 'function' || message['role'] === 'tool') return
  scope.warnings.add(
    'unsupported_parameter',
    `${path}.name`,
    'Converse messages have no name; it was left out. If the model needs it, write it into the text.',
  )
}
