/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html (2026-11) */
import { countOf, textsOf } from './protocol.ts'
import type { EmbeddingProtocol } from './protocol.ts'

/** Titan Multimodal Embeddings G1: one text or one image a call. */
export const titanMultimodal: EmbeddingProtocol = {
  name: 'Titan Multimodal Embeddings G1',
  dimensions: [1024, 384, 256],
  textsPerCall: 1,
  images: true,
  inputTypes: undefined,
  truncations: undefined,
  normalizes: false,
  toBody: (items, { dimensions }) => ({
    ...(items[0]?.kind === 'image'
      ? { inputImage: items[0].base64 }
      : { inputText: textsOf(items).join('') }),
    ...(dimensions === undefined ? {} : { embeddingConfig: { outputEmbeddingLength: dimensions } }),
  }),
  toVectors: ({ embedding }) => (embedding === undefined ? undefined : [embedding]),
  toTokens: ({ inputTextTokenCount }) => countOf(inputTextTokenCount),
}
