import type { Citation, CitationsContentBlock, CitationsDelta } from '@aws-sdk/client-bedrock-runtime'

/** The text of a block with citations, which is a part of the answer's text. */
export function toCitedText(block: CitationsContentBlock): string {
  return (block.content ?? []).map(({ text }) => text ?? '').join('')
}

/** A text of an answer, by its place in the content, in UTF-16 code units, and what it cites. */
export interface CitedText {
  readonly start: number
  end: number
  readonly citations: readonly (Citation | CitationsDelta)[]
}

/** A page on the web that a part of an answer cites. Indices are UTF-16 code units of the content. */
export interface WebCitation {
  readonly start_index: number
  readonly end_index: number
  readonly title: string
  readonly url: string
}

/**
 * The citations of pages on the web, each for the whole text. Those of documents and search results have no counterpart in
 * OpenAI's annotations; they stand among the answer's `citations` with the others.
 *
 * https://platform.openai.com/docs/guides/tools-web-search#output-and-citations
 */
export function listWebCitations({ start, end, citations }: CitedText): WebCitation[] {
  return citations.flatMap(({ location, title }) => {
    const url = location?.web?.url
    if (url === undefined) return []
    return [{ start_index: start, end_index: end, title: title ?? location?.web?.domain ?? url, url }]
  })
}
