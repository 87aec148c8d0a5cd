import type { ImageGenerateParams } from 'openai/resources/images'

import type { FieldRow } from '../endpoint-fields.ts'

/** Fields beyond OpenAI's: what image models of Bedrock understand. */
export interface ImageRequestExtensions {
  /** What shall not be seen. */
  negative_prompt?: string | null
  /** The same seed and request make the same images. Default: another one for each request. */
  seed?: number | null
  /** Amazon's models: how closely the prompt is followed, 1.1 to 10. */
  cfg_scale?: number | null
}

declare module 'openai/resources/images' {
  interface ImageGenerateParamsBase extends ImageRequestExtensions {}
}

const ignored = (kinds: FieldRow['kinds'], note: string, neutral: readonly unknown[] = []): FieldRow => ({
  fate: 'ignored',
  kinds,
  note,
  neutral,
})

/** What becomes of every field. A field that `openai` adds is a compile error here. */
export const IMAGE_FIELDS = {
  prompt: { fate: 'translated', kinds: ['string'], note: 'The text of the image.' },
  model: { fate: 'translated', kinds: ['string'], note: 'The model id, after aliases.' },
  n: { fate: 'translated', kinds: ['integer'], note: 'So many images, by as many calls as that takes.' },
  size: { fate: 'translated', kinds: ['string'], note: 'Width and height, or the nearest aspect ratio.' },
  quality: {
    fate: 'translated',
    kinds: ['string'],
    note: 'Amazon: `premium` for hd, high and above, else `standard`.',
  },
  response_format: {
    fate: 'rejected',
    kinds: ['string'],
    note: 'Images are answered as b64_json: nothing keeps them for a URL.',
    neutral: ['b64_json'],
  },
  output_format: { fate: 'translated', kinds: ['string'], note: 'Stability: png or jpeg. Amazon: png.' },
  output_compression: ignored(['integer'], 'No model of Bedrock has it.', [100]),
  background: {
    fate: 'rejected',
    kinds: ['string'],
    note: 'The models make opaque images.',
    neutral: ['opaque', 'auto'],
  },
  stream: {
    fate: 'rejected',
    kinds: ['boolean'],
    note: 'The models answer in one piece.',
    neutral: [false],
  },
  partial_images: ignored(['integer'], 'The models answer in one piece.', [0]),
  moderation: ignored(['string'], "The models' own filters stay as they are.", ['auto']),
  style: ignored(['string'], 'Say it in the prompt.'),
  complexity: ignored(['string'], 'No model of Bedrock has it.'),
  frame_count: ignored(['integer'], 'No model of Bedrock animates.'),
  frame_duration_ms: ignored(['integer'], 'No model of Bedrock animates.'),
  svg: ignored(['object'], 'No model of Bedrock draws vectors.'),
  safety_identifier: ignored(['string'], 'Bedrock knows no end users.'),
  user: ignored(['string'], 'Bedrock knows no end users.'),
  negative_prompt: { fate: 'translated', kinds: ['string'], note: "The model's own field." },
  seed: {
    fate: 'translated',
    kinds: ['integer'],
    note: 'The seed of the first call; the next ones count on.',
  },
  cfg_scale: { fate: 'translated', kinds: ['number'], note: "Amazon's `cfgScale`." },
} satisfies Record<keyof ImageGenerateParams, FieldRow>
