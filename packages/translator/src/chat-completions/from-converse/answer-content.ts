import { isObject } from '../../json-shape.ts'

/** What an answer's content holds. */
export interface AnswerContent {
  readonly text: string
  /** Empty where the content holds none. */
  readonly reasoning: string
}

/**
 * The content of an answer or of a delta: a text, or, as Mistral's reasoning models have it, a list of `text` and
 * `thinking` parts. https://docs.mistral.ai/capabilities/reasoning/
 */
export function readContent(content: unknown): AnswerContent {
  if (typeof content === 'string') return { text: content, reasoning: '' }
  const parts = (Array.isArray(content) ? content : []).filter(isObject)
  return {
    text: parts.map((part) => textIn(part['type'] === 'thinking' ? undefined : part['text'])).join(''),
    reasoning: parts
      .map(({ thinking }) => (Array.isArray(thinking) ? readContent(thinking).text : textIn(thinking)))
      .join(''),
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
