import { isObject, parseJson, type JsonObject } from '../json-shape.ts'
import type { ReasoningOrigins } from './reasoning-origins.ts'

/** Notes the reasoning of answers that are handed on untouched. */
export interface NativeReasoning {
  /**
   * Reads one piece of an answer.
   *
   * @param json - of a whole answer, or of one event of a stream, in the order in which they come
   */
  readonly observe: (json: string) => void
}

/** What stands in JSON that has a proof of reasoning, or the end of one. Everything else is not even parsed. */
const MARKS = ['"encrypted_content"', '"signature', '"redacted_thinking"'] as const

/**
 * Notes what proves reasoning in answers of Responses (`encrypted_content`) and of Messages (signatures, encrypted blocks).
 *
 * @param family - of the model that answers
 */
export function createNativeReasoning(family: string, origins: ReasoningOrigins): NativeReasoning {
  const signatures = new Map<unknown, string>()
  const note = (proof: unknown): void => {
    if (typeof proof === 'string' && proof !== '') origins.note(proof, family)
  }
  const noteItem = (item: unknown): void => {
    if (!isObject(item)) return
    const { type } = item
    if (type === 'reasoning') note(item['encrypted_content'])
    if (type === 'thinking') note(item['signature'])
    if (type === 'redacted_thinking') note(item['data'])
  }
  const takeEvent = (event: JsonObject): void => {
    const { delta, index } = event
    // Pieces of a signature are joined by whoever reads the stream.
    if (isObject(delta) && typeof delta['signature'] === 'string')
      signatures.set(index, (signatures.get(index) ?? '') + delta['signature'])
    if (event['type'] !== 'content_block_stop') return
    note(signatures.get(index))
    signatures.delete(index)
  }
  return {
    observe(json) {
      if (signatures.size === 0 && !MARKS.some((mark) => json.includes(mark))) return
      const value = parseJson(json)
      if (!isObject(value)) return
      takeEvent(value)
      const answer = isObject(value['response']) ? value['response'] : value
      for (const items of [answer['output'], answer['content']])
        if (Array.isArray(items)) items.forEach(noteItem)
      noteItem(value['item'])
      noteItem(value['content_block'])
    },
  }
}
