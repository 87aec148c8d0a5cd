import { visit } from 'unist-util-visit'

import { parseMarkdown, rangeOf } from '../pages/markdown.ts'

/** A link or a picture of a page. */
export interface Link {
  readonly kind: 'link' | 'image'
  readonly url: string
}

interface Replacement {
  readonly start: number
  readonly end: number
  readonly url: string
}

/**
 * Replaces the addresses of a page's links and pictures, and nothing else: code keeps its text.
 *
 * @param replace gives the new address.
 * @throws Error for an address that the text writes in another form than it is read, such as one with entities.
 */
export function replaceLinks(text: string, replace: (link: Link) => string): string {
  const replacements: Replacement[] = []
  visit(parseMarkdown(text), (node) => {
    if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return
    const { start, end } = rangeOf(node)
    const written = text.slice(start, end)
    // An address that stands for itself is one of the web.
    if (node.type === 'link' && !written.startsWith('[')) return
    const at = written.indexOf(node.url, written.lastIndexOf(node.type === 'definition' ? ']:' : ']('))
    if (at === -1) throw new Error(`The address ${node.url} is not written as such: ${written}`)
    const url = replace({ kind: node.type === 'image' ? 'image' : 'link', url: node.url })
    replacements.push({ start: start + at, end: start + at + node.url.length, url })
  })
  return replacements
    .toSorted((one, other) => other.start - one.start)
    .reduce((result, { start, end, url }) => result.slice(0, start) + url + result.slice(end), text)
}
