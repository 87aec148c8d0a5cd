import type { ContentBlock, SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionSystemMessageParam } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import type { JsonObject } from '../json-shape.ts'
import { toCacheControl, toCachePoints } from '../converse/cache-point.ts'
import { toContentBlocks } from './content-parts.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextPart } from '../converse/text.ts'

/** OpenAI → Converse: one `system` or `developer` message as system blocks; blank texts are skipped. */
export function toSystemBlocks(message: JsonObject, path: string, scope: RequestScope): SystemContentBlock[] {
  const blocks = toContentBlocks(message['content'], `${path}.content`, 'system', scope).flatMap(
    toSystemBlock,
  )
  return blocks.length === 0 ? [] : [...blocks, ...toCachePoints(message, path, 'system', scope)]
}

/** The texts of system blocks, for models that take them only in a user turn. */
export function toUserBlocks(system: readonly SystemContentBlock[]): ContentBlock[] {
  return system.flatMap((block) => (block.text === undefined ? [] : [{ text: block.text }]))
}

/** Converse → OpenAI: system blocks as one `system` message, if there are any. Cache marks are an extension. */
export function toSystemMessages(
  system: readonly SystemContentBlock[] | undefined,
  scope: { readonly warnings: WarningCollector; readonly extensions: boolean },
): ChatCompletionSystemMessageParam[] {
  const parts: ChatCompletionSystemMessageParam['content'] & unknown[] = []
  for (const block of system ?? []) {
    const last = parts.at(-1)
    if (block.text !== undefined) parts.push(toTextPart({ text: block.text }))
    else if (block.guardContent?.text?.text !== undefined)
      parts.push(toTextPart({ text: block.guardContent.text.text }))
    else if (block.cachePoint !== undefined && !scope.extensions) {
      scope.warnings.add(
        'unsupported_cache_point',
        'system',
        'The backend takes no cache points; it was left out.',
      )
    } else if (block.cachePoint !== undefined && last !== undefined) {
      Object.assign(last, { cache_control: toCacheControl(block.cachePoint) })
    }
  }
  const [only] = parts
  if (only === undefined) return []
  const plain = parts.length === 1 && !('cache_control' in only)
  return [{ role: 'system', content: plain ? only.text : parts }]
}

function toSystemBlock(block: ContentBlock): SystemContentBlock[] {
  if (block.text !== undefined) return [{ text: block.text }]
  return block.cachePoint === undefined ? [] : [{ cachePoint: block.cachePoint }]
}
