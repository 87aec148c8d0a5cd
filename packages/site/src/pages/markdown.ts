import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/** The syntax tree of a page in GitHub's Markdown. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
}

/** Where a node begins and ends in the text that it was parsed from. */
export function rangeOf(node: Nodes): { readonly start: number; readonly end: number } {
  const { start, end } = node.position ?? {}
  if (start?.offset === undefined || end?.offset === undefined)
    throw new Error(`A ${node.type} without a place`)
  return { start: start.offset, end: end.offset }
}
