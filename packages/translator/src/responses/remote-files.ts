import { isRemoteUrl } from '../converse/media-source.ts'
import { isObject } from '../json-shape.ts'

/** Members of a content part that may hold a URL. */
const PLACES = ['image_url', 'file_url', 'file_data'] as const

/**
 * The http(s) URLs that the transport has to fetch before a request can be translated, each once, in order. It hands
 * them over as `context.files`. Bodies of any shape are accepted: the translation reports faults.
 */
export function listResponseFiles(body: unknown): readonly string[] {
  const input = isObject(body) ? body['input'] : undefined
  if (!Array.isArray(input)) return []
  const urls = new Set<string>()
  for (const item of input as unknown[]) {
    for (const part of isObject(item)
      ? [...listMembers(item['content']), ...listMembers(item['output'])]
      : []) {
      for (const place of PLACES) {
        const url = isObject(part) ? part[place] : undefined
        if (typeof url === 'string' && isRemoteUrl(url)) urls.add(url)
      }
    }
  }
  return [...urls]
}

function listMembers(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
