import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import type { RequestScope } from '../converse/request-scope.ts'
import { isObject, optionalString } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** Anthropic → Converse: a `search_result` block as a text: models other than Claude have no such block. */
export function toSearchResultText(block: JsonObject, path: string, scope: RequestScope): ContentBlock[] {
  const heading = ['title', 'source'].flatMap((name) => optionalString(block[name], `${path}.${name}`) ?? [])
  const content: readonly unknown[] = Array.isArray(block['content']) ? block['content'] : []
  const texts = content.flatMap((part) =>
    isObject(part) && typeof part['text'] === 'string' ? [part['text']] : [],
  )
  scope.warnings.add(
    'search_result_as_text',
    path,
    'The model takes no search results: the title, the source and the content were sent as text.',
  )
  const text = [heading.join('\n'), ...texts].filter((part) => part.trim() !== '').join('\n\n')
  return text === '' ? [] : [{ text }]
}
