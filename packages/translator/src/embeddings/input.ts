import { encodeBase64 } from '../base64.ts'
import { isDataUrl, parseDataUrl } from '../data-url.ts'
import { kindOf, reject } from '../json-shape.ts'
import type { EmbeddingItem } from './protocol.ts'

/** OpenAI's own bound. */
const MOST_ITEMS = 2048
const IMAGE_TYPE = /^image\/(png|jpe?g|gif|webp)$/

/**
 * Reads `input`: one text or a list of them. Token lists have been decoded by the transport before.
 *
 * @param images whether a `data:image/...` URL is an image rather than a text
 * @throws TranslationError (400) that names the entry at fault, e.g. `input[3]`
 */
export function readEmbeddingInput(input: unknown, images: boolean): EmbeddingItem[] {
  if (input === undefined) reject('input', 'input is missing: give a text, or an array of texts.')
  if (!Array.isArray(input)) return [toItem(input, 'input', images)]
  if (input.length === 0) reject('input', 'input is an empty array: there is nothing to embed.')
  if (input.length > MOST_ITEMS)
    reject('input', `input has ${input.length} entries; ${MOST_ITEMS} is the most that one request may have.`)
  return input.map((entry: unknown, index) => toItem(entry, `input[${index}]`, images))
}

function toItem(value: unknown, path: string, images: boolean): EmbeddingItem {
  if (typeof value !== 'string') return reject(path, `${path} must be a string, not ${kindOf(value)}.`)
  if (value === '') return reject(path, `${path} is an empty string, which no model embeds: leave it out.`)
  return images && isDataUrl(value) ? toImage(value, path) : { kind: 'text', text: value }
}

function toImage(url: string, path: string): EmbeddingItem {
  const parsed = parseDataUrl(url)
  if (parsed === undefined) return reject(path, `${path} is not a well-formed data URL.`)
  const format = IMAGE_TYPE.exec(parsed.mediaType)?.[1]
  if (format === undefined) {
    return reject(
      path,
      `${path} is a data URL of type ${parsed.mediaType}: this model embeds texts, and images of type png, jpeg, gif and webp.`,
    )
  }
  return {
    kind: 'image',
    url,
    format: format === 'jpg' ? 'jpeg' : format,
    base64: encodeBase64(parsed.bytes),
  }
}
