import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import type { Turn } from '../converse/turns.ts'
import { isObject, type JsonObject } from '../json-shape.ts'

/** Responses → Converse: what another agent said to this one: its texts, as a turn of the user's. */
export function toAgentTurn(item: JsonObject, path: string, scope: RequestScope): Turn | undefined {
  const content = toTexts(item['content'] ?? item['message'])
  const hidden: readonly unknown[] = Array.isArray(item['content']) ? item['content'] : []
  if (
    content.length === 0 ||
    hidden.some((part) => isObject(part) && part['encrypted_content'] !== undefined)
  ) {
    warnOfEncrypted(path, 'agent_message', scope)
  }
  return content.length === 0 ? undefined : { role: 'user', blocks: content }
}

/** Responses → Converse: what an earlier conversation was shortened to: its summary where it can be read. */
export function toCompactionTurn(item: JsonObject, path: string, scope: RequestScope): Turn | undefined {
  const blocks = toTexts(item['summary'] ?? item['content'])
  if (blocks.length > 0) return { role: 'user', blocks }
  warnOfEncrypted(path, 'context_compaction', scope)
  return undefined
}

function warnOfEncrypted(path: string, type: string, { warnings }: RequestScope): void {
  warnings.add(
    'unsupported_content_block',
    path,
    `What ${path} (${type}) holds is encrypted for OpenAI's models; it was left out.`,
  )
}

function toTexts(content: unknown): ContentBlock[] {
  if (typeof content === 'string') return toTextBlocks(content)
  const parts: readonly unknown[] = Array.isArray(content) ? content : []
  return parts.flatMap((part) =>
    isObject(part) && typeof part['text'] === 'string' ? toTextBlocks(part['text']) : [],
  )
}
