import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toCachePoints, type CachePlace } from '../converse/cache-point.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { expectString, reject } from '../json-shape.ts'
import { listBlocks } from './content-blocks.ts'

/**
 * Anthropic → Converse: a system text, a string or text blocks with cache marks. Blank texts are dropped.
 *
 * @param place - where the blocks go, for their cache marks
 * @throws TranslationError (400) for blocks other than texts
 */
export function toSystem(
  content: unknown,
  path: string,
  scope: RequestScope,
  place: CachePlace = 'system',
): SystemContentBlock[] {
  return listBlocks(content, path).flatMap(({ block, path: blockPath }): SystemContentBlock[] => {
    const type = expectString(block['type'], `${blockPath}.type`)
    if (type !== 'text') {
      return reject(
        `${blockPath}.type`,
        `${blockPath}.type is ${JSON.stringify(type)}: system texts are blocks of type text.`,
        'unsupported_content_block',
      )
    }
    return [
      ...toTextBlocks(expectString(block['text'], `${blockPath}.text`)),
      ...toCachePoints(block, blockPath, place, scope),
    ]
  })
}
