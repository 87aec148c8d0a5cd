import GithubSlugger from 'github-slugger'
import type { Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { visit } from 'unist-util-visit'

import { parseMarkdown, rangeOf } from './markdown.ts'

/** A page of the site, read from Markdown. */
export interface Page {
  /** The file in the repository that it is written in, or that it would be were it not generated. */
  readonly source: string
  /** Its path on the site without slashes around it: `clients/openai`; `` is the start page. */
  readonly slug: string
  readonly title: string
  /** One or two sentences, for search engines and for llms.txt. */
  readonly description: string
  /** The Markdown after the heading that is its title. */
  readonly body: string
  /** What links may name after `#`, as GitHub names its headings. */
  readonly anchors: ReadonlySet<string>
  /** Whether it is written from docstrings: it has no file of its own to edit then. */
  readonly generated: boolean
}

/** What a search engine shows of a description. */
const DESCRIPTION_LENGTH = 180

/**
 * Reads a page.
 *
 * @param place where it comes from and where it goes; a `title` replaces that of the text.
 * @throws Error when the text does not begin with a heading of the first level, or has another one.
 */
export function readPage(
  place: Pick<Page, 'source' | 'slug'> & { readonly title?: string; readonly generated?: boolean },
  text: string,
): Page {
  const root = parseMarkdown(text)
  const heading = root.children[0]
  if (heading?.type !== 'heading' || heading.depth !== 1)
    throw new Error(`${place.source} does not begin with a heading of the first level`)
  if (root.children.some((node) => node !== heading && node.type === 'heading' && node.depth === 1))
    throw new Error(`${place.source} has a second heading of the first level`)
  const title = place.title ?? toString(heading)
  return {
    source: place.source,
    slug: place.slug,
    title,
    description: describe(root) ?? title,
    body: text.slice(rangeOf(heading).end).replace(/^\n+/, ''),
    anchors: readAnchors(root),
    generated: place.generated ?? false,
  }
}

/** The first paragraph of a page, cut at the end of a sentence or of a word. */
function describe(root: Root): string | undefined {
  const paragraph = root.children.find((node) => node.type === 'paragraph')
  if (paragraph === undefined) return undefined
  const text = toString(paragraph).replaceAll(/\s+/g, ' ').trim()
  // What TypeDoc says of a module without a comment is the place of its first member.
  if (text.startsWith('Defined in:')) return undefined
  if (text.length <= DESCRIPTION_LENGTH) return text.replace(/:$/, '.')
  const cut = text.slice(0, DESCRIPTION_LENGTH)
  const sentence = cut.lastIndexOf('. ')
  return sentence > 40 ? cut.slice(0, sentence + 1) : `${cut.slice(0, cut.lastIndexOf(' '))} …`
}

function readAnchors(root: Root): Set<string> {
  const slugger = new GithubSlugger()
  const anchors = new Set<string>()
  visit(root, (node) => {
    if (node.type === 'heading') anchors.add(slugger.slug(toString(node)))
    if (node.type === 'html')
      for (const [, id] of node.value.matchAll(/\b(?:id|name)="([^"]+)"/g))
        if (id !== undefined) anchors.add(id)
  })
  return anchors
}
