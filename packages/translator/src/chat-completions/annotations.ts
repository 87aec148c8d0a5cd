import type { Citation } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionMessage } from 'openai/resources/chat/completions'

import { listWebCitations, type CitedText } from '../converse/citations.ts'

/** Converse → chat completions: citations of pages on the web as annotations. */
export function toAnnotations(text: CitedText): ChatCompletionMessage.Annotation[] {
  return listWebCitations(text).map((url_citation) => ({ type: 'url_citation', url_citation }))
}

/** Chat completions → Converse: an annotated answer's citations, each for the text it stands at. */
export function toCitations(message: Pick<ChatCompletionMessage, 'annotations'>): Citation[] {
  return (message.annotations ?? []).flatMap((annotation) => {
    if (annotation?.type !== 'url_citation' || !annotation.url_citation) return []
    const { title, url } = annotation.url_citation
    return [{ title, location: { web: { url } } }]
  })
}
