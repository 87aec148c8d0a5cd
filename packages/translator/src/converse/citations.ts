import type { Citation, CitationsContentBlock, CitationsDelta } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionMessage } from 'openai/resources/chat/completions'

/** The text of a block with citations: it is a part of the answer's text. */
export function toCitedText(block: CitationsContentBlock): string {
  return (block.content ?? []).map(({ text }) => text ?? '').join('')
}

/**
 * Converse → OpenAI: citations of pages on the web as annotations. Those of documents and search results have no
 * counterpart there; they stand in `message.citations` with the others.
 *
 * https://platform.openai.com/docs/guides/tools-web-search#output-and-citations
 *
 * @param start - where the cited text begins in the answer's content, in UTF-16 code units
 */
export function toAnnotations(
  block: CitationsContentBlock,
  start: number,
): ChatCompletionMessage.Annotation[] {
  const end = start + toCitedText(block).length
  return annotationsOf({ start, end, citations: block.citations ?? [] })
}

/** A text of an answer, by its place in the content, in UTF-16 code units, and what it cites. */
export interface CitedText {
  readonly start: number
  end: number
  readonly citations: readonly (Citation | CitationsDelta)[]
}

/** The citations of pages on the web, each as an annotation of the whole text. */
export function annotationsOf({ start, end, citations }: CitedText): ChatCompletionMessage.Annotation[] {
  return citations.flatMap((citation) => {
    const url = citation.location?.web?.url
    if (url === undefined) return []
    const title = citation.title ?? citation.location?.web?.domain ?? url
    return [
      { type: 'url_citation' as const, url_citation: { start_index: start, end_index: end, title, url } },
    ]
  })
}

/** OpenAI → Converse: an annotated answer's citations, each for the text it stands at. */
export function toCitations(message: Pick<ChatCompletionMessage, 'annotations'>): Citation[] {
  return (message.annotations ?? []).flatMap((annotation) => {
    if (annotation?.type !== 'url_citation' || !annotation.url_citation) return []
    const { title, url } = annotation.url_citation
    return [{ title, location: { web: { url } } }]
  })
}
