import { isObject } from '../json-shape.ts'
import { isRemoteUrl } from '../converse/media-source.ts'

/** Where a part may hold a URL: its member, then the member of that. */
const PLACES = [
  ['image_url', 'url'],
  ['video_url', 'url'],
  ['audio_url', 'url'],
  ['file', 'file_data'],
  ['file', 'file_url'],
] as const

/**
 * The http(s) URLs that the transport has to fetch before a request can be translated, each once, in order. It hands
 * them over as `context.files`. Bodies of any shape are accepted: the translation reports faults.
 */
export function listRemoteFiles(body: unknown): readonly string[] {
  const messages = isObject(body) ? body['messages'] : undefined
  if (!Array.isArray(messages)) return []
  const urls = new Set<string>()
  for (const message of messages as unknown[]) {
    const content = isObject(message) ? message['content'] : undefined
    if (!Array.isArray(content)) continue
    for (const part of content) for (const url of listUrls(part)) if (isRemoteUrl(url)) urls.add(url)
  }
  return [...urls]
}

function listUrls(part: unknown): string[] {
  if (!isObject(part)) return []
  return PLACES.flatMap(([member, inner]) => {
    const holder = part[member]
    if (typeof holder === 'string') return [holder]
    const url = isObject(holder) ? holder[inner] : undefined
    return typeof url === 'string' ? [url] : []
  })
}
