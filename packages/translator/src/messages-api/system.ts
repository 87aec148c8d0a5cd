import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toContentBlocks } from '../chat-completions/content-parts.ts'
import type { RequestScope } from '../converse/request-scope.ts'

/** Anthropic → Converse: a system text, a string or text blocks with cache marks. Blank texts are dropped. */
export function toSystem(content: unknown, path: string, scope: RequestScope): SystemContentBlock[] {
  return toContentBlocks(content, path, 'system', scope).flatMap((block): SystemContentBlock[] => {
    if (block.text !== undefined) return [{ text: block.text }]
    return block.cachePoint === undefined ? [] : [{ cachePoint: block.cachePoint }]
  })
}
