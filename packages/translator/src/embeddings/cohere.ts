/**
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v3.html (2026-11)
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html (2026-11)
 */
import { isObject } from '../json-shape.ts'
import { given, textsOf } from './protocol.ts'
import type { EmbeddingItem, EmbeddingProtocol, EmbeddingWishes } from './protocol.ts'

const DEFAULT_INPUT_TYPE = 'search_document'
const INPUT_TYPES = {
  search_document: 'search_document',
  search_query: 'search_query',
  classification: 'classification',
  clustering: 'clustering',
}

/** Embed v3: up to 96 texts a call, or one image, which is an input type of its own. */
export const cohereV3: EmbeddingProtocol = {
  name: 'Cohere Embed v3',
  dimensions: [1024],
  textsPerCall: 96,
  images: true,
  inputTypes: { ...INPUT_TYPES, image: 'image' },
  truncations: { NONE: 'NONE', START: 'START', END: 'END', LEFT: 'START', RIGHT: 'END' },
  normalizes: false,
  toBody: (items, wishes) => ({
    ...toInput(items),
    input_type: items[0]?.kind === 'image' ? 'image' : inputTypeOf(wishes),
    ...given('truncate', wishes.truncate),
  }),
  toVectors: ({ embeddings }) => floatsOf(embeddings),
  toTokens: () => undefined,
}

/** Embed v4: the same with a choice of lengths, and other words for truncation. */
export const cohereV4: EmbeddingProtocol = {
  ...cohereV3,
  name: 'Cohere Embed v4',
  dimensions: [1536, 1024, 512, 256],
  inputTypes: INPUT_TYPES,
  truncations: { NONE: 'NONE', START: 'LEFT', END: 'RIGHT', LEFT: 'LEFT', RIGHT: 'RIGHT' },
  toBody: (items, wishes) => ({
    ...toInput(items),
    input_type: inputTypeOf(wishes),
    ...given('truncate', wishes.truncate),
    ...given('output_dimension', wishes.dimensions),
  }),
}

function toInput(items: readonly EmbeddingItem[]): { texts: string[] } | { images: string[] } {
  const [first] = items
  return first?.kind === 'image' ? { images: [first.url] } : { texts: textsOf(items) }
}

function inputTypeOf({ inputType }: EmbeddingWishes): string {
  return inputType ?? DEFAULT_INPUT_TYPE
}

/** A list where floats alone were asked for, else lists by type. */
function floatsOf(embeddings: unknown): unknown {
  return isObject(embeddings) ? embeddings['float'] : embeddings
}
