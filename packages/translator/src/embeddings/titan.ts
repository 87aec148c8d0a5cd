/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html (2026-11) */
import { countOf, given, textsOf } from './protocol.ts'
import type { EmbeddingProtocol } from './protocol.ts'

/** Titan Embeddings G1 - Text: one text a call, nothing to choose. */
export const titanTextV1: EmbeddingProtocol = {
  name: 'Titan Embeddings G1 - Text',
  dimensions: [1536],
  textsPerCall: 1,
  images: false,
  inputTypes: undefined,
  truncations: undefined,
  normalizes: false,
  toBody: (items) => ({ inputText: textsOf(items).join('') }),
  toVectors: ({ embedding }) => (embedding === undefined ? undefined : [embedding]),
  toTokens: ({ inputTextTokenCount }) => countOf(inputTextTokenCount),
}

/** Titan Text Embeddings V2: one text a call. */
export const titanTextV2: EmbeddingProtocol = {
  ...titanTextV1,
  name: 'Titan Text Embeddings V2',
  dimensions: [1024, 512, 256],
  normalizes: true,
  toBody: (items, { dimensions, normalize }) => ({
    inputText: textsOf(items).join(''),
    ...given('dimensions', dimensions),
    ...given('normalize', normalize),
  }),
}
