import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionSystemMessageParam } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { toCacheControl, toCachePoints } from '../converse/cache-point.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toSystemContent } from '../converse/system.ts'
import type { JsonObject } from '../json-shape.ts'
import { toContentBlocks } from './content-parts.ts'
import { toTextPart } from './text-part.ts'

/** OpenAI → Converse: one `system` or `developer` message as system blocks; blank texts are skipped. */
export function toSystemBlocks(message: JsonObject, path: string, scope: RequestScope): SystemContentBlock[] {
  const blocks = toSystemContent(toContentBlocks(message['content'], `${path}.content`, 'system', scope))
  return blocks.length === 0 ? [] : [...blocks, ...toCachePoints(message, path, 'system', scope)]
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
