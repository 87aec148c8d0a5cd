/** https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html (2026-11) */
import { isObject } from '../json-shape.ts'
import { given, textsOf } from './protocol.ts'
import type { EmbeddingItem, EmbeddingProtocol } from './protocol.ts'

const DEFAULT_PURPOSE = 'GENERIC_INDEX'

/** Purposes that the model also takes by its own names. */
const PURPOSES = [
  'GENERIC_INDEX',
  'GENERIC_RETRIEVAL',
  'TEXT_RETRIEVAL',
  'IMAGE_RETRIEVAL',
  'VIDEO_RETRIEVAL',
  'DOCUMENT_RETRIEVAL',
  'AUDIO_RETRIEVAL',
  'CLASSIFICATION',
  'CLUSTERING',
]

/** Nova Multimodal Embeddings: one text or one image a call, always with a purpose. */
export const nova: EmbeddingProtocol = {
  name: 'Nova Multimodal Embeddings',
  dimensions: [3072, 1024, 384, 256],
  textsPerCall: 1,
  images: true,
  inputTypes: {
    search_document: DEFAULT_PURPOSE,
    search_query: 'GENERIC_RETRIEVAL',
    classification: 'CLASSIFICATION',
    clustering: 'CLUSTERING',
    ...Object.fromEntries(PURPOSES.map((purpose) => [purpose, purpose])),
  },
  truncations: { NONE: 'NONE', START: 'START', END: 'END', LEFT: 'START', RIGHT: 'END' },
  normalizes: false,
  toBody: (items, { dimensions, inputType, truncate }) => ({
    schemaVersion: 'nova-multimodal-embed-v1',
    taskType: 'SINGLE_EMBEDDING',
    singleEmbeddingParams: {
      embeddingPurpose: inputType ?? DEFAULT_PURPOSE,
      ...given('embeddingDimension', dimensions),
      ...toContent(items, truncate),
    },
  }),
  toVectors: ({ embeddings }) =>
    Array.isArray(embeddings)
      ? embeddings.map((entry: unknown) => (isObject(entry) ? entry['embedding'] : undefined))
      : undefined,
  toTokens: () => undefined,
}

/** Too long a text is an error unless the caller says which end may go, as with OpenAI. */
function toContent(items: readonly EmbeddingItem[], truncate = 'NONE'): object {
  const [first] = items
  return first?.kind === 'image'
    ? {
        image: {
          detailLevel: 'STANDARD_IMAGE',
          format: first.format,
          source: { bytes: first.base64 },
        },
      }
    : { text: { truncationMode: truncate, value: textsOf(items).join('') } }
}
