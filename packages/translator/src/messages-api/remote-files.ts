import { isRemoteUrl } from '../converse/media-source.ts'
import { isObject } from '../json-shape.ts'

/**
 * The http(s) URLs that the transport has to fetch before a Messages request can be translated, each once, in order. Bodies
 * of any shape are tolerated: the translation reports their faults.
 */
export function listRemoteMessageFiles(body: unknown): readonly string[] {
  const messages = isObject(body) ? body['messages'] : undefined
  const contents = asList(messages).map((message) => (isObject(message) ? message['content'] : undefined))
  return [...new Set(contents.flatMap(listUrls))].filter(isRemoteUrl)
}

function listUrls(content: unknown): string[] {
  return asList(content).flatMap((block) => {
    if (!isObject(block)) return []
    if (block['type'] === 'tool_result') return listUrls(block['content'])
    const source = block['source']
    const url = isObject(source) && source['type'] === 'url' ? source['url'] : undefined
    return typeof url === 'string' ? [url] : []
  })
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
